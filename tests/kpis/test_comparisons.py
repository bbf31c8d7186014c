"""Changes and what stands in their place when they cannot be computed."""

from dataclasses import replace
from datetime import date

import pytest

from reports.kpis.comparisons import compare, compare_to_date, compare_with_mean
from reports.values.calendar import Calendar
from reports.values.kpi import Kpi
from reports.values.reading import Reading

WEEK = Calendar().week("2026-W46")
TOTAL = Kpi("k", "K", "Because.", "count", "higher", "engagement", "total")


def reading(value: float | None, **changes: object) -> Reading:
    """Return a reading of a week."""
    base = Reading(WEEK, value, "missing" if value is None else "ok", "" if value else "no data")
    return replace(base, **changes)


@pytest.mark.parametrize(
    ("current", "base", "expected", "reason"),
    [
        (0.0, 700.0, -100.0, ""),
        (350.0, 700.0, -50.0, ""),
        (700.0, 0.0, None, "from zero"),
        (0.0, 0.0, None, "from zero"),
        (-50.0, -100.0, None, "negative base"),
        (100.0, -100.0, None, "negative base"),
    ],
)
def test_percent_changes(current: float, base: float, expected: float | None, reason: str):
    """A percentage needs a positive base; a fall to zero is minus 100 per cent."""
    change = compare(reading(current), reading(base), "percent")

    assert (expected, reason) == (change.value, change.reason)


def test_basis_points_are_differences_of_shares():
    """0.42 after 0.40 is 200 basis points."""
    assert compare(reading(0.42), reading(0.40), "bps").value == pytest.approx(200)


@pytest.mark.parametrize(("current", "base"), [(None, 1.0), (1.0, None), (None, None)])
def test_missing_values_cannot_be_compared(current: float | None, base: float | None):
    """No value on either side gives no change, with the reason of the missing side."""
    change = compare(reading(current), reading(base), "percent")

    assert (None, "not_comparable", "no data") == (change.value, change.status, change.reason)


def test_a_change_from_an_incomplete_week_is_marked():
    """A change keeps its number but says which side is incomplete."""
    change = compare(reading(10.0), reading(5.0, status="partial", reason="5 of 7 days"), "percent")

    assert (100.0, "partial", "the earlier week: 5 of 7 days") == (
        change.value,
        change.status,
        change.reason,
    )


def test_the_mean_of_four_weeks_needs_all_four():
    """Three known weeks of four are no base."""
    change = compare_with_mean(reading(1.0), [reading(1.0)] * 3 + [reading(None)], TOTAL)

    assert (None, "3 of 4 weeks") == (change.value, change.reason)


def test_the_mean_of_ratios_is_pooled():
    """Weeks with more observations weigh more."""
    ratio = replace(TOTAL, kind="ratio", change="bps")
    small = reading(0.5, numerator=1.0, denominator=2.0)
    large = reading(0.1, numerator=1.0, denominator=10.0)

    change = compare_with_mean(reading(0.2), [small, large, small, large], ratio)

    assert change.base == pytest.approx(4 / 24)
    assert change.value == pytest.approx((0.2 - 4 / 24) * 10_000)


def test_an_incomplete_week_before_marks_the_change_from_the_mean():
    """One of four earlier weeks with a day missing is enough."""
    part = reading(1.0, status="partial", reason="6 of 7 days")

    change = compare_with_mean(reading(2.0), [reading(1.0)] * 3 + [part], TOTAL)

    assert (100.0, "partial", "the earlier week: 6 of 7 days") == (
        change.value,
        change.status,
        change.reason,
    )


def to_date(value: float | None, last_day: date, days: int | None = None) -> Reading:
    """Return a reading of the year to a day, with rows on some of its days."""
    period = Calendar().to_date("year_to_date", last_day)
    base = reading(value, period=period, days_present=period.days, days_expected=period.days)
    if days is None:
        return base
    return replace(
        base, status="partial", reason=f"{days} of {period.days} days", days_present=days
    )


def test_dates_of_a_leap_year_are_compared_with_the_days_named():
    """60 days against 59 are compared as they are, and the reason says so."""
    now, before = to_date(60.0, date(2024, 2, 29)), to_date(59.0, date(2023, 2, 28))
    change = compare_to_date(now, before, "percent")

    assert (pytest.approx(100 / 59), "ok", "60 days against 59") == (
        change.value,
        change.status,
        change.reason,
    )


def test_a_year_before_with_less_than_half_of_its_days_is_no_base():
    """A history that begins late in the year before gives no growth of thousands of per cent."""
    now, before = to_date(1000.0, date(2026, 11, 15)), to_date(30.0, date(2025, 11, 15), days=6)
    change = compare_to_date(now, before, "percent")

    assert (None, "not_comparable", "the year before has 6 of 319 days") == (
        change.value,
        change.status,
        change.reason,
    )


def test_a_year_before_with_half_of_its_days_is_marked():
    """From half of the days on, the change stays and says what it rests on."""
    now, before = to_date(20.0, date(2026, 1, 10)), to_date(10.0, date(2025, 1, 10), days=5)
    change = compare_to_date(now, before, "percent")

    assert (100.0, "partial", "the year before: 5 of 10 days") == (
        change.value,
        change.status,
        change.reason,
    )


def test_an_incomplete_year_to_date_is_marked_with_both_reasons():
    """Days missing this year and a leap day are two reasons."""
    now, before = to_date(50.0, date(2024, 2, 29), days=58), to_date(59.0, date(2023, 2, 28))
    change = compare_to_date(now, before, "percent")

    assert ("partial", "this year: 58 of 60 days; 60 days against 59") == (
        change.status,
        change.reason,
    )


def test_without_a_year_before_there_is_no_change_to_date():
    """What is not there is no zero: the reason is that of the missing side."""
    change = compare_to_date(to_date(50.0, WEEK.last_day), to_date(None, WEEK.last_day), "percent")

    assert (None, "not_comparable", "no data") == (change.value, change.status, change.reason)
