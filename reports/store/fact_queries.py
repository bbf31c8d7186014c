"""The queries for stored facts: one statement each, whatever the number of series."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    bindparam,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from reports.store.fact_versions import Span
from reports.store.schema import FACT_ROWS, FACT_TABLES, FACT_VERSIONS
from reports.store.series import series_key
from reports.values.fact import FactSeries

Columns = ReadOnlyColumnCollection[str, Any]

_HEAD = FACT_VERSIONS.c
_ROW = FACT_ROWS.c


def window(numbers: Collection[int], start: int, end: int) -> dict[str, object]:
    """Return what the statements below ask for: series by number, inside [start, end)."""
    return {"numbers": sorted(numbers), "start": start, "end": end}


def stored_versions(
    connection: Connection, number: int, spans: Collection[Span]
) -> dict[Span, tuple[int, str]]:
    """Return the latest version and hash of what is stored around the given periods."""
    if not spans:
        return {}
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    rows = connection.execute(_LATEST_HEADS, window([number], start, end))
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def digest_of(
    series: Mapping[int, FactSeries],
    heads: Iterable[tuple[Any, ...]],
    asked: Collection[tuple[str, int, int]] | None,
) -> str:
    """Hash (series number, start, end, sha256) heads, sorted by what they are facts of."""
    grains = {number: one.grain for number, one in series.items()}
    names = {number: "\t".join(map(str, series_key(one))) for number, one in series.items()}
    lines = sorted(
        f"{names[number]}\t{start}\t{end}\t{sha256}"
        for number, start, end, sha256 in heads
        if asked is None or (grains[number], start, end) in asked
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _latest(table: Table) -> Sequence[ColumnElement[bool]]:
    """Leave out the few versions that have a successor, which is quicker than seeking each."""
    later = FACT_VERSIONS.alias("later").c
    successors = select(
        later.series_id, later.start_day, later.end_day, later.version - literal_column("1")
    ).where(*_inside(later), later.version > literal_column("1"))
    key = tuple_(table.c.series_id, table.c.start_day, table.c.end_day, table.c.version)
    return (*_inside(table.c), key.not_in(successors))


def _inside(columns: Columns) -> Sequence[ColumnElement[bool]]:
    return (
        columns.series_id.in_(bindparam("numbers", expanding=True)),
        columns.start_day >= bindparam("start"),
        columns.end_day <= bindparam("end"),
    )


def _latest_rows() -> CompoundSelect[Any]:
    measures = (_ROW.segment, _ROW.bucket, _ROW.first, _ROW.second, _ROW.n)
    rows = select(_ROW.series_id, _ROW.start_day, _ROW.end_day, *measures).where(
        *_latest(FACT_ROWS)
    )
    nothing = (null().label(measure.name) for measure in measures)
    empty = select(_HEAD.series_id, _HEAD.start_day, _HEAD.end_day, *nothing).where(
        _HEAD.row_count == 0, *_latest(FACT_VERSIONS)
    )
    order = ("series_id", "start_day", "end_day", "segment", "bucket")
    return union_all(rows, empty).order_by(*order)


def _latest_tables() -> Select[Any]:
    columns = FACT_TABLES.c
    key = (columns.series_id, columns.start_day, columns.end_day)
    return select(*key, columns.content).where(*_latest(FACT_TABLES)).order_by(*key)


def _latest_hashes() -> Select[Any]:
    return select(_HEAD.series_id, _HEAD.start_day, _HEAD.end_day, _HEAD.sha256).where(
        *_latest(FACT_VERSIONS)
    )


def _latest_segments() -> Select[Any]:
    return select(_ROW.segment).where(*_latest(FACT_ROWS)).distinct()


def _latest_heads() -> Select[Any]:
    return select(_HEAD.start_day, _HEAD.end_day, _HEAD.version, _HEAD.sha256).where(
        *_latest(FACT_VERSIONS)
    )


# Statements are written once and take a `window`: writing one costs more than many a query.
# Rows of the latest versions, and one without a segment where there are none:
LATEST_ROWS = _latest_rows()
# Texts of the latest versions, the periods of a series in order:
LATEST_TABLES = _latest_tables()
LATEST_HASHES = _latest_hashes()
LATEST_SEGMENTS = _latest_segments()
_LATEST_HEADS = _latest_heads()
