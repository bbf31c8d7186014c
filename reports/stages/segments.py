"""Facts of a KPI by one dimension, laid out as one series of weeks per segment."""

from collections.abc import Sequence

from reports.kpis.attribution.segments import SegmentSeries
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactColumns

_Cell = tuple[float | None, float | None, int]


def segment_series(
    columns: Sequence[FactColumns], weeks: Sequence[Period]
) -> dict[str, SegmentSeries]:
    """Return the weeks of each segment.

    Shape: one entry of `columns` for a KPI with a query; for a quotient of two KPIs the facts of
    numerator and denominator, whose values stand on either side.
    """
    places = {epoch_day(week.start): place for place, week in enumerate(weeks)}
    sides = [_cells(side, places) for side in columns]
    names = sorted({name for side in sides for name, _ in side})
    cells = sides[0] if len(sides) == 1 else _paired(sides[0], sides[1])
    return {name: _series(name, cells, tuple(weeks)) for name in names}


def _cells(columns: FactColumns, places: dict[int, int]) -> dict[tuple[str, int], _Cell]:
    """Return value or numerator, denominator and n by segment and place of the week."""
    rows = zip(
        columns.segment, columns.start, columns.first, columns.second, columns.n, strict=True
    )
    return {
        (name, places[start]): (first, second, n)
        for name, start, first, second, n in rows
        if start in places
    }


def _paired(
    tops: dict[tuple[str, int], _Cell], bottoms: dict[tuple[str, int], _Cell]
) -> dict[tuple[str, int], _Cell]:
    """Put the values of a numerator above those of a denominator; a row counts the latter.

    Where only the denominator has rows, nothing was counted in the numerator, which makes zero.
    """
    nothing: _Cell = (None, None, 0)
    found: dict[tuple[str, int], _Cell] = {}
    for key in {*tops, *bottoms}:
        (top, _, _), (bottom, _, n) = tops.get(key, nothing), bottoms.get(key, nothing)
        found[key] = (0.0 if top is None and bottom is not None else top, bottom, n)
    return found


def _series(
    name: str, cells: dict[tuple[str, int], _Cell], weeks: tuple[Period, ...]
) -> SegmentSeries:
    found = [cells.get((name, place), (None, None, 0)) for place in range(len(weeks))]
    return SegmentSeries(
        weeks,
        tuple(cell[0] for cell in found),
        tuple(cell[1] for cell in found),
        tuple(cell[2] for cell in found),
    )
