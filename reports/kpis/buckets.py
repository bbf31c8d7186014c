"""Quantiles from logarithmic buckets, the inverse of the warehouse's `log_bucket` macro."""

from collections.abc import Mapping
from math import ceil

GROWTH = 1.02
ORIGIN = 100_000


def bucket_value(bucket: int) -> float:
    """Return the value that stands for a bucket.

    Units: those of the bucketed column; at most (GROWTH - 1) / (GROWTH + 1), 0.99 %, off.
    """
    if bucket == 0:
        return 0.0
    upper: float = GROWTH ** (abs(bucket) - ORIGIN + 1)
    return (2 * upper / (1 + GROWTH)) * (1 if bucket > 0 else -1)


def bucket_quantile(counts: Mapping[int, int], share: float) -> float | None:
    """Return the nearest-rank quantile of bucketed values, or nothing without values.

    Source: Hyndman and Fan (1996), definition 1.
    """
    total = sum(counts.values())
    if total == 0:
        return None
    rank = max(1, ceil(share * total - 1e-9))
    seen = 0
    for bucket in sorted(counts):
        seen += counts[bucket]
        if seen >= rank:
            return bucket_value(bucket)
    return None
