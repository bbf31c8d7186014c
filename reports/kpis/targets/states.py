"""How a target stands at the end of a week."""

from dataclasses import replace

from reports.kpis.targets.outlook import Outlook, wants_at_least
from reports.kpis.targets.pacing import best_run_rate, expected_by, meets, required_per_week
from reports.kpis.targets.projection import project
from reports.values.objective import Target, TargetState, TargetStatus

FEWEST_WEEKS = 12
ON_TRACK = 0.8
AT_RISK = 0.3


def target_state(target: Target, outlook: Outlook) -> TargetState:
    """Return a target's level, pace, forecast and status.

    A level target is judged by the weekly value forecast for the week of the goal's day, a
    cumulative one by what it has so far and the forecast sum of the days left. From a
    probability of 0.8 on it is on track, from 0.3 on at risk, else off. Once the goal's day is
    over, it is reached or missed by the value of that day's week, or by the sum. It is unknown
    where a value is missing, or with fewer than 12 weekly values to forecast from.
    """
    state = _standing(target, outlook)
    if outlook.days_left(target) == 0:
        return _decided(state, target, outlook)
    obstacle = _obstacle(state, target, outlook)
    if obstacle:
        return replace(state, reason=obstacle)
    return _forecast(state, target, outlook)


def _standing(target: Target, outlook: Outlook) -> TargetState:
    """Return what is known without a forecast."""
    level, required, best = outlook.week_value, None, None
    if target.cumulative:
        level = outlook.so_far.value if outlook.so_far and len(target.path) > 1 else None
        best = best_run_rate(outlook.values, at_least=wants_at_least(target, outlook.better))
        if level is not None:
            required = required_per_week(target.goal.value, level, outlook.days_left(target) / 7)
    return TargetState(
        kpi=outlook.kpi,
        goal=target.goal,
        cumulative=target.cumulative,
        level=level,
        expected=expected_by(target, outlook.last_day),
        projected=None,
        probability=None,
        status="unknown",
        weeks_left=outlook.weeks_left(target),
        required_per_week=required,
        best_run_rate=best,
    )


def _obstacle(state: TargetState, target: Target, outlook: Outlook) -> str:
    """Say why there is no forecast, or nothing if there can be one."""
    if target.cumulative and state.level is None:
        return _no_sum(target, outlook)
    if outlook.week_value is None:
        return outlook.reason or "the week has no value"
    weeks = sum(value is not None for value in outlook.values)
    if weeks < FEWEST_WEEKS:
        return f"{weeks} weekly values, fewer than {FEWEST_WEEKS}"
    return ""


def _no_sum(target: Target, outlook: Outlook) -> str:
    """Say why there is no sum so far."""
    if len(target.path) < 2:
        return "a cumulative target needs a start"
    if outlook.last_day < target.path[0].on:
        return f"starts on {target.path[0].on.isoformat()}"
    return (outlook.so_far.reason if outlook.so_far else "") or "no sum so far"


def _forecast(state: TargetState, target: Target, outlook: Outlook) -> TargetState:
    """Return the state with what is to be expected."""
    ahead, least = outlook.ahead(target), wants_at_least(target, outlook.better)
    projection = project(outlook.known, ahead)
    achieved = (state.level or 0.0) if target.cumulative else 0.0
    weeks = sum(ahead)
    coming = min(max(projection.mean, outlook.lowest * weeks), outlook.highest * weeks)
    probability = projection.chance(target.goal.value - achieved, at_least=least)
    reasons = (_gaps(target, outlook), _beyond_best(state, at_least=least))
    return replace(
        state,
        projected=achieved + coming,
        probability=probability,
        status=_status(probability),
        method=projection.method,
        reason="; ".join(reason for reason in reasons if reason),
    )


def _status(probability: float) -> TargetStatus:
    if probability >= ON_TRACK:
        return "on track"
    return "at risk" if probability >= AT_RISK else "off"


def _gaps(target: Target, outlook: Outlook) -> str:
    """Say how many days the sum lacks."""
    if not target.cumulative or outlook.so_far is None or outlook.so_far.status != "partial":
        return ""
    sums = outlook.so_far
    return sums.reason or f"{sums.days_present} of {sums.days_expected} days"


def _beyond_best(state: TargetState, *, at_least: bool) -> str:
    """Say if what is needed per week was never had for four weeks in a row."""
    if state.required_per_week is None or state.best_run_rate is None:
        return ""
    if meets(state.best_run_rate, state.required_per_week, at_least=at_least):
        return ""
    return f"needs {'more' if at_least else 'less'} per week than any four weeks in a row had"


def _decided(state: TargetState, target: Target, outlook: Outlook) -> TargetState:
    """Return the state after the goal's day.

    A sum with missing days decides only what these days cannot change: it will not get smaller.
    """
    least, gaps = wants_at_least(target, outlook.better), _gaps(target, outlook)
    value = state.level if target.cumulative else outlook.value_on(target.goal.on)
    if value is None:
        absence = _no_sum(target, outlook) if target.cumulative else _no_week(target, outlook)
        return replace(state, reason=absence)
    reached = meets(value, target.goal.value, at_least=least)
    if gaps and reached != least:
        return replace(state, reason=gaps)
    return replace(state, status="reached" if reached else "missed", reason=gaps)


def _no_week(target: Target, outlook: Outlook) -> str:
    """Say that the week of the goal's day has no value."""
    if (outlook.last_day - target.goal.on).days < 7:
        return outlook.reason or "the week has no value"
    return f"the week of {target.goal.on.isoformat()} has no value"
