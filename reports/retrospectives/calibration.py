"""How good our own predictions were: probabilities, intervals, and the sum of claimed wins."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist, fmean

_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Probabilities:
    """The Brier score of stated probabilities in parts: reliability - resolution + uncertainty.

    `skill` is what it gains over always stating the base rate, nothing where outcomes are alike.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    skill: float | None
    log_loss: float
    n: int


@dataclass(frozen=True, slots=True)
class Intervals:
    """How often stated intervals held what came, with the band of that share.

    `realised` is what came of all that was expected; `score` is width plus penalties for misses.
    """

    covered: int
    n: int
    coverage: float
    low: float
    high: float
    score: float
    bias: float
    realised: float | None
    same_sign: float


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Effects drawn towards their mean by how little each is known; their sum is the honest one."""

    q: float
    tau2: float
    mean: float
    se: float
    effects: tuple[float, ...]
    factors: tuple[float, ...]


def probabilities(stated: Sequence[float], came: Sequence[bool]) -> Probabilities:
    """Split the Brier score over the distinct probabilities that were stated.

    Source: Murphy (1973), A new vector partition of the probability score.
    """
    n, base = len(stated), fmean(came)
    groups: dict[float, list[bool]] = defaultdict(list)
    for forecast, outcome in zip(stated, came, strict=True):
        groups[forecast].append(outcome)
    brier = fmean((f - o) ** 2 for f, o in zip(stated, came, strict=True))
    reliability = sum(len(o) * (f - fmean(o)) ** 2 for f, o in groups.items()) / n
    resolution = sum(len(o) * (fmean(o) - base) ** 2 for o in groups.values()) / n
    uncertainty = base * (1 - base)
    skill = 1 - brier / uncertainty if uncertainty else None
    loss = -fmean(log(f if o else 1 - f) for f, o in zip(stated, came, strict=True))
    return Probabilities(brier, reliability, resolution, uncertainty, skill, loss, n)


def intervals(
    expected: Sequence[float],
    bounds: Sequence[tuple[float, float]],
    came: Sequence[float],
    nominal: float = 0.8,
) -> Intervals:
    """Compare stated intervals and values with what came.

    Source: Gneiting and Raftery (2007) for the interval score; Wilson (1927) for the band.
    """
    n = len(came)
    held = [low <= value <= high for (low, high), value in zip(bounds, came, strict=True)]
    penalty = 2 / (1 - nominal)
    scores = [
        high - low + penalty * (max(0.0, low - value) + max(0.0, value - high))
        for (low, high), value in zip(bounds, came, strict=True)
    ]
    low, high = _wilson(sum(held), n)
    hoped = sum(expected)
    return Intervals(
        covered=sum(held),
        n=n,
        coverage=sum(held) / n,
        low=low,
        high=high,
        score=fmean(scores),
        bias=fmean(value - hope for value, hope in zip(came, expected, strict=True)),
        realised=sum(came) / hoped if hoped else None,
        same_sign=fmean(value * hope > 0 for value, hope in zip(came, expected, strict=True)),
    )


def shrink(effects: Sequence[float], errors: Sequence[float]) -> Shrunk:
    """Draw effects towards their common mean.

    Adding up unshrunk wins counts luck twice.
    Source: DerSimonian and Laird (1986), normal-normal shrinkage.
    """
    weights = [1 / error**2 for error in errors]
    fixed = _weighted(effects, weights)
    q = sum(w * (one - fixed) ** 2 for w, one in zip(weights, effects, strict=True))
    spare = sum(weights) - sum(w * w for w in weights) / sum(weights)
    tau2 = max(0.0, (q - (len(effects) - 1)) / spare) if spare > 0 else 0.0
    pooled = [1 / (error**2 + tau2) for error in errors]
    mean = _weighted(effects, pooled)
    factors = tuple(error**2 / (error**2 + tau2) for error in errors)
    drawn = tuple(b * mean + (1 - b) * one for b, one in zip(factors, effects, strict=True))
    return Shrunk(q, tau2, mean, sqrt(1 / sum(pooled)), drawn, factors)


def _weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(w * one for w, one in zip(weights, values, strict=True)) / sum(weights)


def _wilson(hits: int, n: int) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 + _LEVEL) / 2)
    middle = (hits + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * sqrt(hits * (n - hits) / n + z * z / 4)
    return middle - half, middle + half
