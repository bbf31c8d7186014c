"""The sample review with everything a twin may hold, once each."""

from dataclasses import replace
from datetime import date

from review_sample_kpis import CALENDAR, WEEK

from reports.values.document import KpiRecord, Review
from reports.values.interval import Interval
from reports.values.objective import (
    Guardrail,
    GuardrailState,
    Objective,
    ObjectiveKpi,
    ObjectiveState,
    Target,
    TargetState,
    Waypoint,
)
from reports.values.reading import Reading
from reports.values.record import Cause, Comment
from reports.values.signal import (
    Attribution,
    Contribution,
    FactorEffect,
    NormalRange,
    OpenSignal,
    Signal,
    Signals,
)

SINCE = date(2026, 11, 2)


def full_review(review: Review) -> Review:
    """Give the first KPI all a KPI may have, and the review signals and objectives."""
    first, *others = review.kpis
    return replace(
        review,
        kpis=(_with_all(first), *others),
        signals=Signals((_signal(),), 14, 0.38, (_unanswered(),)),
        objectives=(_objective(),),
    )


def _with_all(record: KpiRecord) -> KpiRecord:
    readings = replace(
        record.readings,
        fiscal_year=_months(2026, "not begun"),
        fiscal_year_prior_year=_months(2025, ""),
        interval=Interval(0.1, 0.3, "wilson", 1200),
    )
    limits = (None, *(0.1 + number for number in range(25)))
    normal = NormalRange(
        *(limits, limits, limits, "locked", "laney_p"),
        seasonal=True,
        baseline=WEEK,
        baseline_weeks=26,
        autocorrelation=0.12,
        rebased="new price list",
        reason="autocorrelated",
    )
    return replace(record, readings=readings, normal=normal)


def _months(year: int, later: str) -> tuple[Reading, ...]:
    months = (CALENDAR.month_of(date(year, month, 1)) for month in range(1, 13))
    return tuple(
        Reading(month, None, "missing", later)
        if later and month.end > WEEK.end
        else Reading(month, 12.5, "ok", n=40, days_present=month.days, days_expected=month.days)
        for month in months
    )


def _signal() -> Signal:
    parts = (
        Contribution("free", 10.0, 4.0, -6.0, None, None, 1.5, named=True, n=400),
        Contribution("paid", None, 1.0, 1.0, 0.5, 0.5, None, named=False, n=30),
    )
    base = WEEK.shifted(-28)
    return Signal(
        *("weekly_active_users", "Weekly active users", "users", "three_of_four", "down", False),
        *(SINCE, 2, 12_000.0, 13_000.0, 12_500.0, 13_500.0, -2.0),
        weight=2.0,
        provisional=True,
        objective="Grow",
        n=431,
        attributions=(Attribution("plan", base, WEEK, -5.0, 0.5, -5.5, parts, "segments"),),
        factors=(FactorEffect("new_users", "New users", -0.1),),
        causes=(Cause("release", "4.2", SINCE), Cause("iteration", "Sprint 9", SINCE, SINCE)),
        comments=(_comment(),),
    )


def _comment() -> Comment:
    return Comment(
        *("assistant", "2026-W46", "weekly_active_users", "investigating"),
        *("Under study.", "product manager", SINCE),
    )


def _unanswered() -> OpenSignal:
    return OpenSignal("revenue", "Revenue", "2026-W45", "jump", "up")


def _objective() -> ObjectiveState:
    path = (Waypoint(date(2026, 1, 1), 0.0), Waypoint(date(2026, 12, 31), 5e6))
    objective = Objective(
        *("growth", "Grow", "product manager", 2.0),
        kpis=(ObjectiveKpi("revenue", Target(path, cumulative=True)), ObjectiveKpi("new_users")),
        guardrails=(Guardrail("error_share", limit=0.02), Guardrail("p95_latency", margin=0.1)),
    )
    target = TargetState(
        *("revenue", path[-1], True, 4.1e6, 4.3e6, 4.8e6, 0.31, "at risk", 7),
        required_per_week=130_000.0,
        best_run_rate=110_000.0,
        method="run rate",
    )
    rail = GuardrailState("error_share", 0.02, 0.012, 0.01, 0.014, "kept", 1200)
    unknown = GuardrailState("p95_latency", None, None, None, None, "unknown", reason="no limits")
    return ObjectiveState(objective, (target,), (rail, unknown))
