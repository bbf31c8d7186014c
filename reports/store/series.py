"""The identity of a series of facts in the database."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from reports.store.instants import optional_text
from reports.store.schema import SERIES
from reports.store.statements import upsert
from reports.values.fact import FactSeries


def find_series(connection: Connection, series: Sequence[FactSeries]) -> Mapping[FactSeries, int]:
    """Return the numbers of those series that are known."""
    wanted = {series_key(one): one for one in series}
    query = select(
        SERIES.c.product, SERIES.c.query_hash, SERIES.c.grain, SERIES.c.known_as_of, SERIES.c.id
    ).where(
        SERIES.c.product.in_({one.product for one in series}),
        SERIES.c.query_hash.in_({one.query_hash for one in series}),
    )
    found = {tuple(row[:4]): int(row[4]) for row in connection.execute(query)}
    return {one: found[key] for key, one in wanted.items() if key in found}


def lock_series(connection: Connection, series: FactSeries) -> int:
    """Return the number of a series, new if need be, and keep other writers of it waiting."""
    if not find_series(connection, [series]):
        _enter(connection, series)
    number = find_series(connection, [series])[series]
    connection.execute(select(SERIES.c.id).where(SERIES.c.id == number).with_for_update())
    return number


def _enter(connection: Connection, series: FactSeries) -> None:
    """Add a series; when another process was quicker, its entry stands."""
    names = ("product", "query_hash", "grain", "known_as_of")
    entry = dict(zip(names, series_key(series), strict=True))
    connection.execute(upsert(connection, SERIES).values(entry).on_conflict_do_nothing())


def series_key(series: FactSeries) -> tuple[str, str, str, str | None]:
    """Return what names a series, with the instant as text."""
    known = optional_text(series.known_as_of)
    return series.product, series.query_hash, series.grain, known
