"""Intervals of a quantile that assume nothing about how values are distributed."""

from collections.abc import Mapping
from itertools import accumulate
from math import ceil, sqrt

from reports.kpis.buckets import bucket_value
from reports.kpis.inference.normal import two_sided_z
from reports.values.interval import Interval


def quantile_interval(
    counts: Mapping[int, int], share: float, level: float = 0.95
) -> Interval | None:
    """Return the interval of a quantile from bucket counts, or nothing with too few values.

    Its ends are the values at two ranks: how many of n values lie below the quantile is
    binomial. Ranks beyond the first or last value are taken there, as long as these bound the
    quantile on both sides at the level asked for.
    Units: those of the bucketed column; each end is at most 1 % off, as buckets are.
    Source: Conover (1999), Practical Nonparametric Statistics, section 3.2.
    """
    n = sum(counts.values())
    if n == 0 or max(share**n, (1 - share) ** n) > (1 - level) / 2:
        return None
    reach = two_sided_z(level) * sqrt(n * share * (1 - share))
    low = max(1, ceil(n * share - reach))
    high = min(n, ceil(n * share + reach))
    return Interval(_at_rank(counts, low), _at_rank(counts, high), "order statistics", n, level)


def _at_rank(counts: Mapping[int, int], rank: int) -> float:
    """Return the value of the bucket that holds the value of a rank, counted from one."""
    buckets = sorted(counts)
    seen = accumulate(counts[bucket] for bucket in buckets)
    found = next(bucket for bucket, upto in zip(buckets, seen, strict=True) if upto >= rank)
    return bucket_value(found)
