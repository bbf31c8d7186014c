"""What other weekly reviews get wrong under stress, each case from table to box."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reports.errors import StaleDataError
from reports.values.document import Review
from reports.values.reading import Change, KpiReadings, Reading
from tests.decks import Deck, metric, readings_of, review_of
from tests.stressed import BEFORE, DAYS, LAST_DAY, WEEK, always, daily, stressed_deck


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """Build the review of all cases that fit into one workspace."""
    return review_of(stressed_deck().write(tmp_path_factory.mktemp("arithmetic")), WEEK)


@pytest.fixture
def known(review: Review) -> dict[str, KpiReadings]:
    """Return the readings by KPI."""
    return readings_of(review)


def cell(found: KpiReadings, name: str) -> Reading | Change:
    """Return one of the nine cells of a KPI's box."""
    if name in {"last_week", "wow", "yoy"}:
        return getattr(found, name)
    to_date = getattr(found, name[:3])
    return to_date.yoy if name.endswith("yoy") else to_date.reading


ALL_YOY = ("yoy", "mtd_yoy", "qtd_yoy", "ytd_yoy")
NUMBERS = ("last_week", "mtd", "qtd", "ytd")
ROWS = {
    "metric falls to 0 last week": [
        ("outage", "last_week", 0.0, "ok", ""),
        ("outage", "wow", -100.0, "ok", ""),
        ("outage", "yoy", -100.0, "ok", ""),
        ("outage", "mtd_yoy", -43.75, "ok", ""),
    ],
    "prior week was 0": [
        ("restart", "wow", None, "not_comparable", "from zero"),
        ("restart", "last_week", 700.0, "ok", ""),
    ],
    "no prior-year data": [
        (name, yoy, None, "not_comparable", "data begin on 2025-09-01")
        for name in ("young", "young_twice")
        for yoy in ALL_YOY
    ],
    "prior-year history starts 10-Nov": [
        ("late", "yoy", 0.0, "ok", ""),
        ("late", "mtd_yoy", None, "not_comparable", "the year before has 7 of 16 days"),
        ("late", "qtd_yoy", None, "not_comparable", "the year before has 7 of 47 days"),
        ("late", "ytd_yoy", None, "not_comparable", "the year before has 7 of 321 days"),
    ],
    "2 day-rows absent in the week": [
        ("holes", "last_week", 500.0, "partial", "5 of 7 days"),
        ("holes", "wow", -200 / 7, "partial", "this week: 5 of 7 days"),
        ("holes", "mtd", 1400.0, "partial", "14 of 16 days"),
        ("holes_refused", "mtd", None, "missing", "14 of 16 days"),
    ],
    "same 2 days present as NaN": [
        ("nulls", "last_week", None, "missing", "no value on 2 of 7 days"),
        ("nulls", "mtd", None, "missing", "no value on 2 of 16 days"),
        ("nulls", "qtd", None, "missing", "no value on 2 of 47 days"),
        ("nulls", "ytd", None, "missing", "no value on 2 of 320 days"),
        ("nulls", "wow", None, "not_comparable", "no value on 2 of 7 days"),
        ("nulls", "ytd_yoy", None, "not_comparable", "no value on 2 of 320 days"),
        ("nulls_mean", "last_week", 100.0, "partial", "5 of 7 days"),
    ],
    "one NaN day in operand B of A+B / A-B": [
        ("plus", "last_week", None, "missing", "operand_b: no value on 1 of 7 days"),
        ("minus", "last_week", None, "missing", "operand_b: no value on 1 of 7 days"),
        ("minus", "wow", None, "not_comparable", "operand_b: no value on 1 of 7 days"),
    ],
    "duplicated day row: rows of a day are added": [("doubled", "last_week", 800.0, "ok", "")],
    "dates with time of day 13:45": [("clocks", "last_week", 700.0, "ok", "")],
    "share while an unrelated metric exists": [
        ("share", "wow", 0.05, "ok", ""),
        ("share", "yoy", 3.72, "ok", ""),
    ],
    "3-operand sum": [
        ("three", "last_week", 1498.0, "ok", ""),
        ("three", "wow", (1498 / 798 - 1) * 100, "ok", ""),
    ],
    "bps + % metrics in one deck": [
        ("rate", "wow", -0.14, "ok", ""),
        ("rate", "yoy", -0.14, "ok", ""),
        ("side_c", "wow", 100.0, "ok", ""),
    ],
    "negative base": [
        ("debt", "wow", None, "not_comparable", "negative base"),
        ("turned", "yoy", None, "not_comparable", "negative base"),
    ],
    "function defined before its operand": [("early", "last_week", 0.0, "ok", "")],
    "inline nested function": [("nested", "last_week", 749.0, "ok", "")],
}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=f"{case}: {row[0]} {row[1]}")
        for case, rows in ROWS.items()
        for row in rows
    ],
)
def test_a_stressed_metric_says_what_is_true(known: dict[str, KpiReadings], row: tuple):
    """Value, status and reason of a cell of the box are those of the table of mistakes."""
    kpi, name, value, status, reason = row
    found = cell(known[kpi], name)
    expected = None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)

    assert (expected, status, reason) == (found.value, found.status, found.reason)


