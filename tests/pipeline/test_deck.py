"""A metrics deck of 200 KPIs from one daily table, beside plain pandas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from reports.values.document import Review
from reports.values.kpi import ChangeUnit
from reports.values.reading import Change, KpiReadings, Reading
from tests.decks import Deck, days_between, formula, metric, readings_of, review_of

pytestmark = pytest.mark.slow

WEEK = "2025-W46"
LAST_DAY = date(2025, 11, 16)
DAYS = days_between(date(2024, 1, 1), LAST_DAY)
GAPS = {date(2025, 11, 12), date(2025, 10, 3), date(2025, 6, 26), date(2024, 11, 14)}
PLACES = ("de", "fr", "uk", "us", "jp")
COLUMNS = ("visits", "orders", "revenue", "refunds", "minutes")
AGGREGATES = {"sum": "sum", "mean": "mean", "min": "min", "max": "max"}
FISCAL_START = 4

Compute = Callable[[pd.DataFrame], float | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """A KPI of the deck: how it is written, and how pandas computes it."""

    name: str
    text: str
    compute: Compute
    change: ChangeUnit = "percent"


def rows() -> list[tuple]:
    """Return two rows a day of each place, in no order, with whole days missing."""
    random = Random(11)  # noqa: S311 nothing secret
    made = [
        (
            *(day, place, half, random.randrange(500, 900), random.randrange(20, 60)),
            *(round(random.uniform(10, 5000), 2), random.randrange(0, 9)),
            round(random.gauss(30, 9), 3),
        )
        for day in DAYS
        if day not in GAPS
        for place in PLACES
        for half in ("am", "pm")
    ]
    random.shuffle(made)
    return made


def aggregates() -> list[Metric]:
    """Return 150 aggregates: five columns by place and half of the day, in different ways."""
    conditions = [{}, *({"place": place} for place in PLACES)]
    conditions += [{"half": "am"}, *({"place": place, "half": "pm"} for place in PLACES[:3])]
    ways = ("sum", "mean", "max")
    found = [
        _aggregate(column, way, condition)
        for column in COLUMNS
        for way in ways
        for condition in conditions
    ]
    return [*found[:149], _aggregate("refunds", "min", {"place": "jp"})]


def _aggregate(column: str, way: str, condition: Mapping[str, str]) -> Metric:
    name = "_".join((column, way, *condition.values()))
    texts = [f"{key} = '{value}'" for key, value in condition.items()]

    def compute(frame: pd.DataFrame) -> float | None:
        for key, value in condition.items():
            frame = frame[frame[key] == value]
        return float(getattr(frame[column], AGGREGATES[way])()) if len(frame) else None

    keys = {"aggregate": way, "column": column, "filter": " AND ".join(texts)}
    return Metric(name, metric(name, "metrics", **keys), compute)


def formulas(known: Mapping[str, Metric]) -> list[Metric]:
    """Return 50 formulas: ratios as percentages and in basis points, sums of three, nested ones."""
    pairs = [
        *(("orders", "visits", "share"), ("revenue", "orders", "number")),
        *(("refunds", "orders", "share"), ("minutes", "visits", "number")),
        ("revenue", "visits", "number"),
    ]
    ratios = [
        _ratio(known[f"{top}_sum{place}"], known[f"{bottom}_sum{place}"], unit)
        for top, bottom, unit in pairs
        for place in ("", *(f"_{place}" for place in PLACES), "_am", "_de_pm", "_fr_pm")
    ]
    net = [_net(known, place) for place in ("de", "fr", "uk")]
    totals = [_three(known, column) for column in ("visits", "orders")]
    return [*ratios, *net, *totals]


def _ratio(top: Metric, bottom: Metric, unit: str) -> Metric:
    name = f"{top.name}_per_{bottom.name}"

    def compute(frame: pd.DataFrame) -> float | None:
        sides = top.compute(frame), bottom.compute(frame)
        return None if None in sides or not sides[1] else sides[0] / sides[1]

    text = formula(name, f"{top.name} / {bottom.name}", unit=unit)
    return Metric(name, text, compute, "bps" if unit == "share" else "percent")


def _net(known: Mapping[str, Metric], place: str) -> Metric:
    revenue, refunds = known[f"revenue_sum_{place}"], known[f"refunds_sum_{place}"]

    def compute(frame: pd.DataFrame) -> float | None:
        sides = revenue.compute(frame), refunds.compute(frame)
        return None if None in sides else (sides[0] - 25 * sides[1]) / 1000

    name = f"net_{place}"
    return Metric(name, formula(name, f"({revenue.name} - 25 * {refunds.name}) / 1000"), compute)


def _three(known: Mapping[str, Metric], column: str) -> Metric:
    parts = [known[f"{column}_sum_{place}"] for place in PLACES[:3]]

    def compute(frame: pd.DataFrame) -> float | None:
        values = [part.compute(frame) for part in parts]
        return None if None in values else sum(values)

    name = f"{column}_of_three"
    return Metric(name, formula(name, " + ".join(part.name for part in parts)), compute)


@pytest.fixture(scope="module")
def metrics() -> dict[str, Metric]:
    """Return the deck's 200 metrics by name."""
    known = {one.name: one for one in aggregates()}
    return known | {one.name: one for one in formulas(known)}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Return the table as pandas has it, by day."""
    columns = ("day", "place", "half", *COLUMNS)
    return pd.DataFrame(rows(), columns=columns).sort_values("day", kind="stable")


@pytest.fixture(scope="module")
def review(metrics: dict[str, Metric], tmp_path_factory: pytest.TempPathFactory) -> Review:
    """Build the review of the deck's week."""
    header = ("day", "place", "half", *COLUMNS)
    # Formulas stand first: the order of definitions is the author's.
    texts = "".join(one.text for one in reversed(metrics.values()))
    deck = Deck({"metrics": [header, *rows()]}, texts, f"fiscal_year_start = {FISCAL_START}")
    return review_of(deck.write(tmp_path_factory.mktemp("deck")), WEEK)


