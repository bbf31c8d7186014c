"""Quantiles from log buckets, and ratios over users."""

import numpy as np
import pytest

from reports.kpis import buckets as shared
from reports.models.buckets import (
    GROWTH,
    ORIGIN,
    bucket_value,
    count_parts,
    decile_edges,
    quantile,
    share_within,
)
from reports.models.clusters import UserSums, add_groups, clustered_ratio


def bucketed(values):
    """Count values as the macro does."""
    found = {}
    for value in values:
        bucket = ORIGIN + int(np.floor(np.log(value) / np.log(GROWTH) + 1e-9)) if value > 0 else 0
        found[bucket] = found.get(bucket, 0) + 1
    return found


def test_buckets_are_those_of_the_kpis():
    """Both parts of the house read the same buckets, by the same rule."""
    assert (shared.GROWTH, shared.ORIGIN) == (GROWTH, ORIGIN)
    assert [shared.bucket_value(one) for one in (-100_050, 0, 99_900, 100_300)] == [
        bucket_value(one) for one in (-100_050, 0, 99_900, 100_300)
    ]


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99, 0.999])
def test_quantiles_miss_by_one_percent_at_most(level):
    """Quantiles of a long tail are those of the rows within 1 %."""
    values = np.random.default_rng(1).lognormal(6, 1, 20_000)
    true = np.quantile(values, level, method="inverted_cdf")
    found = quantile(bucketed(values), level)

    assert true == pytest.approx(found.value, rel=0.0101)
    assert found.interval.low <= true * 1.01
    assert true * 0.99 <= found.interval.high


def test_nothing_recorded_has_no_quantile():
    """Without values there is a reason, and with few the tail has no interval."""
    assert "no value was recorded" in quantile({}, 0.5).reason
    assert None is quantile({100_000: 3}, 0.99).interval


def test_share_within_a_limit_has_its_interval():
    """The share of values up to a limit is a share of rows."""
    found = share_within({100_000: 3, 100_100: 1}, 2.0)

    assert (0.75, 4, "Wilson") == (found.value, found.n, found.interval.method)


def test_deciles_part_the_reference_evenly():
    """Edges lie at buckets and part the rows into tenths; equal edges are merged."""
    values = np.random.default_rng(2).lognormal(0, 2, 10_000)
    counts = bucketed(values)
    edges = decile_edges(counts)
    parts = np.array(count_parts(edges, counts))

    assert 9 == len(edges)
    assert [0.1] * 10 == pytest.approx(list(parts / len(values)), abs=0.01)
    assert (0,) == decile_edges({0: 950, 100_000: 50})
    assert () == decile_edges({})


def test_clustered_ratio_spreads_as_resampled_users_do():
    """The delta method's error is that of a bootstrap over users, not over requests."""
    rng = np.random.default_rng(3)
    x = rng.poisson(5, 500) + 1.0
    y = x * rng.gamma(2, 0.5, 500)
    rows = [rng.integers(0, 500, 500) for _ in range(400)]
    drawn = [y[one].sum() / x[one].sum() for one in rows]
    found = clustered_ratio("cost per request", sums_of(y, x))

    assert y.sum() / x.sum() == pytest.approx(found.value, rel=1e-12)
    assert np.std(drawn) == pytest.approx(found.se, rel=0.12)


def sums_of(y, x):
    """Sum users."""
    squares = (float((y * y).sum()), float((x * x).sum()), float((x * y).sum()))
    return UserSums(len(y), float(y.sum()), float(x.sum()), *squares)


def test_groups_of_users_add_up():
    """Groups that share no user may be added; a zero denominator is said."""
    whole = add_groups([sums_of(np.array([1.0]), np.array([2.0])),
                        sums_of(np.array([3.0]), np.array([4.0]))])  # fmt: skip

    assert UserSums(2, 4.0, 6.0, 10.0, 20.0, 14.0) == whole
    assert "denominator is zero" in clustered_ratio("cost", UserSums(3, 1.0)).reason
