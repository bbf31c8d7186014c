"""Quantiles from logarithmic buckets."""

import math

from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.buckets import GROWTH, ORIGIN, bucket_quantile, bucket_value


def bucket_of(value: float) -> int:
    """Return the bucket a warehouse puts a value into."""
    if value == 0:
        return 0
    return int(math.copysign(ORIGIN + math.floor(math.log(abs(value)) / math.log(GROWTH)), value))


@given(st.floats(min_value=1e-9, max_value=1e12), st.sampled_from([-1, 1]))
def test_a_bucket_stands_for_its_values_within_one_per_cent(value: float, sign: int):
    """The value of a bucket is at most one per cent off, on both sides of zero."""
    assert abs(bucket_value(bucket_of(sign * value)) / (sign * value) - 1) < 0.01


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.floats(0.01, 0.99))
def test_quantiles_lie_within_one_per_cent_of_the_nearest_rank(values: list[float], share: float):
    """Bucketed quantiles agree with the sorted list's."""
    values = [0.0 if value < 1e-9 else value for value in values]
    counts: dict[int, int] = {}
    for value in values:
        counts[bucket_of(value)] = counts.get(bucket_of(value), 0) + 1
    exact = sorted(values)[max(1, math.ceil(share * len(values) - 1e-9)) - 1]

    found = bucket_quantile(counts, share)

    assert found is not None
    assert abs(found - exact) <= 0.01 * exact


def test_no_values_have_no_quantile():
    """An empty count gives nothing rather than zero."""
    assert bucket_quantile({}, 0.5) is None
