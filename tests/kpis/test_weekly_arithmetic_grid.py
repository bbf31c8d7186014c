"""Every first fiscal month with every week of a year of 53 weeks, under both month views."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reports.kpis.series import assemble, read_all
from reports.kpis.spans import Spans, review_spans
from reports.values.assessment import Coverage
from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import Query
from reports.values.reading import KpiReadings, Reading

FIRST, LAST = date(2017, 1, 1), date(2021, 6, 30)
WEEKS = [f"2020-W{number:02}" for number in range(1, 54)]
# A number that would be seen in any sum it slipped into.
FUTURE = 1e12
TOTAL = Kpi(
    *("ones", "Ones", "Each day counts one.", "count", "higher", "engagement", "total"),
    query=Query("ones", "total", "SELECT 1", ("days",)),
)
DOUBLE = replace(
    TOTAL, name="twos", kind="formula", query=None, formula="2 * ones", operands=("ones",)
)


def facts_until(end: date) -> FactColumns:
    """Return a day fact of one for each day, and of far too much for each day after the week."""
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days)]
    count, starts = len(days), tuple(map(epoch_day, days))
    return FactColumns(
        start=starts,
        end=tuple(start + 1 for start in starts),
        segment=("all",) * count,
        bucket=(0,) * count,
        first=tuple(1.0 if day < end else FUTURE for day in days),
        second=(None,) * count,
        n=(1,) * count,
    )


def read_week(spans: Spans) -> dict[str, KpiReadings]:
    """Return what a review holds of a total and of a formula over it."""
    facts = facts_until(spans.history[-1].end)
    coverage = {"days": Coverage("days", dict.fromkeys(facts.start, 1))}
    found = read_all([TOTAL, DOUBLE], {"ones": facts}, coverage, spans.all)
    return {kpi.name: assemble(kpi, found[kpi.name], spans) for kpi in (TOTAL, DOUBLE)}


def readings_of(found: KpiReadings) -> list[Reading]:
    """Return every reading of a KPI."""
    to_date = (found.mtd, found.qtd, found.ytd)
    return [
        *(*found.history, *found.weeks_prior_year, *found.months, *found.months_prior_year),
        *(*found.fiscal_year, *found.fiscal_year_prior_year),
        *(reading for one in to_date for reading in (one.reading, one.year_before)),
    ]


def changed(now: Period, before: Period) -> float:
    """Return the growth of a count of days, in per cent."""
    return (now.days / before.days - 1) * 100


@pytest.mark.parametrize("fiscal_start", range(1, 13))
def test_every_week_of_a_year_is_computed(fiscal_start: int):
    """No week fails; each number is the count of its days up to the week's end, and no more."""
    calendar = Calendar(fiscal_start=fiscal_start)
    for label in WEEKS:
        for view in ("last_twelve", "fiscal_year"):
            week = calendar.week(label)
            spans = review_spans(calendar, week, month_view=view)
            ones, twos = read_week(spans).values()

            for one, two in zip(readings_of(ones), readings_of(twos), strict=True):
                days = one.period.days
                over = one.period.end <= week.end
                expected = (days, 2 * days, "") if over else (None, None, "not begun")
                assert expected == (one.value, two.value, one.reason), (label, one)
                assert over or one.period.start >= week.end
            for to_date in (ones.mtd, ones.qtd, ones.ytd):
                growth = changed(to_date.reading.period, to_date.year_before.period)
                assert pytest.approx(growth) == to_date.yoy.value
            assert 12 * (view == "fiscal_year") == len(ones.fiscal_year)


@pytest.mark.parametrize("first_weekday", range(7))
def test_months_of_every_week_end_are_the_last_twelve_over(first_weekday: int):
    """A week that ends on a short month's last day closes that month, and misses none before."""
    calendar = Calendar(first_weekday=first_weekday)
    week = calendar.week_of(date(2025, 1, 1))
    while week.end.year < 2026:
        spans = review_spans(calendar, week)
        ends = [month.end for month in spans.months]

        assert ends[-1] <= week.end < calendar.month_of(ends[-1]).end
        assert [month.start for month in spans.months[1:]] == ends[:-1]
        assert [(month.start.month, month.start.year - 1) for month in spans.months] == [
            (month.start.month, month.start.year) for month in spans.months_prior_year
        ]
        week = week.shifted(7)
