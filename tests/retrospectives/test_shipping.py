"""Delivery metrics against the reference case and a year of a real project."""

from statistics import median

from reports.retrospectives.shipping import Release, quantile_h, shipping
from reports.values.calendar import Calendar, Period
from tests.kpis.statistics_cases import case, contrasts, differences

WEEK = Calendar("UTC").week("2026-W46")
HOUR = 3600


def _case():
    """Return the case as releases and lead times of three weeks."""
    found = case("f1")["inputs"]
    incidents: dict[str, list[tuple[float, float]]] = {}
    for _, deployment, opened, resolved in found["incidents"]["rows"]:
        incidents.setdefault(deployment, []).append((opened, resolved))
    at = {name: hour for name, hour, _ in found["deployments"]["rows"]}
    releases = [
        Release(
            name,
            "",
            kind,
            hour * HOUR,
            min(one[0] for one in incidents[name]) * HOUR if name in incidents else None,
            max(one[1] for one in incidents[name]) * HOUR if name in incidents else None,
        )
        for name, hour, kind in found["deployments"]["rows"]
    ]
    leads = [(at[name] - hour) * HOUR for _, hour, name in found["changes"]["rows"]]
    days = int(found["period_hours"] / 24)
    return shipping(Period(WEEK.start, WEEK.start.fromordinal(WEEK.start.toordinal() + days),
                           "rolling"), releases, leads), releases  # fmt: skip


def test_the_five_measures_are_those_of_case_f1():
    """Frequency, lead time, fail rate, recovery and rework, each deployment counted once."""
    found = case("f1")
    told, releases = _case()
    opened = [one for one in releases if one.failed_s is not None]
    actual = {
        "deployments": told.deployments,
        "deployments_per_week": told.per_week,
        "change_lead_time_median_h": told.lead_median_h,
        "change_lead_time_p90_h": told.lead_p90_h,
        "change_fail_rate": told.fail_rate,
        "recovery_median_from_deploy_h": median(one.hours for one in told.recoveries),
        "recovery_median_from_open_h": median(
            (one.recovered_s - one.failed_s) / HOUR for one in opened
        ),
        "unresolved_failed_deployments": sum(one.hours is None for one in told.recoveries),
        "rework_rate": told.rework_rate,
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])
    (wrong,) = contrasts(found).values()
    assert [] != differences(
        found["expected"], actual | {"change_fail_rate": wrong}, found["tolerance"]
    )


def test_a_deployment_that_has_not_recovered_is_listed():
    """Nothing is dropped silently."""
    told = shipping(WEEK, [Release("r1", "Gateway", "feature", 0, 10, None)], [])

    assert [("Gateway", None)] == [(one.label, one.hours) for one in told.recoveries]
    assert (1.0, None) == (told.fail_rate, told.lead_median_h)


def test_nothing_shipped_divides_nothing():
    """Rates of no deployments are no numbers."""
    told = shipping(WEEK, [], [])

    assert (None, None, 0) == (told.fail_rate, told.rework_rate, told.deployments)
    assert None is quantile_h([], 0.5)
    assert 1.0 == quantile_h([HOUR], 0.9)
