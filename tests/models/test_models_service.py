"""Availability, speed, tokens, cost and error budgets."""

import pytest

from reports.models.clusters import UserSums
from reports.models.service import (
    DayTokens,
    OpsCounts,
    Price,
    ServiceObjective,
    add_ops,
    availability,
    burn_availability,
    burn_latency,
    costs,
    error_rates,
    latency_quantiles,
    priced_cost,
    reliability_rates,
)

DAY = OpsCounts(1000, (("provider", 8), ("own", 2)), 5, None, 4000, 900, 1000, None, 12.5, 990)


def test_days_add_up_and_unknown_stays_unknown():
    """Sums and classes are added; what no day records is null, not zero."""
    found = add_ops([DAY, OpsCounts(500, (("own", 1),), timeouts=1)])

    assert (1500, 11, 6, None, 4000, 990) == (
        found.requests, found.failed, found.timeouts, found.retries, found.input_tokens,
        found.priced,
    )  # fmt: skip
    assert (("own", 3), ("provider", 8)) == found.errors


def test_failures_are_told_by_class():
    """Availability has its interval, and provider errors stand apart from own ones."""
    assert 0.99 == availability(DAY).value
    assert availability(DAY).interval.low < 0.99 < availability(DAY).interval.high
    assert [("provider", 0.008), ("own", 0.002)] == [(o.name, o.value) for o in error_rates(DAY)]
    assert "nothing to count" in availability(OpsCounts()).reason


def test_rates_nobody_records_say_so():
    """Cache hits are a share of input tokens; retries that are not recorded have a reason."""
    timeouts, retries, cached = reliability_rates(DAY)

    assert (0.005, 0.25, None) == (timeouts.value, cached.value, cached.interval)
    assert "nobody records it" in retries.reason
    assert "exceed" in reliability_rates(OpsCounts(10, input_tokens=1, cached_tokens=2))[2].reason
    assert "nothing to count" in reliability_rates(OpsCounts(timeouts=0))[0].reason


def test_budget_burns_by_what_failed():
    """Ten failures of a thousand burn a 99.5 % budget twice, a 99 % budget once."""
    strict = burn_availability(ServiceObjective("up", "availability", 0.995), DAY)
    exact = burn_availability(ServiceObjective("up", "availability", 0.99), DAY)

    assert (2.0, -1.0, False) == (pytest.approx(strict.burn), pytest.approx(strict.left),
                                  strict.met)  # fmt: skip
    assert (1.0, True) == (pytest.approx(exact.burn), exact.met)
    nothing = burn_availability(ServiceObjective("up", "availability", 0.99), OpsCounts())
    assert (None, None) == (nothing.burn, nothing.met)


def test_slow_requests_burn_the_budget_of_speed():
    """Requests beyond the limit are bad; without a limit nothing is computed."""
    counts = {100_000: 90, 100_400: 10}
    found = burn_latency(ServiceObjective("fast", "latency_ms", 0.95, 100.0), counts)

    assert (10, 0.9, False) == (found.bad, found.good.value, found.met)
    assert 2.0 == pytest.approx(found.burn)
    assert (
        "no limit" in burn_latency(ServiceObjective("fast", "latency_ms", 0.95), counts).good.reason
    )
    assert ["ms p50", "ms p90", "ms p95", "ms p99"] == [
        one.name for one in latency_quantiles(counts, "ms")
    ]


def test_cost_is_told_by_request_user_and_success():
    """Each has its own denominator; failed attempts are part of the cost of a success."""
    requests = UserSums(2, 6.0, 10.0, 20.0, 58.0, 34.0)
    successes = UserSums(2, 6.0, 4.0, 20.0, 10.0, 14.0)

    assert [0.6, 3.0, 1.5] == [pytest.approx(one.value) for one in costs(requests, successes)]
    assert "no success of a task is mapped" in costs(requests, None)[2].reason


def test_tokens_cost_what_they_cost_on_their_day():
    """A price that falls counts from its day on; days before the first price are not guessed."""
    prices = (Price(10, 1.0, 4.0), Price(20, 0.5, 2.0, 0.1))
    days = (DayTokens(15, 1_000_000, 500_000, 400_000), DayTokens(20, 1_000_000, 500_000, 400_000))

    assert 3.0 + (0.3 + 0.04 + 1.0) == pytest.approx(priced_cost(days, prices).value)
    assert "before the first price" in priced_cost((DayTokens(9, 1, 1),), prices).reason
    assert "no tokens" in priced_cost((), prices).reason
