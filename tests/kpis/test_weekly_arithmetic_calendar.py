"""What other weekly reviews get wrong at the ends of months and in leap years."""

from datetime import date, timedelta

import pytest

from reports.kpis.comparisons import compare
from reports.kpis.series import assemble, read_all
from reports.kpis.spans import review_spans
from reports.values.assessment import Coverage
from reports.values.calendar import Calendar, epoch_day
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import Query
from reports.values.reading import KpiReadings

FIRST, COUNT = date(2022, 1, 1), 365 * 4
ONES = Kpi(
    *("ones", "Ones", "Each day counts one.", "count", "higher", "engagement", "total"),
    query=Query("ones", "total", "SELECT 1", ("days",)),
)


def readings_until(last_day: date, fiscal_start: int = 1) -> KpiReadings:
    """Return a count of days in a review whose week ends with a day, under the fiscal view."""
    calendar = Calendar(first_weekday=(last_day.weekday() + 1) % 7, fiscal_start=fiscal_start)
    spans = review_spans(calendar, calendar.week_of(last_day), month_view="fiscal_year")
    starts = tuple(epoch_day(FIRST) + number for number in range(COUNT))
    facts = FactColumns(
        start=starts,
        end=tuple(start + 1 for start in starts),
        segment=("all",) * COUNT,
        bucket=(0,) * COUNT,
        first=(1.0,) * COUNT,
        second=(None,) * COUNT,
        n=(1,) * COUNT,
    )
    coverage = {"days": Coverage("days", dict.fromkeys(starts, 1))}
    found = read_all([ONES], {"ones": facts}, coverage, spans.all)
    return assemble(ONES, found["ones"], spans)


@pytest.mark.parametrize(
    ("last_day", "month", "before"),
    [
        (date(2025, 4, 30), 30.0, 31.0),
        (date(2025, 6, 30), 30.0, 31.0),
        (date(2025, 2, 28), 28.0, 31.0),
        (date(2025, 5, 31), 31.0, 30.0),
    ],
)
def test_a_month_that_ends_with_the_week_follows_the_previous_month(
    last_day: date, month: float, before: float
):
    """April stands beside March and not beside February, though March is longer."""
    found = readings_until(last_day)
    last, previous = found.months[-1], found.months[-2]

    assert last_day == last.period.last_day == found.last_week.period.last_day
    assert (month, before) == (last.value, previous.value)
    assert last.period.start == previous.period.end
    assert pytest.approx((month / before - 1) * 100) == compare(last, previous, "percent").value


def test_the_months_of_a_leap_year_before_are_aligned():
    """A week that ends on 28 February 2025 has February to March beside those of a year earlier."""
    found = readings_until(date(2025, 2, 28))

    assert [(one.period.start.year - 1, one.period.start.month) for one in found.months] == [
        (one.period.start.year, one.period.start.month) for one in found.months_prior_year
    ]
    assert (28.0, 29.0) == (found.months[-1].value, found.months_prior_year[-1].value)


def test_29_days_are_compared_with_28_and_it_is_said():
    """On 29 February 2024 the month to date has a day more than the year before."""
    mtd = readings_until(date(2024, 2, 29)).mtd

    assert (29.0, 28.0, date(2023, 2, 28)) == (
        mtd.reading.value,
        mtd.year_before.value,
        mtd.year_before.period.last_day,
    )
    assert (pytest.approx(100 / 28), "ok", "29 days against 28") == (
        mtd.yoy.value,
        mtd.yoy.status,
        mtd.yoy.reason,
    )


def test_equal_days_need_no_word():
    """In two common years the same dates are as many days."""
    change = readings_until(date(2023, 3, 9)).ytd.yoy

    assert (0.0, "ok", "") == (change.value, change.status, change.reason)


@pytest.mark.parametrize("fiscal_start", [2, 5, 7, 10, 12])
def test_months_of_the_fiscal_year_are_never_weeks(fiscal_start: int):
    """The fiscal view holds calendar months from the fiscal start, each with its number of days."""
    found = readings_until(date(2024, 12, 20), fiscal_start)
    starts = [one.period.start for one in found.fiscal_year]

    assert [(fiscal_start - 1 + number) % 12 + 1 for number in range(12)] == [
        start.month for start in starts
    ]
    assert {1} == {start.day for start in starts}
    for one in found.fiscal_year:
        over = one.period.end <= date(2024, 12, 21)
        assert (float(one.period.days) if over else None) == one.value


def test_week_53_is_called_53():
    """The last week of 2026 is W53, and the next one W01 of 2027."""
    week = Calendar().week_of(date(2026, 12, 31))

    assert ("2026-W53", "2027-W01") == (
        Calendar().week_label(week),
        Calendar().week_label(week.shifted(7)),
    )
    assert week == Calendar().week("2026-W53")


def test_a_year_before_week_53_lies_364_days_back():
    """Weeks are compared by weekday, also where a year has 53 of them."""
    found = readings_until(date(2021, 1, 3) + timedelta(days=364 * 4))

    assert timedelta(days=364) == (
        found.weeks[-1].period.start - found.weeks_prior_year[-1].period.start
    )