def test_every_cell_has_a_status_and_each_empty_one_a_reason(known: dict[str, KpiReadings]):
    """There is no null without a reason, and no zero in place of one."""
    names = (*NUMBERS, "wow", *ALL_YOY)
    cells = [cell(found, name) for found in known.values() for name in names]

    assert [] == [one for one in cells if (one.value is None) == (one.status in {"ok", "partial"})]
    assert [] == [one for one in cells if one.value is None and not one.reason]


@pytest.mark.parametrize("name", ["newest_first", "shuffled"])
def test_the_order_of_rows_changes_nothing(known: dict[str, KpiReadings], name: str):
    """CSV newest-first, or shuffled, with a filter: the numbers of the sorted table."""
    ordered, other = known["sorted_days"], known[name]

    assert (ordered.history, ordered.months, ordered.mtd, ordered.qtd, ordered.ytd) == (
        *(other.history, other.months, other.mtd, other.qtd, other.ytd),
    )
    assert pytest.approx(210) == ordered.last_week.value


def test_all_operands_count_in_every_window(known: dict[str, KpiReadings]):
    """A sum of three has three parts in weeks, months, fiscal months and to date."""
    series = {name: known[name] for name in ("side_c", "side_e", "three")}
    windows = [
        [*one.history, *one.months, *one.fiscal_year[:10], one.mtd.reading, one.ytd.reading]
        for one in series.values()
    ]

    assert [c.value + 2 * e.value for c, e, _ in zip(*windows, strict=True)] == [
        three.value for three in windows[2]
    ]


def test_the_months_of_a_fiscal_year_are_months(known: dict[str, KpiReadings]):
    """12_MonthsTable with fiscal_year: ten months over, November to date, December not begun."""
    months = known["clocks"].fiscal_year

    assert list(range(1, 13)) == [one.period.start.month for one in months]
    assert [3100.0, 1600.0, None] == [months[0].value, months[10].value, months[11].value]
    assert ["month_to_date", "not begun"] == [months[10].period.grain, months[11].reason]


def test_later_days_leave_no_trace(review: Review, tmp_path: Path):
    """Rows after the week, there when an old week is built again, change none of its numbers."""
    deck = stressed_deck()
    later = {
        name: [*rows, *((LAST_DAY + timedelta(days=k), *rows[-1][1:]) for k in range(1, 60))]
        for name, rows in deck.tables.items()
    }

    assert review == review_of(replace(deck, tables=later).write(tmp_path), WEEK)


def test_data_that_end_before_the_week_stop_the_review(tmp_path: Path):
    """Data that end two weeks before the week do not slide into it under a new label."""
    days = [day for day in DAYS if day < BEFORE]
    deck = Deck({"stale": daily(always, days)}, metric("stale", "stale"))

    with pytest.raises(StaleDataError, match="no data for 2025-W46"):
        review_of(deck.write(tmp_path), WEEK)
