"""All readings of a review: the order of definitions, the box, the months of a fiscal year."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.series import ByPeriod, assemble, read_all
from reports.kpis.spans import Spans, review_spans
from reports.values.assessment import Coverage
from reports.values.calendar import Calendar, epoch_day
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import Query

CALENDAR = Calendar(fiscal_start=4)
SPANS = review_spans(CALENDAR, CALENDAR.week("2026-W46"), month_view="fiscal_year")
ONES = Kpi(
    *("ones", "Ones", "Each day counts one.", "count", "higher", "engagement", "total"),
    query=Query("ones", "total", "SELECT 1", ("days",)),
)
HALF = replace(
    ONES, name="half", kind="formula", query=None, formula="ones / 2", operands=("ones",)
)


def facts_of(spans: Spans, value: float = 1.0) -> FactColumns:
    """Return day facts of one value for every day of a review."""
    starts, count = tuple(epoch_day(day.start) for day in spans.days), len(spans.days)
    return FactColumns(
        start=starts,
        end=tuple(start + 1 for start in starts),
        segment=("all",) * count,
        bucket=(0,) * count,
        first=(value,) * count,
        second=(None,) * count,
        n=(1,) * count,
    )


def read(*kpis: Kpi, value: float = 1.0) -> Mapping[str, ByPeriod]:
    """Return the readings of KPIs over one daily table."""
    facts = facts_of(SPANS, value)
    coverage = {"days": Coverage("days", dict.fromkeys(facts.start, 1))}
    return read_all(kpis, {kpi.name: facts for kpi in kpis if kpi.query}, coverage, SPANS.all)


@given(st.permutations(range(5)))
def test_the_order_of_definitions_changes_no_reading(order: list[int]):
    """Each KPI's readings are its own, whichever stands first."""
    kpis = [replace(ONES, name=f"k{number}") for number in range(5)]
    facts = {f"k{number}": facts_of(SPANS, float(number)) for number in range(5)}
    coverage = {"days": Coverage("days", dict.fromkeys(facts["k0"].start, 1))}
    week = SPANS.history[-1:]
    found = read_all([kpis[number] for number in order], facts, coverage, week)

    assert {f"k{number}": 7.0 * number for number in range(5)} == {
        name: readings[week[0]].value for name, readings in found.items()
    }


@pytest.mark.parametrize(("kpi", "factor"), [(ONES, 1.0), (HALF, 0.5)])
def test_the_box_has_week_and_periods_to_date(kpi: Kpi, factor: float):
    """Week, month, fiscal quarter and fiscal year to Sunday, each with its change."""
    found = assemble(kpi, read(ONES, HALF)[kpi.name], SPANS)
    to_date = (found.mtd, found.qtd, found.ytd)

    assert [7 * factor, 15 * factor, 46 * factor, 229 * factor] == [
        found.last_week.value,
        *(one.reading.value for one in to_date),
    ]
    assert [15 * factor, 46 * factor, 229 * factor] == [one.year_before.value for one in to_date]
    assert [0.0] * 5 == [
        change.value for change in (found.wow, found.yoy, *(one.yoy for one in to_date))
    ]


def test_the_months_of_a_fiscal_year_are_over_running_or_not_begun():
    """Seven months over, November to date, four that have not begun; the year before is whole."""
    found = assemble(ONES, read(ONES)["ones"], SPANS)
    last = found.fiscal_year[-1]

    assert [30, 31, 30, 31, 31, 30, 31, 15, None, None, None, None] == [
        one.value for one in found.fiscal_year
    ]
    assert ("missing", "not begun", 0) == (last.status, last.reason, last.n)
    assert date(2027, 3, 1) == last.period.start
    assert [30, 31, 30, 31, 31, 30, 31, 15, 31, 31, 28, 31] == [
        one.value for one in found.fiscal_year_prior_year
    ]
