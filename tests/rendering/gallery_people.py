"""Invented charts about people: cohorts, a funnel, growth; no clock, no randomness."""

import math
from dataclasses import replace
from datetime import date

from review_sample_kpis import CALENDAR, WEEK

from reports.values.charts import (
    Cohort,
    CohortHeatmap,
    Datum,
    Funnel,
    FunnelStep,
    GrowthPeriod,
    StackedGrowth,
)
from reports.values.document import Quantity

WEEKS = tuple(WEEK.shifted(-7 * back) for back in range(25, -1, -1))


def wave(seed, at):
    """Give a swing between about minus one and one."""
    return 0.6 * math.sin(seed * 1.7 + at * 1.9) + 0.4 * math.sin(at * 0.7 + seed)


def heatmap():
    """Give twelve cohorts, the newest of them young, one better than normal."""
    weeks = WEEKS[-13:-1]
    cohorts = tuple(_cohort(at, week, len(weeks) - at) for at, week in enumerate(weeks))
    overall = tuple(Datum(_kept(0.5, age), 4_331 - 300 * age) for age in range(1, 13))
    return CohortHeatmap(
        "People who came after the new onboarding stay longer",
        "Share of each week's newcomers who came back so many weeks later, %",
        "share",
        cohorts,
        overall,
        caption=(
            "Of those who came first in the week of ",
            date(2026, 10, 5),
            ", ",
            Quantity(0.524, "share"),
            " were back a week later; of all cohorts ",
            Quantity(0.453, "share"),
            ". The change coincided with the new onboarding.",
        ),
    )


def _kept(seed, age):
    return (0.62 + 0.03 * wave(seed, 0)) * age**-0.42 + 0.012 * wave(seed, age)


def _cohort(at, week, ages):
    size = 331 + round(46 * wave(at, 3))
    lift = 1.12 if at >= 7 else 1.0
    cells = [Datum(_kept(at, age) * lift, size) for age in range(1, ages + 1)]
    if at == 7:
        cells[0] = replace(cells[0], mark="favourable")
    if at == 3:
        cells[4] = Datum(None, 0, "missing", "no rows on three days")
    if cells and at > 2:
        cells[-1] = replace(cells[-1], status="partial")
    return Cohort(week, size, tuple(cells))


def funnel():
    """Give five steps with the week before, one share worse than normal."""
    counts = (
        ("Opened the assistant", 12_931, 12_410),
        ("Asked a question", 9_877, 9_615),
        ("Received an answer with sources", 9_320, 9_102),
        ("Rated or saved the answer", 1_704, 2_101),
        ("Came back within a week", 1_188, 1_420),
    )
    steps = [FunnelStep(name, Datum(now, now), Datum(then, then)) for name, now, then in counts]
    steps[3] = replace(steps[3], now=replace(steps[3].now, mark="adverse"))
    return Funnel(
        "Fewer answers are rated or saved",
        "People who reached each step, of those who opened the assistant",
        "users",
        WEEK,
        tuple(steps),
        WEEK.shifted(-7),
        (
            Quantity(0.1828, "share"),
            " of those who received an answer rated or saved it, ",
            Quantity(-480, "bps", "change"),
            " on the week before and below the normal range.",
        ),
    )


def growth():
    """Give 26 weeks, one of them missing, the newest with a signal."""
    periods = [_growth(at, week) for at, week in enumerate(WEEKS)]
    periods[9] = GrowthPeriod(WEEKS[9], *[None] * 4, "missing", "no rows")
    periods[20] = replace(periods[20], status="partial")
    last = periods[-1]
    periods[-1] = replace(last, resurrected=last.resurrected * 1.6, mark="favourable")
    return StackedGrowth(
        "More people came back after a pause than ever before",
        "Weekly active users by where they came from",
        "users",
        tuple(periods),
        (
            "Of ",
            Quantity(12_931, "users"),
            " active people ",
            Quantity(1_371, "users"),
            " had been away for a week or more.",
        ),
    )


def _growth(at, week):
    size = 8_200 * 1.012**at
    parts = (0.13, 0.74, 0.095, -0.17)
    new, retained, back, gone = (
        round(abs(part) * size * (1 + 0.09 * wave(seed, at))) for seed, part in enumerate(parts)
    )
    return GrowthPeriod(week, new, retained, back, gone)


def month_cohorts():
    """Give six monthly cohorts of money, with no pooled row."""
    months = [CALENDAR.month_of(date(2026, month, 1)) for month in range(5, 11)]
    cohorts = tuple(
        Cohort(month, 900 + 40 * at, tuple(Datum(21.5 * 0.93**age) for age in range(6 - at)))
        for at, month in enumerate(months)
    )
    return CohortHeatmap("Value per newcomer", "", "USD", cohorts, first_age=0)
