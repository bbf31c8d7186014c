"""Whether scores are probabilities: reliability, calibration error, and the Brier score split."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from reports.models.certainty import normal_interval, not_computed, wilson
from reports.models.histogram import Array, ScoreHistogram
from reports.values.charts import ReliabilityBin
from reports.values.measure import BrierSplit, Measure


@dataclass(frozen=True, slots=True)
class _Groups:
    low: Array
    high: Array
    rows: Array
    positives: Array
    scores: Array


def reliability(histogram: ScoreHistogram, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """Return mean score and observed share of equally wide bins.

    A bin is marked where its mean score lies outside the interval of what came true, at a level
    that keeps the chance of any false mark at 5 %.
    """
    groups = _group(histogram, bins)
    level = 1 - 0.05 / bins
    found = []
    for index in range(bins):
        low, high = float(groups.low[index]), float(groups.high[index])
        n, hits = int(groups.rows[index]), float(groups.positives[index])
        if not n:
            reason = "no labelled score in this bin"
            found.append(ReliabilityBin(low, high, None, None, 0, reason=reason))
            continue
        mean, strict = float(groups.scores[index]) / n, wilson(hits, n, level)
        outside = strict is not None and not strict.low <= mean <= strict.high
        found.append(
            ReliabilityBin(
                *(low, high, mean, hits / n, n, wilson(hits, n)),
                mark="adverse" if outside else "none",
            )
        )
    return tuple(found)


def calibration_error(histogram: ScoreHistogram, bins: int = 10) -> Measure:
    """Return the expected calibration error: the mean distance of score and truth over bins.

    It is never below zero, so that noise alone makes it positive: the definition tells how much
    a calibrated model would show with these counts.
    """
    name, n = "ECE", histogram.n_labelled
    if not n:
        return not_computed(name, "no prediction with a score has a label yet")
    groups = _group(histogram, bins)
    held = groups.rows > 0
    rows, scores = groups.rows[held], groups.scores[held] / groups.rows[held]
    gaps = np.abs(groups.positives[held] / rows - scores)
    value = float((rows * gaps).sum() / n)
    spread = np.sqrt(np.clip(scores * (1 - scores), 0, None) / rows)
    noise = float((rows * spread).sum() / n) * sqrt(2 / np.pi)
    definition = f"{bins} equally wide bins; about {noise:.4f} if calibrated"
    return Measure(name, value, n, definition=definition, coverage=histogram.coverage)


def calibration_in_the_large(histogram: ScoreHistogram) -> Measure:
    """Return mean score minus observed share: above zero the model promises too much."""
    name, n = "mean score minus rate", histogram.n_labelled
    if n < 2:
        return not_computed(name, "fewer than two predictions have a label", n)
    value = (histogram.total("sum_s_labelled") - histogram.total("n_pos")) / n
    brier = histogram.total("sum_s2") - 2 * histogram.total("sum_sy") + histogram.total("n_pos")
    se = sqrt(max(0.0, brier - n * value * value) / (n - 1) / n)
    definition, interval = "mean of score minus label", normal_interval(value, se, n)
    return Measure(name, value, n, interval, se, definition, histogram.coverage)


def split_brier(histogram: ScoreHistogram, bins: int = 10) -> BrierSplit | None:
    """Split the Brier score over equally wide bins, or return nothing without labels.

    Source: Murphy (1973); the part within bins is that of Stephenson, Coelho and Jolliffe (2008).
    """
    n = histogram.n_labelled
    if not n:
        return None
    groups = _group(histogram, bins)
    held = groups.rows > 0
    rows = groups.rows[held]
    seen, mean = groups.positives[held] / rows, groups.scores[held] / rows
    base = histogram.total("n_pos") / n
    squares = histogram.total("sum_s2") - 2 * histogram.total("sum_sy") + histogram.total("n_pos")
    miss = float((rows * (mean - seen) ** 2).sum() / n)
    gain = float((rows * (seen - base) ** 2).sum() / n)
    doubt = base * (1 - base)
    within = squares / n - (miss - gain + doubt)
    return BrierSplit(squares / n, miss, gain, doubt, within, n, f"{bins} equally wide bins")


def _group(histogram: ScoreHistogram, bins: int) -> _Groups:
    """Sum bins of the grid into equally wide ones, whose edges the grid must hold."""
    borders = np.array([step / bins for step in range(1, bins)])
    starts = np.concatenate([[0.0], np.array(histogram.grid.edges)])
    place = np.searchsorted(borders, starts, side="right")

    def total(name: str) -> Array:
        sums = np.bincount(place, weights=histogram.column(name), minlength=bins)
        return sums.astype(np.float64)

    low = np.array([step / bins for step in range(bins)])
    high = np.array([step / bins for step in range(1, bins + 1)])
    return _Groups(low, high, total("n_labelled"), total("n_pos"), total("sum_s_labelled"))
