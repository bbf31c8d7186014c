"""The weeks of a KPI's segments, and which of them a change is split over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from reports.values.calendar import Period

TOLERANCE = 0.005
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class SegmentSeries:
    """The weeks of one segment, oldest first.

    A segment without a value in a week in which others have one had nothing to add; a week in
    which no segment has a value is missing.
    Shape: all of the same length; `first` holds values or numerators, `second` denominators.
    """

    weeks: tuple[Period, ...]
    first: tuple[float | None, ...]
    second: tuple[float | None, ...]
    n: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A KPI by the segments of one dimension; `overall` are the same weeks, not split."""

    dimension: str
    segments: Mapping[str, SegmentSeries]
    overall: SegmentSeries | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Places of weeks that have values: the current one, those of the base, those before it."""

    current: int
    base: tuple[int, ...]
    past: tuple[int, ...]


def find_window(breakdown: Breakdown, current: Period, base: Period) -> Window | None:
    """Return where the weeks lie, or nothing where the current or all base weeks are missing.

    A week is missing where the whole has no value, or else where no segment has one.
    """
    weeks = next((series.weeks for series in breakdown.segments.values()), ())
    known = [breakdown.overall] if breakdown.overall else list(breakdown.segments.values())
    filled = [
        place
        for place in range(len(weeks))
        if any(series.first[place] is not None for series in known)
    ]
    here = next((place for place in filled if weeks[place].start == current.start), None)
    within = [k for k in filled if base.start <= weeks[k].start and weeks[k].end <= base.end]
    if here is None or not within:
        return None
    past = [place for place in filled if weeks[place].end <= base.start]
    return Window(here, tuple(within), tuple(past))


def adds_up(breakdown: Breakdown, overall: SegmentSeries, window: Window) -> bool:
    """Tell whether the segments add up to the whole in the weeks compared, within 0.5 %.

    They do not where someone counts in two segments, or where a segment was left out.
    """
    every = tuple(breakdown.segments.values())
    places = (window.current, *window.base)
    return _adds_up([series.first for series in every], overall.first, places) and _adds_up(
        [series.second for series in every], overall.second, places
    )


def _adds_up(
    parts: Sequence[tuple[float | None, ...]],
    whole: tuple[float | None, ...],
    places: Sequence[int],
) -> bool:
    for place in places:
        total, values = whole[place] or 0.0, [part[place] or 0.0 for part in parts]
        rounding = ROUNDING * fsum(abs(value) for value in values)
        if abs(fsum(values) - total) > TOLERANCE * abs(total) + rounding:
            return False
    return True
