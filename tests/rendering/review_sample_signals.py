"""Invented limits, signals, targets and guardrails for the sample review."""

from dataclasses import replace
from datetime import date
from statistics import fmean, pstdev

from review_sample_kpis import all_kpis, readings_of

from reports.values.calendar import Period
from reports.values.document import ScoreGroup
from reports.values.interval import Interval
from reports.values.objective import GuardrailState, TargetState, Waypoint
from reports.values.record import Cause, Comment
from reports.values.signal import NormalRange, Signal

YEAR_END = date(2026, 12, 31)
OBJECTIVES = {
    "People come back because answers are worth it": (
        "Head of product",
        ("weekly_active_users", "conversion", "stickiness", "p95_latency"),
    ),
    "The assistant pays for itself": ("Finance lead", ("revenue", "model_cost", "error_share")),
}
TARGETS = {
    "weekly_active_users": (13_500.0, "at risk", 0.41),
    "conversion": (0.20, "on track", 0.93),
    "revenue": (2_400_000.0, "off", 0.004),
    "model_cost": (950.0, "reached", 0.998),
}
GUARDRAILS = {"p95_latency": (4_800.0, "breached"), "error_share": (0.0125, "inconclusive")}
RULES = {
    "p95_latency": ("beyond_limit", "up", False, 1),
    "conversion": ("run_of_eight", "up", True, 8),
    "model_cost": ("three_of_four", "up", False, 3),
    "actions_per_user": ("jump", "up", None, 1),
}
CAUSES = {
    "p95_latency": (
        Cause("release", "assistant 4.2 with long contexts", date(2026, 11, 10)),
        Cause("annotation", "Price list changed in Europe", date(2026, 11, 12)),
        Cause("iteration", "Sprint 23", date(2026, 11, 2), date(2026, 11, 15)),
    ),
    "conversion": (Cause("release", "retrieval index v3", date(2026, 9, 22)),),
}
COMMENTS = (
    Comment(
        *("assistant", "2026-W46", "p95_latency", "investigating"),
        "Long contexts skip the cache since 4.2. A fix is on its way; until then we keep the "
        "rollout at half of the traffic.",
        *("Serving team", date(2026, 11, 16)),
    ),
)
_REBASED_AT = 11


def normal_of(name, history):
    """Return limits: provisional for one KPI, two sets for another, none for a third."""
    values = [reading.value for reading in history]
    if name == "feedback_rate":
        none = (None,) * len(values)
        return NormalRange(none, none, none, "none", reason="5 of 12 weeks with enough data")
    if name == "output_tokens":
        parts = (values[:_REBASED_AT], values[_REBASED_AT:])
        rows = [row for part in parts for row in _limits(part, len(part))]
        told = {"rebased": "larger model, recorded by Platform"}
        return NormalRange(*zip(*rows, strict=True), "locked", baseline_weeks=15, **told)
    if name == "model_cost":
        rows = [(None,) * 3] * 12 + _limits(values[12:], 14)
        return NormalRange(*zip(*rows, strict=True), "provisional", baseline_weeks=14)
    baseline = Period(history[0].period.start, history[19].period.end, "rolling")
    rows = _limits(values[:20], len(values))
    return NormalRange(
        *zip(*rows, strict=True), "locked", "xmr_mean", baseline=baseline, baseline_weeks=20
    )


def judged(group):
    """Return a group of the scorecard with everything that is judged of its rows."""
    return replace(group, rows=tuple(_judged_row(row) for row in group.rows))


def by_objective(groups):
    """Return the groups of the objectives, then what is left of the others."""
    rows = {row.kpi: row for group in groups for row in group.rows}
    taken = {name for _, names in OBJECTIVES.values() for name in names}
    for title, (owner, names) in OBJECTIVES.items():
        yield ScoreGroup(title, tuple(rows[name] for name in names), owner, objective=True)
    for group in groups:
        left = tuple(row for row in group.rows if row.kpi not in taken)
        if left:
            yield replace(group, rows=left)


def signal_of(name):
    """Return the signal of a KPI, if it has one."""
    if name not in RULES:
        return None
    rule, direction, favourable, weeks = RULES[name]
    kpi, found = kpi_of(name)
    normal = normal_of(name, found.history)
    low, centre, high = normal.lower[-1], normal.centre[-1], normal.upper[-1]
    return Signal(
        name,
        kpi[1],
        kpi[2],
        rule,
        direction,
        favourable,
        found.history[-weeks].period.start,
        weeks,
        found.last_week.value,
        centre,
        low,
        high,
        (found.last_week.value - centre) / (high - centre),
        provisional=normal.standing == "provisional",
        n=found.last_week.n,
        causes=CAUSES.get(name, ()),
        comments=COMMENTS if name == "p95_latency" else (),
    )


def kpi_of(name):
    """Return a KPI with its readings."""
    seed, kpi = next((at, kpi) for at, kpi in enumerate(all_kpis()) if kpi[0] == name)
    return kpi, readings_of(kpi, seed)


def _limits(values, count):
    known = [value for value in values if value is not None]
    centre, room = fmean(known), 2.2 * pstdev(known)
    return [(centre, centre - room, centre + room)] * count


def _judged_row(row):
    last = row.last_week
    around = None
    if last.value is not None and row.unit in {"share", "number", "ms"}:
        around = Interval(last.value * 0.981, last.value * 1.02, "wilson", last.n)
    return replace(
        row,
        better="lower" if row.kpi in {"p95_latency", "error_share", "model_cost"} else "higher",
        interval=around,
        normal=normal_of(row.kpi, row.history),
        signal=signal_of(row.kpi),
        target=_target(row),
        guardrail=_guardrail(row),
    )


def _target(row):
    if row.kpi not in TARGETS:
        return None
    goal, status, odds = TARGETS[row.kpi]
    total = row.kpi == "revenue"
    due = Waypoint(YEAR_END, goal)
    return TargetState(row.kpi, due, total, row.last_week.value, goal * 0.97, goal, odds, status, 7)


def _guardrail(row):
    if row.kpi not in GUARDRAILS:
        return None
    limit, status = GUARDRAILS[row.kpi]
    last = row.last_week
    return GuardrailState(row.kpi, limit, last.value, last.value * 0.98, last.value * 1.02, status)
