"""Every cell of the box of a real web shop's KPIs beside a plain pandas computation."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest

from reports.values.document import KpiRecord
from reports.values.reading import Change, Reading
from tests.real.frames import Expected, Oracle, Span
from tests.real.retail_oracle import Shop
from tests.real.reviews import BUCKETED, EXACT, Published, record_of

pytestmark = pytest.mark.slow

WEEKS = ("2011-W49", "2011-W32", "2011-W03")
CELLS = ("last_week", "wow", "yoy", "mtd", "mtd_yoy", "qtd", "qtd_yoy", "ytd", "ytd_yoy")
KPIS = 25


def day_after(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)


def spans_of(last_day: date) -> dict[str, tuple[Span, Span]]:
    """Return week, month, quarter and year to a Sunday, each with the span it is compared with."""
    end, year = pd.Timestamp(last_day), pd.DateOffset(years=1)
    starts = {
        "mtd": end.replace(day=1),
        "qtd": end.to_period("Q").start_time,
        "ytd": end.replace(month=1, day=1),
    }
    monday, after = last_day - timedelta(days=6), day_after(last_day)
    back = timedelta(days=364)
    to_date = {
        name: (
            (start.date(), after),
            ((start - year).date(), day_after((end - year).date())),
        )
        for name, start in starts.items()
    }
    return {"last_week": ((monday, after), (monday - back, after - back))} | to_date


def told(change: Change) -> tuple[float | None, bool]:
    """Return the number of a change, and whether it says why there is none."""
    return change.value, change.value is not None or (
        change.status == "not_comparable" and bool(change.reason)
    )


def changed(record: KpiRecord, now: Expected, before: Expected, *, halves: bool) -> float | None:
    """Return the change between two numbers, unless there is no fair base."""
    if now.value is None or before.value is None:
        return None
    if halves and 2 * before.present < before.expected:
        return None
    if record.definition.change == "bps":
        return (now.value - before.value) * 10_000
    return (now.value / before.value - 1) * 100 if before.value > 0 else None


def same_reading(record: KpiRecord, found: Reading, expected: Expected) -> bool:
    """Tell whether a number to date is that of pandas, with its days."""
    tolerance = BUCKETED if record.definition.kind == "quantile" else EXACT
    value = expected.value
    close = None if value is None else pytest.approx(value, rel=tolerance, abs=1e-6)
    status = "ok" if expected.present >= expected.expected else "partial"
    return (found.value, found.days_present, found.days_expected, found.status) == (
        *(close, expected.present, expected.expected),
        "missing" if value is None else status,
    )


def same_change(record: KpiRecord, found: Change, expected: float | None) -> bool:
    """Tell whether a change is that of pandas; a bucket's error counts in each of two numbers."""
    if expected is None:
        return told(found) == (None, True)
    bucketed = record.definition.kind == "quantile"
    return told(found) == (pytest.approx(expected, rel=1e-6, abs=5.0 if bucketed else 1e-6), True)


def cells(record: KpiRecord, oracle: Oracle[Shop], last_day: date) -> Iterator[tuple[str, bool]]:
    """Give each cell of a KPI's box, and whether it is right."""
    name, known = record.definition.name, record.readings
    spans = spans_of(last_day)
    found = {key: tuple(oracle.expect(name, span) for span in pair) for key, pair in spans.items()}
    monday = spans["last_week"][0][0]
    week, year_before = found.pop("last_week")
    before = oracle.expect(name, (monday - timedelta(days=7), monday))
    yield "last_week", same_reading(record, known.last_week, week)
    yield "wow", same_change(record, known.wow, changed(record, week, before, halves=False))
    yield "yoy", same_change(record, known.yoy, changed(record, week, year_before, halves=False))
    for key, (now, then) in found.items():
        to_date = getattr(known, key)
        yield (
            key,
            same_reading(record, to_date.reading, now)
            and same_reading(record, to_date.year_before, then),
        )
        yield (
            f"{key}_yoy",
            same_change(record, to_date.yoy, changed(record, now, then, halves=True)),
        )


@pytest.mark.parametrize("week", WEEKS)
def test_every_cell_of_the_box_equals_the_plain_computation(
    shop: Published, shop_oracle: Oracle[Shop], week: str
):
    """Nine cells of 25 KPIs: sums, ratios, customers, quantiles, extremes and formulas."""
    review = shop.reviews[week]
    found = [
        (f"{record.definition.name} {cell}", cell, right)
        for record in review.kpis
        for cell, right in cells(record, shop_oracle, review.week.last_day)
    ]

    assert [] == [name for name, _, right in found if not right]
    assert [CELLS] * KPIS == [
        tuple(cell for _, cell, _ in found[first : first + len(CELLS)])
        for first in range(0, len(found), len(CELLS))
    ]


def test_a_shop_that_opened_in_december_has_no_growth_of_a_quarter(shop: Published):
    """In December 2011 month and week have a year before; quarter and year have too little."""
    revenue = record_of(shop.reviews["2011-W49"], "revenue").readings

    assert revenue.yoy.value is not None
    assert revenue.mtd.yoy.value is not None
    assert "the year before has 9 of 61 days" == revenue.qtd.yoy.reason
    assert "the year before has" in revenue.ytd.yoy.reason


def test_customers_to_date_are_asked_and_not_added(shop: Published):
    """A customer of two weeks is one customer of the quarter."""
    found = record_of(shop.reviews["2011-W49"], "active_users").readings
    weeks = sum(one.value or 0.0 for one in found.weeks)

    assert found.last_week.value < found.qtd.reading.value < weeks + found.weeks[0].value
    assert found.qtd.reading.value < found.ytd.reading.value
