"""Quantiles and shares from the logarithmic buckets that queries count in."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import ceil, sqrt

from reports.models.certainty import not_computed, share, two_sided_z
from reports.values.interval import Interval
from reports.values.measure import Measure

GROWTH = 1.02
ORIGIN = 100_000


def bucket_value(bucket: int) -> float:
    """Return the value that stands for a bucket.

    Units: those of the bucketed column; at most 0.99 % off.
    """
    if bucket == 0:
        return 0.0
    upper: float = GROWTH ** (abs(bucket) - ORIGIN + 1)
    return (2 * upper / (1 + GROWTH)) * (1 if bucket > 0 else -1)


def quantile(
    counts: Mapping[int, int], level: float, name: str = "quantile", unit: str = "number"
) -> Measure:
    """Return the nearest-rank quantile with a 95 % interval between two ranks.

    Source: Hyndman and Fan (1996), definition 1; interval: how many of n values lie below a
    quantile is binomial.
    """
    total = sum(counts.values())
    if not total:
        return not_computed(name, "no value was recorded")
    half = two_sided_z(0.95) * sqrt(total * level * (1 - level))
    middle = max(1, ceil(level * total - 1e-9))
    low, high = ceil(level * total - half), ceil(level * total + half) + 1
    value = bucket_value(_at_rank(counts, middle))
    interval = None
    if low >= 1 and high <= total:
        lower, upper = (bucket_value(_at_rank(counts, rank)) for rank in (low, high))
        interval = Interval(lower, upper, "order statistics", total)
    definition = "log buckets, at most 1 % off"
    return Measure(name, value, total, interval, definition=definition, unit=unit)


def share_within(counts: Mapping[int, int], limit: float, name: str = "share within") -> Measure:
    """Return the share of values that do not exceed a limit; buckets are judged by their middle."""
    total = sum(counts.values())
    good = sum(n for bucket, n in counts.items() if bucket_value(bucket) <= limit)
    return share(name, good, total, "log buckets, limit at most 1 % off")


def decile_edges(counts: Mapping[int, int], parts: int = 10) -> tuple[int, ...]:
    """Return the buckets at which equal parts of a reference end, for drift to be counted on.

    A value belongs to the part whose number is how many edges lie below its bucket; both ends are
    open. Edges are whole buckets, so that every engine bins alike; equal ones are merged.
    """
    total = sum(counts.values())
    if not total:
        return ()
    ranks = (max(1, ceil(part * total / parts)) for part in range(1, parts))
    edges = sorted({_at_rank(counts, rank) for rank in ranks})
    return tuple(edge for edge in edges if edge < max(counts))


def count_parts(edges: Sequence[int], counts: Mapping[int, int]) -> tuple[int, ...]:
    """Return how many values lie in each part between the edges of a reference."""
    parts = [0] * (len(edges) + 1)
    for bucket, n in counts.items():
        parts[bisect_left(edges, bucket)] += n
    return tuple(parts)


def _at_rank(counts: Mapping[int, int], rank: int) -> int:
    seen, last = 0, 0
    for bucket in sorted(counts):
        seen, last = seen + counts[bucket], bucket
        if seen >= rank:
            break
    return last
