"""Invented definitions and readings of fourteen KPIs; no clock, no randomness."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime

from reports.kpis.comparisons import compare_to_date
from reports.kpis.spans import TO_DATE
from reports.values.calendar import Calendar
from reports.values.document import KpiRecord
from reports.values.kpi import Column, Example, Kpi
from reports.values.query import Query, Reads
from reports.values.reading import Change, KpiReadings, Reading, ToDate

CALENDAR = Calendar("Europe/Berlin")
WEEK = CALENDAR.week("2026-W46")

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

WHY = {
    "weekly_active_users": "People who did anything with the assistant: the size of the habit.",
    "new_users": "First-time users, counted on the first event they ever had, whichever it was; "
    "growth has to come from here before it can show anywhere else.",
    "p95_latency": "What the slowest one answer in twenty makes its reader wait.",
}

# What the latest weeks of some KPIs are multiplied by, oldest first: these have signals.
BENDS = {
    "p95_latency": (1.17,),
    "conversion": (1.05, 1.06, 1.07, 1.06, 1.07, 1.08, 1.06, 1.08),
    "actions_per_user": (1.13,),
    "model_cost": (1.01, 1.07, 1.07, 1.08),
}


def all_kpis():
    """Return all KPIs in the order of the scorecard."""
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
    bends = () if year else BENDS.get(name, ())
    value *= bends[-1 - weeks_ago] if weeks_ago < len(bends) else 1.0
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


def _to_date(kpi, seed, grain):
    """Return a to-date period beside the year before, as if made of months."""
    name, _, unit, size, growth, factor = kpi
    now = CALENDAR.to_date(grain, WEEK.last_day)
    before = CALENDAR.to_date_year_before(grain, WEEK.last_day)
    sides = []
    for year, period in enumerate((now, before)):
        months = 1 if factor == 1 else period.days / 30.4
        value = _value(seed, size * factor * months, growth, 52 * year)
        value = float(round(value)) if unit in {"users", "count", "tokens"} else value
        reading = _reading(period, value, int(1_700 * period.days))
        sides.append(_missing(reading) if year and name == "output_tokens" else reading)
    change_unit = "bps" if unit == "share" else "percent"
    return ToDate(*sides, compare_to_date(*sides, change_unit))


def readings_of(kpi, seed):
    """Return a KPI's readings and comparisons."""
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
        *(_to_date(kpi, seed, grain) for grain in TO_DATE),
    )


def record_of(kpi, seed):
    """Return a KPI's record with a definition that uses every kind of field."""
    name, title, unit = kpi[:3]
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
    definition = Kpi(
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
    found = readings_of(kpi, seed)
    return KpiRecord(definition, found, (f"{seed * 7919:064x}",))
