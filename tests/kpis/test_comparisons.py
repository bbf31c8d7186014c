"""Changes and what stands in their place when they cannot be computed."""

from dataclasses import replace

import pytest

from reports.kpis.comparisons import compare, compare_with_mean
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
