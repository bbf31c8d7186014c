"""How sure the week's numbers are: users before events, shares, quantiles, or nothing."""

from collections import Counter
from dataclasses import replace

import pytest

from reports.stages.sureness import with_intervals
from reports.values.fact import FactColumns, FactSeries
from reports.values.job import Evidence
from tests.assessments import ERRORS, USERS, assessment, constant

SERIES = FactSeries("bot", "m" * 64, "week")
SHARE = replace(constant(ERRORS, 0.25), kpi="error_share")


def known(numerator: float, denominator: float, n: int):
    """Return an assessment whose error share has these sums in its week."""
    last = replace(
        SHARE.last_week,
        value=numerator / denominator,
        numerator=numerator,
        denominator=denominator,
        n=n,
    )
    readings = replace(SHARE, weeks=(*SHARE.weeks[:-1], last))
    return assessment(kpis=(ERRORS,), readings={"error_share": readings})


def moments(*sums: float) -> FactColumns:
    """Return the five sums over users, and ten users."""
    return FactColumns(bucket=(0, 1, 2, 3, 4), first=sums, n=(10,) * 5)


def interval(assessed, evidence=Evidence(), facts=None, buckets=None):  # noqa: B008 a frozen value
    """Return the interval of the error share's week."""
    told = with_intervals(assessed, evidence, facts or {}, buckets or {})
    return told.readings["error_share"].interval


def test_a_share_of_observations_has_a_wilson_interval():
    """Ten of forty, with each of the forty counted in n."""
    found = interval(known(10, 40, 40))

    assert (0.141869, 0.401939) == pytest.approx((found.low, found.high), abs=1e-5)
    assert 40 == found.n


def test_sums_over_users_come_before_observations():
    """Ten users with four events each and one or no error vary as users do."""
    evidence = Evidence(moments={"error_share": SERIES})
    found = interval(known(10, 40, 40), evidence, {SERIES: moments(16.0, 160.0, 40.0, 10.0, 40.0)})

    assert ("delta", 10) == (found.method, found.n)
    assert found.low == pytest.approx(0.25 - (found.high - 0.25))


def test_sums_that_give_another_number_are_not_used():
    """Where rows without a user are missing from the sums, the share itself decides."""
    evidence = Evidence(moments={"error_share": SERIES})
    found = interval(known(10, 40, 40), evidence, {SERIES: moments(9.0, 90.0, 27.0, 9.0, 30.0)})

    assert 40 == found.n


def test_what_is_no_share_of_its_observations_has_no_interval():
    """A quotient of amounts counts something else in n."""
    assert interval(known(10, 40, 7)) is None


def test_a_missing_week_has_no_interval():
    """No number, no interval."""
    missing = {"error_share": constant(ERRORS, None)}

    assert interval(assessment(kpis=(ERRORS,), readings=missing)) is None


def test_a_quantile_has_its_interval_from_counts():
    """The interval lies around the quantile, in the KPI's unit."""
    kpi = replace(USERS, name="error_share", kind="quantile", unit="ms", quantile=0.5)
    counts = Counter({100_000 + bucket: 10 for bucket in range(20)})
    found = interval(
        assessment(kpis=(kpi,), readings={"error_share": SHARE}), buckets={"error_share": counts}
    )

    assert found is not None
    assert found.low < 1.02**10 < found.high
