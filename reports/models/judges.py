"""Scores that a judge model gave, and how far people agree with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from reports.models.certainty import mean_of, normal_interval, not_computed
from reports.models.decisions import Confusion
from reports.models.histogram import Array
from reports.models.multiclass import class_qualities
from reports.values.interval import Interval
from reports.values.measure import Agreement, ConfusionMatrix, Measure


@dataclass(frozen=True, slots=True)
class JudgeScores:
    """Scores of one judge for one version: n, sum and sum of squares; additive over days."""

    judge: str
    version: str
    n: int
    sum_score: float
    sum_score2: float


def judge_score(scores: JudgeScores) -> Measure:
    """Return the mean score of one judge; scores of different judges are never pooled."""
    sums = (scores.n, scores.sum_score, scores.sum_score2)
    return mean_of("judge score", sums, f"mean score of {scores.judge}")


def agreement(matrix: ConfusionMatrix) -> Agreement:
    """Return how a judge (predictions) agrees with people (labels).

    Source: Cohen (1960); error of Fleiss, Cohen and Everitt (1969).
    """
    n = matrix.known
    counts = np.array(matrix.counts, dtype=np.float64)
    if not n:
        nothing = not_computed("kappa", "no item has both a judge's and a human label")
        return Agreement(nothing, not_computed("agreement", "no item has both labels"), ())
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    seen, chance = float(np.trace(shares)), float(rows @ columns)
    observed = Measure(
        "agreement", seen, n, definition="share of items with equal labels", unit="share"
    )
    if chance >= 1:
        reason = "all labels are the same, so chance explains every agreement"
        return Agreement(not_computed("kappa", reason, n), observed, class_qualities(matrix))
    value = (seen - chance) / (1 - chance)
    se = _kappa_error(shares, value, n)
    kappa = Measure("kappa", value, n, normal_interval(value, se, n), se, "Cohen's kappa")
    return Agreement(kappa, observed, class_qualities(matrix))


def _kappa_error(shares: Array, kappa: float, n: int) -> float:
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chance = float(rows @ columns)
    pairs = columns[:, None] + rows[None, :]
    diagonal = np.diag(shares)
    on = float((diagonal * (1 - np.diag(pairs) * (1 - kappa)) ** 2).sum())
    off = shares * pairs**2 * (1 - kappa) ** 2
    away = float(off.sum() - np.trace(off))
    spread = on + away - (kappa - chance * (1 - kappa)) ** 2
    return sqrt(max(0.0, spread) / n) / (1 - chance)


def stratified_kappa(strata: Sequence[ConfusionMatrix]) -> Measure:
    """Return kappa averaged over strata by their precision, so that the class mix cannot move it.

    Strata in which all labels are the same say nothing and are left out.
    """
    found = [agreement(one).kappa for one in strata]
    usable = [one for one in found if one.value is not None and one.se]
    n = sum(one.n for one in usable)
    if not usable:
        return not_computed("stratified kappa", "no stratum has labels that vary", n)
    weights = [1 / one.se**2 for one in usable if one.se]
    values = [one.value for one in usable if one.value is not None]
    value = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
    se = 1 / sqrt(sum(weights))
    definition = f"Cohen's kappa over {len(usable)} of {len(found)} strata"
    return Measure("stratified kappa", value, n, normal_interval(value, se, n), se, definition)


def corrected_rate(passed: Measure, judged: Confusion) -> Measure:
    """Return a judge's pass rate corrected for how often the judge errs.

    Shape: `judged` counts the judge's decisions against human labels.
    Source: Rogan and Gladen (1978), American Journal of Epidemiology 107.
    """
    name, positive, negative = "corrected rate", judged.tp + judged.fn, judged.tn + judged.fp
    if passed.value is None or passed.se is None:
        return not_computed(name, "there is no pass rate", passed.n)
    if not positive or not negative:
        return not_computed(name, "people gave only one label", judged.known)
    sensitivity, specificity = judged.tp / positive, judged.tn / negative
    informed = sensitivity + specificity - 1
    if informed <= 0:
        return not_computed(name, "the judge is no better than chance", judged.known)
    value = (passed.value + specificity - 1) / informed
    se = _rate_error(passed.se, value, (sensitivity, positive), (specificity, negative))
    inner = normal_interval(value, se, judged.known)
    interval = Interval(max(0.0, inner.low), min(1.0, inner.high), "delta method", judged.known)
    definition = "(observed + specificity - 1) / (sensitivity + specificity - 1)"
    held = min(1.0, max(0.0, value))
    return Measure(name, held, passed.n, interval, se, definition, estimated=True, unit="share")


def _rate_error(
    se: float, value: float, hits: tuple[float, int], rejections: tuple[float, int]
) -> float:
    """Return the error from that of the rate and those of sensitivity and specificity."""
    informed = hits[0] + rejections[0] - 1
    of_hits = hits[0] * (1 - hits[0]) / hits[1]
    of_rejections = rejections[0] * (1 - rejections[0]) / rejections[1]
    spread = se**2 + value**2 * of_hits + (1 - value) ** 2 * of_rejections
    return sqrt(spread) / informed
