"""Columns of plain cells: for each its name and where its value stands."""

from collections.abc import Mapping
from datetime import date

# A datetime is a date.
Value = str | int | float | bool | date | None
Row = tuple[Value, ...]
Columns = Mapping[str, str]

KPI: Columns = {name: name for name in ("kpi", "title", "unit")}
LIMITS = ("normal_lower", "normal_centre", "normal_upper")
READING: Columns = {
    "first_day": "period.start",
    "last_day": "period.last_day",
    "value": "value",
    "status": "status",
    "reason": "reason",
    "numerator": "numerator",
    "denominator": "denominator",
    "n": "n",
    "days_present": "days_present",
    "days_expected": "days_expected",
}
_CHANGES = {
    "vs_last_week": "wow",
    "vs_mean_of_four_weeks": "four_weeks",
    "vs_52_weeks_ago": "yoy",
}
SCORE: Columns = {
    **KPI,
    "better": "better",
    **{name: f"last_week.{path}" for name, path in READING.items()},
    "remark": "remark",
    "interval_low": "interval.low",
    "interval_high": "interval.high",
    "interval_level": "interval.level",
    "interval_method": "interval.method",
    **{
        name if part == "value" else f"{name}_{part}": f"{path}.{part}"
        for name, path in _CHANGES.items()
        for part in ("value", "unit", "status", "reason", "base")
    },
    "normal_range": "normal.standing",
    "signal_rule": "signal.rule",
    "signal_direction": "signal.direction",
    "signal_favourable": "signal.favourable",
    "signal_since": "signal.since",
    "goal": "target.goal.value",
    "goal_day": "target.goal.on",
    "goal_expected_by_now": "target.expected",
    "goal_projected": "target.projected",
    "goal_probability": "target.probability",
    "goal_status": "target.status",
    "guardrail_limit": "guardrail.limit",
    "guardrail_status": "guardrail.status",
}
SIGNAL: Columns = {
    **KPI,
    "objective": "objective",
    "rule": "rule",
    "direction": "direction",
    "favourable": "favourable",
    "provisional": "provisional",
    "since": "since",
    "weeks": "weeks",
    "value": "value",
    "normal_lower": "lower",
    "normal_centre": "centre",
    "normal_upper": "upper",
    "strength": "strength",
    "n": "n",
}


def cells(source: object, columns: Columns) -> Row:
    """Take the cells of a row from a value; what hangs on something missing is missing.

    Example: cells(reading, {"first_day": "period.start"}) == (date(2026, 11, 9),)
    """
    return tuple(_at(source, path) for path in columns.values())


def _at(source: object, path: str) -> Value:
    for name in path.split("."):
        if source is None:
            return None
        source = getattr(source, name)
    return source  # type: ignore[return-value] # the columns lead to plain values only
