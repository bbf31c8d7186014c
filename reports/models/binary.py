"""How well scores tell positives from negatives, from a score histogram."""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from reports.models.certainty import logit_interval, mean_of, not_computed, wilson
from reports.models.histogram import Array, ScoreHistogram
from reports.values.interval import Interval
from reports.values.measure import Measure


@dataclass(frozen=True, slots=True)
class Ranking:
    """How positives and negatives are ordered: the area, its standard error, its binning bound.

    `se` is null with fewer than two labels of a class.
    """

    area: float
    se: float | None
    bound: float


def rank(positives: Array, negatives: Array) -> Ranking | None:
    """Return the area under the ROC curve by midranks, or nothing where a class is missing.

    Shape: counts per group of equal scores, ascending; they need not be whole numbers.
    Source: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44.
    """
    p, n = float(positives.sum()), float(negatives.sum())
    if p <= 0 or n <= 0:
        return None
    below = np.cumsum(negatives) - negatives / 2
    above = p - np.cumsum(positives) + positives / 2
    area = float((positives * below).sum() / (p * n))
    bound = float((positives * negatives).sum() / (2 * p * n))
    if p < 2 or n < 2:
        return Ranking(area, None, bound)
    of_positives = float((positives * (below / n - area) ** 2).sum() / (p - 1) / p)
    of_negatives = float((negatives * (above / p - area) ** 2).sum() / (n - 1) / n)
    return Ranking(area, sqrt(of_positives + of_negatives), bound)


def auc(histogram: ScoreHistogram) -> Measure:
    """Return the area under the ROC curve with DeLong's error and the bound of its bins."""
    found = rank(histogram.positives, histogram.negatives)
    n = histogram.n_labelled
    if found is None:
        return not_computed("AUC", _one_class(histogram), n)
    interval = logit_interval(found.area, found.se, n) if found.se else None
    return Measure(
        name="AUC",
        value=found.area,
        n=n,
        interval=interval,
        se=found.se,
        definition=f"midranks over bins {histogram.grid.version}, DeLong error",
        coverage=histogram.coverage,
        bound=found.bound,
    )


def bound_matters(measure: Measure) -> bool:
    """Tell whether binning may have moved a measure by more than a third of its error."""
    return bool(measure.bound and (measure.se is None or measure.bound > measure.se / 3))


def average_precision(histogram: ScoreHistogram, *, interpolated: bool = True) -> Measure:
    """Return the area under the precision-recall curve.

    Interpolated, precision runs inside a bin as if its rows came in random order; else it steps
    from bin to bin, which is exact where each bin holds one score, and low elsewhere.
    Source: Davis and Goadrich (2006); interval of Boyd, Eng and Page (2013).
    """
    positives, n = histogram.positives[::-1], histogram.n_labelled
    negatives, total = histogram.negatives[::-1], float(histogram.positives.sum())
    if total <= 0 or total == n:
        return not_computed("average precision", _one_class(histogram), n)
    tp, fp = np.cumsum(positives), np.cumsum(negatives)
    held = positives > 0
    if interpolated:
        slope = 1 + negatives[held] / (positives[held] + 1)
        before = ((tp - positives)[held], (tp - positives + fp - negatives)[held])
        gained = _precisions(*before, slope, positives[held])
    else:
        gained = positives[held] * tp[held] / (tp + fp)[held]
    value = float(gained.sum() / total)
    se = sqrt(value * (1 - value) / total)
    way = "interpolated inside bins" if interpolated else "stepped between bins"
    return Measure(
        name="average precision",
        value=value,
        n=n,
        interval=logit_interval(value, se, int(total)),
        se=se,
        definition=f"{way} {histogram.grid.version}",
        coverage=histogram.coverage,
    )


def _precisions(tp: Array, rows: Array, slope: Array, hits: Array) -> Array:
    """Sum the precision at each positive of a bin whose rows come in random order.

    The j-th of them has on average `slope * j` rows of its bin up to itself; the sum over j is
    taken as the integral from one half to `hits` and a half.
    """
    logs = np.log((rows + slope * (hits + 0.5)) / (rows + slope / 2))
    summed: Array = hits / slope + (tp - rows / slope) / slope * logs
    return summed


def log_loss(histogram: ScoreHistogram) -> Measure:
    """Return the mean negative log-likelihood; exact whatever the bins.

    Units: nats.
    """
    if not histogram.n_labelled:
        return not_computed("log loss", "no prediction has a label yet")
    totals = (histogram.total("sum_logloss"), histogram.total("sum_logloss2"))
    found = mean_of("log loss", (histogram.n_labelled, *totals), "nats, scores kept off 0 and 1")
    return _covered(found, histogram)


def brier(histogram: ScoreHistogram) -> Measure:
    """Return the mean squared distance between score and label; exact whatever the bins."""
    if not histogram.n_labelled:
        return not_computed("Brier score", "no prediction has a label yet")
    squared = histogram.total("sum_s2") - 2 * histogram.total("sum_sy") + histogram.total("n_pos")
    sums = (histogram.n_labelled, squared, histogram.total("sum_e4"))
    return _covered(mean_of("Brier score", sums, "mean of (score - label)^2"), histogram)


def lift(histogram: ScoreHistogram, top: float = 0.1) -> Measure:
    """Return how much likelier a positive is among the highest scores than among all.

    The bin at the border counts in part. The interval takes the rate among all as known.
    """
    name, n = f"lift of the top {top:.0%}", histogram.n_labelled
    positives, rows = histogram.positives[::-1], histogram.column("n_labelled")[::-1]
    total = float(positives.sum())
    wanted = top * n
    if total <= 0 or wanted < 1:
        return not_computed(name, "there are too few labels or no positive one", n)
    before = np.cumsum(rows) - rows
    part = np.clip(wanted - before, 0, rows)
    hits = float((positives * np.divide(part, rows, out=np.zeros_like(rows), where=rows > 0)).sum())
    base, inner = total / n, wilson(min(hits, round(wanted)), round(wanted))
    interval = Interval(inner.low / base, inner.high / base, inner.method, n) if inner else None
    found = Measure(name, hits / wanted / base, n, interval, definition="rate on top / rate")
    return _covered(found, histogram)


def _covered(measure: Measure, histogram: ScoreHistogram) -> Measure:
    return replace(measure, coverage=histogram.coverage)


def _one_class(histogram: ScoreHistogram) -> str:
    if not histogram.n_labelled:
        return "no prediction with a score has a label yet"
    kind = "positive" if histogram.total("n_pos") > 0 else "negative"
    return f"all labels are {kind}"
