"""Performance estimated without labels, from calibrated scores of the same version."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from reports.models.binary import rank
from reports.models.certainty import logit_interval, normal_interval, not_computed
from reports.models.histogram import Array, ScoreHistogram
from reports.values.interval import Interval
from reports.values.measure import Measure

LEAST_LABELS = 200
LEAST_OF_A_CLASS = 20
NAMES = ("AUC", "precision", "recall", "F1", "accuracy")
METHOD = "confidence-based estimate, isotonic calibration on labelled weeks of the same version"


@dataclass(frozen=True, slots=True, eq=False)
class Calibrator:
    """How often scores of one version came true: a rising line through points.

    Shape: `scores` and `shares` have one entry per point, ascending. `reason` says why there are
    none. `grid` is the version of the grid that the counts came on.
    """

    version: str
    grid: str
    scores: Array
    shares: Array
    n: int = 0
    reason: str = ""


def pool_adjacent(values: Array, weights: Array) -> Array:
    """Return the rising sequence that is closest to values in weighted squares.

    Source: Ayer et al. (1955), the pool-adjacent-violators algorithm.
    """
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] >= block[0]:
            last = blocks.pop()
            total = last[1] + block[1]
            mean = (last[0] * last[1] + block[0] * block[1]) / total
            block = (mean, total, last[2] + block[2])
        blocks.append(block)
    return np.repeat([one[0] for one in blocks], [one[2] for one in blocks])


def fit_calibrator(histogram: ScoreHistogram, version: str) -> Calibrator:
    """Learn from a version's labelled scores how often each score comes true."""
    grid, n = histogram.grid.version, histogram.n_labelled
    positives = histogram.total("n_pos")
    fewer = int(min(positives, n - positives))
    if n < LEAST_LABELS or fewer < LEAST_OF_A_CLASS:
        reason = f"version {version} has {n} labels so far, {fewer} of the rarer class"
        return Calibrator(version, grid, np.zeros(0), np.zeros(0), n, reason)
    rows = histogram.column("n_labelled")
    held = rows > 0
    rows = rows[held]
    scores = histogram.column("sum_s_labelled")[held] / rows
    shares = pool_adjacent(histogram.positives[held] / rows, rows)
    return Calibrator(version, grid, scores, shares, n)


def calibrated(calibrator: Calibrator, scores: Array) -> Array:
    """Return the probabilities that scores stand for; beyond the points the last one holds."""
    found: Array = np.interp(scores, calibrator.scores, calibrator.shares)
    return found


def estimate(
    histogram: ScoreHistogram,
    calibrator: Calibrator,
    version: str,
    threshold: float | None = None,
) -> tuple[Measure, ...]:
    """Return AUC, precision, recall, F1 and accuracy as scores alone let expect them.

    Decisions are those that were recorded, or those at a threshold. Estimates hold while scores
    mean what they meant: a change of concept is invisible to them. Intervals are those of the
    sampling error only.
    Source: the confidence-based performance estimation of NannyML (2022).
    """
    reason = _obstacle(histogram, calibrator, version)
    if reason:
        return tuple(not_computed(name, reason, histogram.n) for name in NAMES)
    rows = histogram.column("n")
    held = rows > 0
    scores = np.divide(histogram.column("sum_s"), rows, out=np.zeros_like(rows), where=held)
    chances = np.where(held, calibrated(calibrator, scores), 0.0)
    area = _area(rows * chances, rows * (1 - chances), histogram.n)
    selected, problem = _selected(histogram, threshold)
    if problem:
        return (area, *(not_computed(name, problem, histogram.n) for name in NAMES[1:]))
    return (area, *_decided(selected, rows - selected, chances))


def _selected(histogram: ScoreHistogram, threshold: float | None) -> tuple[Array, str]:
    """Return how many rows of each bin are positive, or why that is not known."""
    selected = histogram.column("n_selected")
    if threshold is None:
        return selected, "" if selected.any() else "no positive decision was recorded"
    if threshold not in histogram.grid.edges:
        return selected, f"{threshold:g} is no edge of the grid"
    first = histogram.grid.edges.index(threshold) + 1
    return np.where(np.arange(len(selected)) >= first, histogram.column("n"), 0.0), ""


def _obstacle(histogram: ScoreHistogram, calibrator: Calibrator, version: str) -> str:
    if calibrator.reason:
        return calibrator.reason
    if calibrator.version != version:
        return f"scores of {version} cannot be read by those of {calibrator.version}"
    if calibrator.grid != histogram.grid.version:
        return f"the calibration was counted on other edges ({calibrator.grid})"
    return "" if histogram.n else "there are no scores"


def _area(positives: Array, negatives: Array, n: int) -> Measure:
    found = rank(positives, negatives)
    if found is None:
        return not_computed("AUC", "one class is not expected at all", n)
    interval = logit_interval(found.area, found.se, n) if found.se else None
    return Measure(
        name="AUC",
        value=found.area,
        n=n,
        interval=interval,
        se=found.se,
        definition=METHOD,
        estimated=True,
    )


def _decided(selected: Array, others: Array, chances: Array) -> Iterator[Measure]:
    tp, fn = float((selected * chances).sum()), float((others * chances).sum())
    fp, tn = float(selected.sum()) - tp, float(others.sum()) - fn
    n = round(tp + fp + fn + tn)
    yield _ratio("precision", tp, tp + fp, n)
    yield _ratio("recall", tp, tp + fn, n)
    yield _harmonic(tp, fp + fn, n)
    yield _ratio("accuracy", tp + tn, tp + fp + fn + tn, n)


def _ratio(name: str, part: float, whole: float, n: int) -> Measure:
    if whole <= 0:
        return not_computed(name, "no such decision is expected", n)
    value = part / whole
    se = sqrt(max(0.0, value * (1 - value)) / whole)
    interval = logit_interval(value, se, n) or normal_interval(value, se, n)
    return Measure(name, value, n, interval, se, METHOD, estimated=True, unit="share")


def _harmonic(tp: float, wrong: float, n: int) -> Measure:
    inner = _ratio("F1", tp, tp + wrong, n)
    if inner.value is None or inner.se is None or inner.interval is None:
        return inner
    low, high = (2 * end / (1 + end) for end in (inner.interval.low, inner.interval.high))
    return replace(
        inner,
        value=2 * inner.value / (1 + inner.value),
        se=2 * inner.se / (1 + inner.value) ** 2,
        interval=Interval(low, high, f"{inner.interval.method}, transformed", n),
    )
