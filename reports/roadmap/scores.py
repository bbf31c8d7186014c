"""Scores with their uncertainty: RICE and ICE as lognormal values, WSJF as a plain quotient."""

from collections.abc import Sequence
from math import erf, exp, log, sqrt
from statistics import NormalDist

from reports.values.roadmap import JobScores, Method, RoadmapItem, Score, Span90

_LEVEL = 0.9
_Z = NormalDist().inv_cdf((1 + _LEVEL) / 2)


def rice(reach: Span90, impact: Span90, confidence: float, effort: Span90) -> Score:
    """Return reach x impact x confidence / effort, each known by its 5 % and 95 % values.

    Independent lognormal factors make a lognormal score.
    Source: the RICE score (Intercom, 2016) with the closed form of lognormal products.
    """
    return _product([reach, impact], confidence, [effort])


def ice(impact: Span90, confidence: float, effort: Span90) -> Score:
    """Return impact x confidence / effort, which leaves out how many are reached."""
    return _product([impact], confidence, [effort])


def wsjf(job: JobScores) -> Score:
    """Return the cost of delay by job size.

    Source: weighted shortest job first, as the Scaled Agile Framework states it.
    """
    value = (job.business_value + job.time_criticality + job.risk_opportunity) / job.job_size
    return Score(value, value, value, value, log(value) if value > 0 else 0.0, 0.0)


def beats(one: Score, other: Score) -> float:
    """Return the chance that one score is the higher one."""
    spread = sqrt(one.sigma**2 + other.sigma**2)
    if spread == 0:
        return 0.5 if one.median == other.median else float(one.median > other.median)
    return 0.5 * (1 + erf((one.mu - other.mu) / spread / sqrt(2)))


def missing(item: RoadmapItem, method: Method, reach: Span90 | None) -> tuple[str, ...]:
    """Return what an item lacks for a score."""
    if method == "wsjf":
        return () if item.job else ("job",)
    needed = {"reach": reach, "impact": item.impact, "effort": item.effort}
    if method == "ice":
        del needed["reach"]
    return tuple(name for name, value in needed.items() if value is None)


def score(
    item: RoadmapItem, method: Method, reach: Span90 | None, confidence: float
) -> Score | None:
    """Return an item's score by a method, or nothing where it lacks something."""
    if method == "wsjf":
        return wsjf(item.job) if item.job else None
    if item.impact is None or item.effort is None:
        return None
    if method == "ice":
        return ice(item.impact, confidence, item.effort)
    return rice(reach, item.impact, confidence, item.effort) if reach else None


def _product(above: Sequence[Span90], factor: float, below: Sequence[Span90]) -> Score:
    parts = [(_lognormal(span), 1) for span in above] + [(_lognormal(span), -1) for span in below]
    mu = log(factor) + sum(sign * mean for (mean, _), sign in parts)
    sigma = sqrt(sum(spread**2 for (_, spread), _ in parts))
    return Score(
        median=exp(mu),
        mean=exp(mu + sigma**2 / 2),
        low=exp(mu - _Z * sigma),
        high=exp(mu + _Z * sigma),
        mu=mu,
        sigma=sigma,
    )


def _lognormal(span: Span90) -> tuple[float, float]:
    """Return mean and spread of the logarithm of a value with these 5 % and 95 % values."""
    low, high = log(span[0]), log(span[1])
    return (low + high) / 2, (high - low) / (2 * _Z)
