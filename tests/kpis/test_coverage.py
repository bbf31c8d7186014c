"""Days with rows, and days on which some are due."""

from reports.kpis.coverage import DayCounter
from reports.values.assessment import Coverage
from reports.values.calendar import Calendar, epoch_day

WEEK = Calendar().week("2026-W46")
MONDAY = epoch_day(WEEK.start)


def counter(*days: int, weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)) -> DayCounter:
    """Return the counter of a relation with rows on some days of the week (0 = Monday)."""
    return DayCounter.of(Coverage("events", {MONDAY + day: 1 for day in days}, weekdays))


def test_a_day_on_which_nothing_is_due_is_not_missing():
    """Five working days are a whole week."""
    assert (5, 5) == counter(0, 1, 2, 3, 4).count(WEEK)


def test_rows_on_an_unexpected_day_are_data_all_the_same():
    """A week whose only rows came on a Saturday is partial, not without data."""
    assert (1, 6) == counter(5).count(WEEK)


def test_without_rows_the_reason_names_the_last_day():
    """A week after the last row says since when."""
    later = WEEK.shifted(7)

    assert ((0, 5), "no data since 2026-11-13") == (
        counter(4).count(later),
        counter(4).absence(later),
    )
