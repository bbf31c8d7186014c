"""How many of the expected days of a period have data, and what to say when some have not."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from reports.values.assessment import Coverage
from reports.values.calendar import Period, day_of, epoch_day

_EVERY_DAY = 7
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class DayCounter:
    """Counts the days of a relation that have rows among those on which rows are expected.

    A day that has rows although none are expected on its weekday counts on both sides.
    Shape: `present`, and `unexpected` among them, are sorted epoch days.
    """

    coverage: Coverage
    present: tuple[int, ...]
    unexpected: tuple[int, ...]

    @classmethod
    def of(cls, coverage: Coverage) -> Self:
        """Sort a relation's days with rows, once for all periods."""
        days = tuple(sorted(coverage.rows))
        return cls(coverage, days, tuple(d for d in days if _weekday(d) not in coverage.weekdays))

    def count(self, period: Period) -> tuple[int, int]:
        """Return (days with rows among the expected, days expected)."""
        first, last = epoch_day(period.start), epoch_day(period.end)
        present, weekdays = _between(self.present, first, last), self.coverage.weekdays
        if len(weekdays) == _EVERY_DAY:
            return present, period.days
        due = sum(_weekday(day) in weekdays for day in range(first, last))
        return present, due + _between(self.unexpected, first, last)

    def absence(self, period: Period) -> str:
        """Say why a period has no data at all."""
        oldest, newest = self.coverage.oldest, self.coverage.newest
        if oldest is None or newest is None:
            return f"{self.coverage.relation} has no rows"
        if epoch_day(period.end) <= oldest:
            return f"data begin on {day_of(oldest).isoformat()}"
        if epoch_day(period.start) > newest:
            return f"no data since {day_of(newest).isoformat()}"
        return "no data"


@dataclass(frozen=True, slots=True)
class Asked:
    """Periods with the days they have, counted once for all KPIs of a relation.

    Shape: `counts` has (days present, days expected) and `bounds` the epoch days (first, first
    after) of each period.
    """

    days: DayCounter
    periods: tuple[Period, ...]
    bounds: tuple[tuple[int, int], ...]
    counts: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, days: DayCounter, periods: Sequence[Period]) -> Self:
        """Count the days of each period."""
        bounds = tuple((epoch_day(period.start), epoch_day(period.end)) for period in periods)
        return cls(days, tuple(periods), bounds, tuple(days.count(period) for period in periods))

    def trailing(self, window: int) -> Self:
        """Return the same periods with the days of the window that ends with each."""
        ends = (Period(period.end, period.end, "rolling") for period in self.periods)
        counts = tuple(self.days.count(end.widened(window)) for end in ends)
        return replace(self, counts=counts)

    def widened(self, days: int) -> Self:
        """Return the same periods with the days of each, and of those before it."""
        counts = tuple(self.days.count(period.widened(days)) for period in self.periods)
        return replace(self, counts=counts)


def _between(days: tuple[int, ...], first: int, last: int) -> int:
    return bisect_left(days, last) - bisect_left(days, first)


def _weekday(day: int) -> int:
    """Return the weekday of an epoch day, 0 for Monday."""
    return (day + _EPOCH_WEEKDAY) % 7
