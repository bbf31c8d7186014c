"""A review such as the pipeline writes, made of invented numbers; no clock, no randomness."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime

from reports.values.calendar import Calendar
from reports.values.document import (
    Callout,
    Chapter,
    Chart,
    ChartPanel,
    Headline,
    KpiRecord,
    Note,
    Prose,
    Quantity,
    Review,
    Scorecard,
    ScoreGroup,
    ScoreRow,
    Table,
    TableColumn,
)
from reports.values.kpi import Column, Example, Kpi
from reports.values.query import Query, Reads
from reports.values.reading import Change, KpiReadings, Reading

CALENDAR = Calendar("Europe/Berlin")
WEEK = CALENDAR.week("2026-W46")

_TAIL = (
    " on the week, with one day of data still missing. Median latency is unchanged; "
    "the tail got slower after the release of "
)
_COUNTED = "counts what it returns for whole local days of the period, without internal users."
_EXPLAINED = (
    "Every number above comes from one query over canonical relations; its hash covers "
    "the query, its kind and the mapping."
)

# name, title, unit, typical value, growth a year, months against weeks
KPIS = {
    "Reach": (
        ("weekly_active_users", "Weekly active users", "users", 12_900, 0.31, 2.6),
        ("new_users", "New users", "users", 431, 0.12, 4.3),
        ("stickiness", "Stickiness, daily over weekly", "share", 0.412, 0.03, 1),
        ("actions_per_user", "Actions per active user", "number", 23.4, 0.06, 3.9),
    ),
    "Value": (
        ("conversion", "Conversion from first question to saved answer", "share", 0.1834, 0.1, 1),
        ("revenue", "Revenue booked through the assistant", "USD", 48_210.5, 0.42, 4.3),
        ("feedback_rate", "Answers rated by their reader", "share", 0.0093, 0.05, 1),
    ),
    "Model": (
        ("prediction_volume", "Predictions", "count", 41_200, 0.6, 4.3),
        ("error_share", "Failed predictions", "share", 0.0127, -0.2, 1),
        ("p50_latency", "Median latency", "ms", 842, -0.05, 1),
        ("p95_latency", "95th-percentile latency", "ms", 4_520, 0.13, 1),
    ),
    "Cost": (
        ("model_cost", "Model cost", "USD", 903.2, 0.5, 4.3),
        ("cost_per_success", "Cost per successful prediction", "USD", 0.0222, -0.08, 1),
        ("output_tokens", "Output tokens", "tokens", 18_400_000, 0.7, 4.3),
    ),
}


def sample_review() -> Review:
    """Build the review."""
    return Review(
        product="assistant",
        product_title="Atlas Assistant",
        workspace_title="Simulated company",
        week_label="2026-W46",
        week=WEEK,
        zone="Europe/Berlin",
        as_of=datetime(2026, 11, 16, 5, 0, tzinfo=UTC),
        revision=1,
        cover="Simulated data: no real product, no real people.",
        chapters=(_this_week(), _charts(), _data_notes(), _definitions()),
        kpis=tuple(_record(*kpi, index) for index, kpi in enumerate(_all_kpis())),
        owner="Product analytics",
        code_version="0.1.0",
        definition_hashes=tuple((kpi[0], f"{index:064x}") for index, kpi in enumerate(_all_kpis())),
    )


def _all_kpis():
    return [kpi for group in KPIS.values() for kpi in group]


def _value(seed, size, growth, weeks_ago):
    swing = 0.035 * math.sin(seed * 1.7 + weeks_ago * 1.9) + 0.03 * math.sin(weeks_ago * 0.7 + seed)
    return size * (1 + growth) ** (-weeks_ago / 52) * (1 + swing)


def _reading(period, value, n, days=None):
    expected = period.days
    return Reading(
        period, value, "ok", "", value, 1.0, n, days if days is not None else expected, expected
    )


def _missing(reading, status="missing", reason="no data"):
    return replace(reading, value=None, numerator=None, n=0, status=status, reason=reason)


def _week(kpi, seed, weeks_ago, year=0):
    name, _, unit, size, growth, _ = kpi
    value = _value(seed, size, growth, weeks_ago + 52 * year)
    value = float(round(value)) if unit in {"users", "count", "tokens"} else value
    period = WEEK.shifted(-7 * weeks_ago - 364 * year)
    reading = _reading(period, value, int(12_000 + 400 * seed - 31 * weeks_ago))
    if name == "output_tokens" and (weeks_ago > 30 or year):
        return _missing(reading)
    if name == "error_share" and weeks_ago in {3, 4}:
        return _missing(reading)
    if name == "feedback_rate" and weeks_ago == 0:
        return _missing(reading, "insufficient", "n < 30")
    if name in {"revenue", "p50_latency"} and weeks_ago == 0 and not year:
        return replace(reading, status="partial", days_present=6)
    return reading


def _month(kpi, seed, period, year=0):
    name, _, unit, size, growth, factor = kpi
    ago = (WEEK.end - period.end).days / 7
    value = _value(seed, size * factor, growth, ago) if name != "output_tokens" or not year else 0
    value = float(round(value)) if unit in {"users", "count", "tokens"} else value
    reading = _reading(period, value, 51_000)
    return reading if value else _missing(reading)


def _change(now, base, unit):
    if now.value is None or base.value is None:
        return Change(None, unit, "missing", "no data")
    if unit == "bps":
        return Change((now.value - base.value) * 10_000, unit, "ok", "", base.value)
    return Change((now.value / base.value - 1) * 100, unit, "ok", "", base.value)


def _readings(kpi, seed):
    months = CALENDAR.complete_months_until(WEEK, 12)
    history = tuple(_week(kpi, seed, ago) for ago in reversed(range(26)))
    before = tuple(_week(kpi, seed, ago, 1) for ago in reversed(range(6)))
    unit = "bps" if kpi[2] == "share" else "percent"
    yoy = _change(history[-1], before[-1], unit)
    if kpi[0] == "new_users":
        yoy = Change(None, unit, "not_comparable", "from zero", 0.0)
    return KpiReadings(
        kpi[0],
        history,
        history[-6:],
        before,
        tuple(_month(kpi, seed, month) for month in months),
        tuple(_month(kpi, seed, CALENDAR.month_year_before(month), 1) for month in months),
        _change(history[-1], history[-2], unit),
        _change(history[-1], history[-4], unit),
        yoy,
    )


def _record(name, title, unit, _size, _growth, _factor, seed):
    query = Query(
        name,
        "total",
        "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events GROUP BY 1, 2",
        ("events",),
        Reads("lookback", 27),
        bodies={"sqlite": "SELECT 1"},
    )
    example = Example(
        {"events": ({"user_id": "u1", "occurred_at": datetime(2026, 1, 5, 9, tzinfo=UTC)},)},
        (("2026-01-05", "2026-01-12"),),
        ({"period": 0, "segment": "all", "value": 1, "n": 1, "day": date(2026, 1, 5)},),
        {"names": ("a", "b"), "limits": [1, 2.5]},
    )
    kpi = Kpi(
        name,
        title,
        f"Why {title} matters.",
        unit,
        "higher",
        "scorecard",
        "total",
        query,
        columns=(Column("value", "integer", unit, "what is counted"),),
        example=example,
        dimensions=("country", "plan"),
        definition_hash=f"{seed:064x}",
    )
    readings = _readings((name, title, unit, _size, _growth, _factor), seed)
    return KpiRecord(kpi, readings, (f"{seed * 7919:064x}",))


def _rows():
    seed = 0
    for group, kpis in KPIS.items():
        rows = []
        for kpi in kpis:
            found = _readings(kpi, seed)
            rows.append(
                ScoreRow(
                    kpi[0],
                    kpi[1],
                    kpi[2],
                    "higher",
                    found.last_week,
                    found.wow,
                    found.four_weeks,
                    found.yoy,
                    found.history,
                )
            )
            seed += 1
        yield ScoreGroup(group, tuple(rows))


def _this_week():
    return Chapter(
        "scorecard",
        "This week",
        (
            Headline(
                (
                    "Weekly active users reached ",
                    Quantity(12_931.0, "users"),
                    "; the slowest answers took ",
                    Quantity(4_520.0, "ms"),
                ),
                (
                    "Revenue stands at ",
                    Quantity(48_210.5, "USD"),
                    ", ",
                    Quantity(3.24, "percent", "change"),
                    _TAIL,
                    date(2026, 11, 11),
                    ".",
                ),
            ),
            Scorecard(
                "Scorecard",
                "Fourteen indicators; changes are plain differences and say nothing about "
                "significance",
                tuple(_rows()),
                ("A ring marks a week with days missing. n counts observations.",),
            ),
        ),
    )


def _panel(kpi, seed):
    found = _readings(kpi, seed)
    labels = tuple(
        f"{r.period.start.day}\N{NO-BREAK SPACE}{r.period.start:%b}" for r in found.weeks
    )
    return ChartPanel(
        kpi[0],
        kpi[1],
        f"{kpi[2]}, weekly and monthly",
        kpi[2],
        found.weeks,
        found.weeks_prior_year,
        found.months,
        found.months_prior_year,
        labels,
    )


def _charts():
    seed, blocks = 0, []
    for group, kpis in KPIS.items():
        panels = tuple(_panel(kpi, seed + at) for at, kpi in enumerate(kpis))
        seed += len(kpis)
        blocks.append(Chart(group, panels, ("Six weeks and twelve months of ", group.lower(), ".")))
    return Chapter("charts", "Six weeks and twelve months", tuple(blocks))


def _data_notes():
    freshness = Table(
        "Freshness",
        (
            TableColumn("Relation", width=1.4),
            TableColumn("Newest row", width=2.4),
            TableColumn("Rows read", "right"),
            TableColumn("Days present", "right"),
            TableColumn("Days expected", "right"),
            TableColumn("Remark", width=2.2),
        ),
        (
            (
                "events",
                datetime(2026, 11, 15, 22, 58, tzinfo=UTC),
                Quantity(1_204_331, "rows"),
                Quantity(7, "rows"),
                Quantity(7, "rows"),
                None,
            ),
            (
                "predictions",
                datetime(2026, 11, 15, 22, 59, tzinfo=UTC),
                Quantity(318_004, "rows"),
                Quantity(6, "rows"),
                Quantity(7, "rows"),
                "no rows on 12 November",
            ),
            (
                "outcomes",
                datetime(2026, 11, 13, 1, 5, tzinfo=UTC),
                Quantity(None, "rows", reason="not counted"),
                Quantity(5, "rows"),
                Quantity(7, "rows"),
                "labels arrive up to ten days late",
            ),
        ),
        ("What each relation held for the week, as read at the as-of instant.",),
    )
    left_out = Table(
        "Left out",
        (TableColumn("Indicator", width=2), TableColumn("Because", width=5)),
        (
            ("Cache hit share", "predictions.cached_tokens is not mapped"),
            ('Event "<script>alert(1)</script> & more"', "its name looks like a mistake"),
        ),
    )
    return Chapter(
        "data_notes",
        "Data notes",
        (
            Callout(
                "warning",
                "One day is incomplete.",
                (
                    "Predictions hold no row on ",
                    date(2026, 11, 12),
                    "; figures over them cover six of seven days.",
                ),
            ),
            Callout("info", "History.", ("Facts stand as currently known.",)),
            freshness,
            left_out,
            Note(("Rows of internal users and bots are left out everywhere.",)),
        ),
    )


def _definitions():
    columns = (
        TableColumn("Indicator", width=2.2),
        TableColumn("Definition", width=4.2),
        TableColumn("Unit", width=0.9),
        TableColumn("Query hash", width=3.4),
    )
    rows = tuple(
        (kpi[1], f"{kpi[0]}.sql {_COUNTED}", kpi[2], f"{index * 7919 + 1:064x}"[::-1])
        for index, kpi in enumerate(_all_kpis())
    )
    return Chapter(
        "definitions",
        "Definitions",
        (
            Prose((_EXPLAINED,)),
            Table("Indicators", columns, rows),
        ),
    )
