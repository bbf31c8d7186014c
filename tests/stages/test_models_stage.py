"""Slow answers of two versions are compared only in weeks that both had whole."""

from datetime import date
from types import SimpleNamespace

from reports.stages import models
from reports.values.calendar import Period, epoch_day
from reports.values.models import VersionCounts

FIRST = Period(date(2026, 10, 19), date(2026, 10, 26), "week")
WEEKS = (FIRST, FIRST.shifted(7))
START, NEXT = (float(epoch_day(one.start)) for one in WEEKS)
OLD, NEW = ("m", "v1"), ("m", "v2")
QUICK, SLOW = 100241.0, 100311.0


def _days(first: int, last: int) -> dict[int, VersionCounts]:
    return {day: VersionCounts(9, 9, 5) for day in range(first, last)}


def test_a_week_in_which_one_began_later_is_left_out():
    """The first week was slow for everybody, and the new version missed most of it."""
    rows = {
        OLD: [(SLOW, 900.0, START), (QUICK, 100.0, NEXT)],
        NEW: [(SLOW, 9.0, START), (QUICK, 100.0, NEXT)],
    }
    sheets = SimpleNamespace(weeks=WEEKS, rows={"latency": rows})
    start = int(START)
    whole, late = _days(start, start + 14), _days(start + 5, start + 14)
    old, new = models._waits(sheets, OLD, NEW, (whole, late))

    assert (old.value, old.n) == (new.value, new.n)
    assert 100 == old.n
    never = _days(start + 5, start + 12)
    assert None is models._waits(sheets, OLD, NEW, (whole, never))
