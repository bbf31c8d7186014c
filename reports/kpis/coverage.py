"""How many of the expected days of a period have data, and what to say when some have not."""

from collections.abc import Callable

from reports.values.assessment import Coverage
from reports.values.calendar import Period, day_of, epoch_day


def expected_days(coverage: Coverage, period: Period) -> tuple[int, ...]:
    """Return the epoch days of a period on which the relation should have rows."""
    first, last = epoch_day(period.start), epoch_day(period.end)
    return tuple(day for day in range(first, last) if day_of(day).weekday() in coverage.weekdays)


def days_present(coverage: Coverage, period: Period) -> tuple[int, int]:
    """Return (days with rows among the expected, days expected)."""
    expected = expected_days(coverage, period)
    return sum(day in coverage.rows for day in expected), len(expected)


def day_counter(coverage: Coverage) -> Callable[[Period], tuple[int, int]]:
    """Return `days_present` bound to a relation, each period counted once.

    Every KPI of a relation asks for the same periods, so the answers are kept for this review.
    """
    known: dict[Period, tuple[int, int]] = {}

    def count(period: Period) -> tuple[int, int]:
        if period not in known:
            known[period] = days_present(coverage, period)
        return known[period]

    return count


def absence(coverage: Coverage, period: Period) -> str:
    """Say why a period has no data at all."""
    oldest, newest = coverage.oldest, coverage.newest
    if oldest is None or newest is None:
        return f"{coverage.relation} has no rows"
    if epoch_day(period.end) <= oldest:
        return f"data begin on {day_of(oldest).isoformat()}"
    if epoch_day(period.start) > newest:
        return f"no data since {day_of(newest).isoformat()}"
    return "no data"
