"""How objectives stand, also those whose KPIs are not there."""

from dataclasses import replace
from datetime import date

from reports.stages.outlook import objective_states
from reports.values.assessment import NotComputed
from reports.values.objective import Guardrail, Objective, ObjectiveKpi, Target, Waypoint
from reports.values.signal import NormalRange
from tests.assessments import ERRORS, USERS, assessment, constant

GOAL = Target((Waypoint(date(2026, 7, 1), 1000.0), Waypoint(date(2026, 12, 31), 1200.0)))
SUM = replace(GOAL, cumulative=True)
NORMAL = NormalRange((0.02,), (0.01,), (0.03,), "locked")


def states(*objectives: Objective, **changes: object):
    """Return the states of objectives in a week of a thousand and more users."""
    readings = {"active_users": constant(USERS, 1234.0), "error_share": constant(ERRORS, 0.02)}
    base = assessment(readings=readings)
    known = replace(
        base,
        product=replace(base.product, objectives=objectives),
        weekly={name: each.history for name, each in readings.items()},
        normal={"active_users": NORMAL, "error_share": NORMAL},
        **changes,
    )
    return objective_states(known)


def aim(name: str, target: Target) -> Objective:
    """Return an objective with one target."""
    return Objective("aim", "The aim", kpis=(ObjectiveKpi(name, target),))


def test_a_level_is_judged_by_its_weeks():
    """A level that holds above its goal is on track, beside the pace of its path."""
    (target,) = states(aim("active_users", GOAL))[0].targets

    assert ("on track", 1234.0) == (target.status, target.level)
    assert 1000.0 < (target.expected or 0.0) < 1200.0


def test_only_totals_have_a_sum_to_reach():
    """Distinct users of weeks do not add up, so no sum of them is judged."""
    (target,) = states(aim("active_users", SUM))[0].targets

    assert ("unknown", "only totals have a sum to reach") == (target.status, target.reason)


def test_a_kpi_that_is_not_there_is_unknown_with_its_reason():
    """What the data lack or a name that is misspelt is told, not dropped."""
    absent = NotComputed("cost_total", "Model cost", "cost_usd is not mapped")
    rails = Objective("aim", "The aim", guardrails=(Guardrail("cost_total", limit=1.0),))
    found = states(aim("actve_users", GOAL), rails, not_computed=(absent,))

    assert "there is no KPI actve_users in this review" == found[0].targets[0].reason
    assert ("unknown", "cost_usd is not mapped") == (
        found[1].guardrails[0].status,
        found[1].guardrails[0].reason,
    )


def test_a_guardrail_by_margin_rests_on_the_centre_of_the_normal_range():
    """Half of the centre above it is allowed where lower is better."""
    rail = Objective("aim", "The aim", guardrails=(Guardrail("error_share", margin=0.5),))
    (state,) = states(rail)[0].guardrails

    assert (0.03, "kept") == (state.limit, state.status)
    assert "no interval" in state.reason
