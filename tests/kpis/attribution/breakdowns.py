"""Weeks of segments as tests write them down."""

from reports.kpis.attribution.segments import Breakdown, SegmentSeries
from reports.values.calendar import Calendar, Period

LAST = Calendar().week("2026-W46")


def weeks_of(count):
    """Return that many weeks up to 2026-W46."""
    return Calendar().weeks_until(LAST, count)


def base_of(count):
    """Return the `count` weeks before 2026-W46 as one period."""
    weeks = weeks_of(count + 1)
    return Period(weeks[0].start, weeks[-2].end, "rolling")


def series(first, second=None, n=None):
    """Return a segment's weeks; each observation counts as a hundred where `n` is not given."""
    count = len(first)
    return SegmentSeries(
        weeks_of(count),
        tuple(first),
        tuple(second or (None,) * count),
        tuple(n or (100,) * count),
    )


def breakdown(segments, overall=None):
    """Return segments of the dimension plan."""
    return Breakdown("plan", segments, overall)
