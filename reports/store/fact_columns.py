"""From sorted result tuples to columns, one set per series."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from reports.values.calendar import Grain, Period, day_of
from reports.values.fact import FactColumns, FactSeries

# Shape of a tuple: series number, start, end, segment, bucket, first, second, n.
_SEGMENT = 3


def fact_columns(
    series: Sequence[FactSeries], numbers: Mapping[FactSeries, int], rows: Sequence[Any]
) -> Mapping[FactSeries, FactColumns]:
    """Hand every series its part of the rows, which are sorted by series number."""
    made: dict[object, tuple[Period, ...]] = {}
    number = itemgetter(0)
    parts: dict[FactSeries, FactColumns] = {}
    for one in series:
        wanted = numbers.get(one, -1)
        left = bisect_left(rows, wanted, key=number)
        right = bisect_right(rows, wanted, lo=left, key=number)
        parts[one] = _columns(rows[left:right], one.grain, made)
    return parts


def _columns(
    rows: Sequence[Any], grain: Grain, made: dict[object, tuple[Period, ...]]
) -> FactColumns:
    if not rows:
        return FactColumns()
    columns = tuple(zip(*rows, strict=True))
    # Most series were asked for the same days, so their periods are made once.
    key = (grain, columns[1], columns[2])
    if key not in made:
        made[key] = _periods(columns[1], columns[2], grain)
    if None in columns[_SEGMENT]:
        # A period that was asked and is empty comes as one tuple without a segment.
        kept = [row for row in rows if row[_SEGMENT] is not None]
        columns = tuple(zip(*kept, strict=True)) if kept else ((),) * 8
    return FactColumns(made[key], *columns[1:])


def _periods(starts: Sequence[int], ends: Sequence[int], grain: Grain) -> tuple[Period, ...]:
    spans = dict.fromkeys(zip(starts, ends, strict=True))
    return tuple(Period(day_of(start), day_of(end), grain) for start, end in spans)
