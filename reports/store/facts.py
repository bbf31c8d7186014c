"""Facts: append-only, with a new version only where a result changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from reports.store.database import Database
from reports.store.fact_columns import fact_columns
from reports.store.fact_queries import (
    LATEST_HASHES,
    LATEST_ROWS,
    LATEST_SEGMENTS,
    digest_of,
    stored_versions,
    window,
)
from reports.store.fact_versions import Span, rows_by_span, sha256_of
from reports.store.instants import instant_text
from reports.store.schema import FACT_ROWS, FACT_VERSIONS
from reports.store.series import find_series, lock_series
from reports.store.statements import fetch_tuples, insert_all
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactColumns, FactSeries


class FactStore:
    """The facts of all products."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def missing(self, series: FactSeries, periods: Sequence[Period]) -> tuple[Period, ...]:
        """Return the periods that were never asked, in the given order."""
        spans = [_span(period) for period in periods]
        with self._database.reading() as connection:
            number = find_series(connection, [series]).get(series)
            known = {} if number is None else stored_versions(connection, number, spans)
        return tuple(p for p, span in zip(periods, spans, strict=True) if span not in known)

    def write(
        self, series: FactSeries, columns: FactColumns, *, run_id: str, read_at: datetime
    ) -> int:
        """Store the asked periods, also those without rows; return the number of new versions.

        Raises: ContractError for rows that are no facts of this series.
        """
        asked = rows_by_span(series, columns)
        hashes = {span: sha256_of(series, rows) for span, rows in asked.items()}
        seen = (run_id, instant_text(read_at))
        with self._database.writing() as connection:
            number = lock_series(connection, series)
            stored = stored_versions(connection, number, asked)
            changed = [
                (span, stored[span][0] + 1 if span in stored else 1)
                for span, sha256 in hashes.items()
                if span not in stored or stored[span][1] != sha256
            ]
            heads = [
                (number, *span, version, len(asked[span]), hashes[span], *seen)
                for span, version in changed
            ]
            insert_all(connection, FACT_VERSIONS, heads)
            rows = [
                (number, *span, segment, bucket, version, first, second, n)
                for span, version in changed
                for segment, bucket, first, second, n in asked[span]
            ]
            insert_all(connection, FACT_ROWS, rows)
        return len(changed)

    def load(
        self, series: Sequence[FactSeries], *, start: int, end: int
    ) -> Mapping[FactSeries, FactColumns]:
        """Return the latest version of every period inside [start, end), in epoch days.

        Shape: one entry for every series asked, empty when nothing is stored.
        """
        with self._database.reading() as connection:
            numbers = find_series(connection, series)
            rows = fetch_tuples(connection, LATEST_ROWS, window(numbers.values(), start, end))
        return fact_columns(series, numbers, rows)

    def segments(self, series: FactSeries, *, start: int, end: int) -> frozenset[str]:
        """Return the segments of a series inside [start, end), in epoch days."""
        with self._database.reading() as connection:
            numbers = find_series(connection, [series])
            asked = window(numbers.values(), start, end)
            return frozenset(row[0] for row in fetch_tuples(connection, LATEST_SEGMENTS, asked))

    def digest(
        self,
        series: Sequence[FactSeries],
        *,
        start: int,
        end: int,
        periods: Collection[Period] | None = None,
    ) -> str:
        """Hash the latest facts of series inside [start, end), in whatever order they come.

        With `periods`, only these count, so that what other reviews asked changes nothing.
        """
        with self._database.reading() as connection:
            numbers = find_series(connection, series)
            heads = fetch_tuples(connection, LATEST_HASHES, window(numbers.values(), start, end))
        asked = None if periods is None else {(p.grain, *_span(p)) for p in periods}
        return digest_of({number: one for one, number in numbers.items()}, heads, asked)


def _span(period: Period) -> Span:
    return epoch_day(period.start), epoch_day(period.end)
