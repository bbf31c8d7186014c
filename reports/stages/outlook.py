"""How a product's objectives stand: targets from forecasts, guardrails from intervals."""

from collections.abc import Mapping, Sequence
from math import inf

from reports.kpis.targets.guardrails import GuardedWeek, guardrail_state
from reports.kpis.targets.outlook import Outlook
from reports.kpis.targets.states import target_state
from reports.values.assessment import Assessment
from reports.values.kpi import Kpi
from reports.values.objective import (
    Guardrail,
    GuardrailState,
    Objective,
    ObjectiveState,
    Target,
    TargetState,
)
from reports.values.reading import Reading


def objective_states(assessment: Assessment) -> tuple[ObjectiveState, ...]:
    """Return the state of each objective, in the order of review.toml."""
    kpis = {kpi.name: kpi for kpi in assessment.kpis}
    return tuple(_state(assessment, item, kpis) for item in assessment.product.objectives)


def _state(assessment: Assessment, objective: Objective, kpis: Mapping[str, Kpi]) -> ObjectiveState:
    return ObjectiveState(
        objective,
        tuple(
            _target(assessment, kpis.get(entry.kpi), entry.kpi, entry.target)
            for entry in objective.kpis
            if entry.target is not None
        ),
        tuple(_guardrail(assessment, kpis.get(rail.kpi), rail) for rail in objective.guardrails),
    )


def _target(assessment: Assessment, kpi: Kpi | None, name: str, target: Target) -> TargetState:
    if kpi is None:
        return _unknown(name, target, _why_absent(assessment, name))
    if target.cumulative and not _adds_up(kpi):
        return _unknown(name, target, "only totals have a sum to reach")
    weekly = _recent(assessment.weekly[name])
    outlook = Outlook(
        kpi=name,
        better=kpi.better,
        values=tuple(reading.value if reading.status == "ok" else None for reading in weekly),
        last_day=assessment.week.last_day,
        so_far=assessment.sums.get(name),
        reason=weekly[-1].reason,
        lowest=-inf if any((reading.value or 0.0) < 0 for reading in weekly) else 0.0,
        highest=1.0 if kpi.unit == "share" else inf,
    )
    return target_state(target, outlook)


def _guardrail(assessment: Assessment, kpi: Kpi | None, rail: Guardrail) -> GuardrailState:
    if kpi is None:
        reason = _why_absent(assessment, rail.kpi)
        return GuardrailState(rail.kpi, rail.limit, None, None, None, "unknown", reason=reason)
    readings, normal = assessment.readings[kpi.name], assessment.normal[kpi.name]
    return guardrail_state(
        rail,
        GuardedWeek(
            kpi.better,
            readings.last_week,
            readings.interval,
            normal.centre[-1],
            "" if normal.centre[-1] is not None else normal.reason,
        ),
    )


def _adds_up(kpi: Kpi) -> bool:
    return kpi.kind == "total" or (kpi.kind == "formula" and "/" not in kpi.formula)


def _recent(weekly: Sequence[Reading]) -> Sequence[Reading]:
    """Return the last weeks that follow each other without a hole."""
    first = len(weekly) - 1
    while first > 0 and weekly[first - 1].period.end == weekly[first].period.start:
        first -= 1
    return weekly[first:]


def _unknown(name: str, target: Target, reason: str) -> TargetState:
    return TargetState(
        kpi=name,
        goal=target.goal,
        cumulative=target.cumulative,
        level=None,
        expected=None,
        projected=None,
        probability=None,
        status="unknown",
        weeks_left=0,
        reason=reason,
    )


def _why_absent(assessment: Assessment, name: str) -> str:
    """Say why a KPI that an objective names is not there."""
    found = (item.reason for item in assessment.not_computed if item.kpi == name)
    return next(found, f"there is no KPI {name} in this review")