def starts_of(last_day: date) -> dict[str, date]:
    """Return when the month, the fiscal quarter and the fiscal year of a day began."""
    month = last_day.replace(day=1)
    behind = (last_day.month - FISCAL_START) % 12
    year = date(last_day.year - (last_day.month < FISCAL_START), FISCAL_START, 1)
    quarter = (pd.Timestamp(month) - pd.DateOffset(months=behind % 3)).date()
    return {"mtd": month, "qtd": quarter, "ytd": year}


@dataclass(frozen=True, slots=True)
class Plain:
    """What pandas says of a metric: the value of a span and how many of its days have rows.

    Shape: `cuts` holds the rows of the spans that were asked before.
    """

    frame: pd.DataFrame
    metric: Metric
    cuts: dict[tuple[date, date], pd.DataFrame]

    def value(self, first: date, last: date) -> tuple[float | None, int, int]:
        """Return value, days present and days of a span, both its ends included."""
        if (first, last) not in self.cuts:
            inside = self.frame["day"].between(first, last)
            self.cuts[first, last] = self.frame[inside]
        inside = self.cuts[first, last]
        value = self.metric.compute(inside) if len(inside) else None
        return value, inside["day"].nunique(), (last - first).days + 1

    def change(self, now: float | None, before: float | None) -> float | None:
        """Return the change between two values."""
        if now is None or before is None:
            return None
        if self.metric.change == "bps":
            return (now - before) * 10_000
        return (now / before - 1) * 100 if before > 0 else None


def agrees(reading: Reading, expected: tuple[float | None, int, int]) -> bool:
    """Tell whether a reading is what pandas says, and tells how many days it rests on."""
    value, present, days = expected
    status = "missing" if value is None else "ok" if present == days else "partial"
    same = reading.value == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9))
    return same and (status, present, days) == (
        *(reading.status, reading.days_present, reading.days_expected),
    )


def moved(change: Change, expected: float | None) -> bool:
    """Tell whether a change is what pandas says."""
    close = None if expected is None else pytest.approx(expected, rel=1e-6, abs=1e-7)
    return change.value == close


def box_differences(found: KpiReadings, plain: Plain) -> list[str]:
    """Return the cells of a box that differ from pandas."""
    last_day = found.last_week.period.last_day
    week, before, year = (
        plain.value(last_day - timedelta(days=back + 6), last_day - timedelta(days=back))
        for back in (0, 7, 364)
    )
    cells = {
        "last_week": agrees(found.last_week, week),
        "wow": moved(found.wow, plain.change(week[0], before[0])),
        "yoy": moved(found.yoy, plain.change(week[0], year[0])),
    }
    one_back = (pd.Timestamp(last_day) - pd.DateOffset(years=1)).date()
    for name, start in starts_of(last_day).items():
        now, then = plain.value(start, last_day), plain.value(starts_of(one_back)[name], one_back)
        to_date = getattr(found, name)
        cells[name] = agrees(to_date.reading, now) and agrees(to_date.year_before, then)
        cells[f"{name}_yoy"] = moved(to_date.yoy, plain.change(now[0], then[0]))
    return [cell for cell, same in cells.items() if not same]


def test_the_deck_has_200_kpis(review: Review, metrics: dict[str, Metric]):
    """150 aggregates with filters and 50 formulas are all computed, in the order of the review."""
    kinds = [record.definition.kind for record in review.kpis]

    assert (200, 50) == (len(kinds), kinds.count("formula"))
    assert set(metrics) == set(readings_of(review))


def test_every_cell_of_every_box_equals_the_plain_computation(
    review: Review, metrics: dict[str, Metric], frame: pd.DataFrame
):
    """Week, month, fiscal quarter and fiscal year with their changes are those of pandas."""
    found = readings_of(review)
    cuts: dict[tuple[date, date], pd.DataFrame] = {}
    differences = {
        name: cells
        for name, one in metrics.items()
        if (cells := box_differences(found[name], Plain(frame, one, cuts)))
    }

    assert {} == differences


def test_gaps_are_flagged(review: Review):
    """A day without rows shows in the week, in each period to date, and in what is computed."""
    found = readings_of(review)["revenue_sum_per_visits_sum"]
    to_date = (found.mtd, found.qtd, found.ytd)

    assert ("partial", "6 of 7 days") == (found.last_week.status, found.last_week.reason)
    assert ["15 of 16 days", "45 of 47 days", "227 of 230 days"] == [
        one.reading.reason for one in to_date
    ]


def test_the_order_of_rows_and_definitions_changes_nothing(
    review: Review, metrics: dict[str, Metric], tmp_path: Path
):
    """Sorted rows and turned definitions give the same readings, to the last digit shown."""
    names = [*metrics][::9]
    wanted = [*names, "revenue_sum_de", "refunds_sum_de", "net_de"]
    texts = "".join(metrics[name].text for name in dict.fromkeys(wanted) if "_per_" not in name)
    table = [("day", "place", "half", *COLUMNS), *sorted(rows())]
    deck = Deck({"metrics": table}, texts, f"fiscal_year_start = {FISCAL_START}")
    again = readings_of(review_of(deck.write(tmp_path), WEEK))
    known = readings_of(review)

    assert len(again) > 15
    for name, found in again.items():
        for one, other in zip(known[name].history, found.history, strict=True):
            assert pytest.approx(one.value, rel=1e-12) == other.value
        assert pytest.approx(known[name].ytd.reading.value, rel=1e-12) == found.ytd.reading.value
