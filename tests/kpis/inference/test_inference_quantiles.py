"""Intervals of quantiles from bucket counts."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.buckets import GROWTH, ORIGIN, bucket_quantile, bucket_value
from reports.kpis.inference.quantiles import quantile_interval


def bucket_of(value):
    """Return the bucket a warehouse puts a positive value into."""
    return ORIGIN + math.floor(math.log(value) / math.log(GROWTH))


def counts_of(values):
    """Return how many values each bucket holds."""
    return Counter(bucket_of(value) for value in values)


def test_ends_are_the_values_at_their_ranks():
    """The median of a hundred values lies between their 41st and their 60th."""
    counts = {ORIGIN + rank: 1 for rank in range(1, 101)}

    interval = quantile_interval(counts, 0.5)

    assert (bucket_value(ORIGIN + 41), bucket_value(ORIGIN + 60), 100, "order statistics") == (
        interval.low,
        interval.high,
        interval.n,
        interval.method,
    )


@given(st.lists(st.floats(0.01, 1e6), min_size=6, max_size=80), st.floats(0.4, 0.6))
def test_interval_holds_the_quantile_itself(values, share):
    """The quantile of the same counts lies inside."""
    counts = counts_of(values)
    interval = quantile_interval(counts, share)

    assert interval is None or interval.low <= bucket_quantile(counts, share) <= interval.high


@given(st.lists(st.floats(0.01, 1e6), min_size=20, max_size=80))
def test_more_of_the_same_narrows_the_interval(values):
    """A hundred times as many values of the same kind never widen it."""
    counts = counts_of(values)
    few = quantile_interval(counts, 0.5)
    many = quantile_interval({bucket: 100 * n for bucket, n in counts.items()}, 0.5)

    assert few.low <= many.low <= many.high <= few.high


@pytest.mark.parametrize(("share", "fewest"), [(0.5, 6), (0.9, 36), (0.95, 72)])
def test_too_few_values_bound_nothing(share, fewest):
    """One value fewer than bound the quantile on both sides gives no interval."""
    assert quantile_interval({ORIGIN: fewest - 1}, share) is None
    assert quantile_interval({ORIGIN: fewest}, share) is not None


def test_no_values_have_no_interval():
    """Empty counts give nothing."""
    assert quantile_interval({}, 0.5) is None


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_interval_covers_the_true_quantile_as_often_as_it_says(share):
    """Of skewed latencies, 95 % intervals hold the true quantile about 95 % of times."""
    random = np.random.default_rng(5)
    truth = math.exp(5 + 0.8 * (0.0 if share == 0.5 else 1.6448536269514722))
    held = 0
    for _ in range(500):
        interval = quantile_interval(counts_of(random.lognormal(5, 0.8, 300)), share)
        # Buckets are up to 1 % off.
        held += interval.low / 1.01 <= truth <= interval.high * 1.01

    assert 0.93 <= held / 500 <= 0.99
