"""log_bucket gives the same bucket on every engine."""

from collections.abc import Callable
from math import floor, log

from reports.kpis.buckets import bucket_value
from reports.values.calendar import Calendar
from reports.values.query import Query

AWKWARD = (
    0.0, 1.0, -1.0, 1e-9, -1e-9, 1e12, -1e12, 1.02, 1.02**2, 1.02**100, 1.02**-100, 1.02**1395,
    2.0, 10.0, 1000.0, 0.1, 0.3, 119.99999999999999, 120.0, -480.5, 1e-300, 9.99e299,
)  # fmt: skip
BUCKETS = Query(
    "latency",
    "quantile",
    "SELECT period, segment, log_bucket(score) AS bucket, COUNT(*) AS n "
    "FROM predictions GROUP BY period, segment, log_bucket(score)",
    ("predictions",),
)


def bucket(value: float) -> int:
    """Return the bucket by the definition, with the tolerance at edges."""
    if value == 0:
        return 0
    size = 100_000 + floor(log(abs(value)) / log(1.02) + 1e-9)
    return size if value > 0 else -size


def test_engines_agree_on_awkward_values(opener: Callable[..., object]) -> None:
    """Zero, negatives, extremes and exact powers fall into the defined buckets."""
    rows = [
        {"prediction_id": str(k), "occurred_at": "2026-11-09T10:00:00Z", "model": str(k),
         "score": value}
        for k, value in enumerate(AWKWARD)
    ]  # fmt: skip
    week = Calendar().week("2026-W46")
    facts = opener({"predictions": rows}).extract(BUCKETS, [week], dimension="model")
    got = {int(model): number for model, number in zip(facts.segment, facts.bucket, strict=True)}

    assert {k: bucket(value) for k, value in enumerate(AWKWARD)} == got


def test_exact_powers_open_their_bucket() -> None:
    """The definition puts a power of the growth factor at the lower edge of its bucket."""
    assert [100_000 + k for k in range(0, 1400, 7)] == [bucket(1.02**k) for k in range(0, 1400, 7)]


def test_representatives_are_within_one_percent() -> None:
    """What stands for a bucket is at most 1 % off."""
    values = [value for value in AWKWARD if value and abs(value) < 1e200]
    errors = [abs(bucket_value(bucket(value)) / value - 1) for value in values]

    assert max(errors) <= 0.01
