"""Quality of yes-or-no decisions, from confusion counts at the threshold that was deployed."""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from reports.models.certainty import not_computed, share, wilson
from reports.models.histogram import ScoreHistogram
from reports.values.interval import Interval
from reports.values.measure import Measure


@dataclass(frozen=True, slots=True)
class Confusion:
    """Decisions against labels; additive over days. `unknown` and `selected_unknown` have none.

    `selected_unknown` counts those of `unknown` that were predicted positive.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0
    unknown: int = 0
    selected_unknown: int = 0

    def __add__(self, other: "Confusion") -> "Confusion":
        return Confusion(
            *(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn),
            *(self.unknown + other.unknown, self.selected_unknown + other.selected_unknown),
        )

    @property
    def known(self) -> int:
        """Return how many decisions have a label."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def coverage(self) -> float | None:
        """Return the share of decisions with a label, or nothing without decisions."""
        total = self.known + self.unknown
        return self.known / total if total else None


def confusion_at(histogram: ScoreHistogram, threshold: float) -> Confusion | None:
    """Return decisions at a threshold (a score that reaches it is positive).

    There is nothing to return where the threshold is no edge of the grid.
    """
    if threshold not in histogram.grid.edges:
        return None
    first = histogram.grid.edges.index(threshold) + 1
    positives, negatives = histogram.positives, histogram.negatives
    unknown = histogram.column("n") - histogram.column("n_labelled")
    return Confusion(
        tp=int(positives[first:].sum()),
        fp=int(negatives[first:].sum()),
        fn=int(positives[:first].sum()),
        tn=int(negatives[:first].sum()),
        unknown=int(unknown.sum()),
        selected_unknown=int(unknown[first:].sum()),
    )


def deployed_threshold(histogram: ScoreHistogram) -> float | None:
    """Return the edge that parts positive from negative decisions, or nothing if none does.

    Example: 0.65 where each score from 0.65 on was decided to be positive, and none below
    """
    rows, selected = histogram.column("n"), histogram.column("n_selected")
    chosen = np.flatnonzero(selected > 0)
    if not len(chosen) or chosen[0] == 0:
        return None
    first = int(chosen[0])
    whole = bool((selected[first:] == rows[first:]).all())
    return histogram.grid.edges[first - 1] if whole else None


def precision(counts: Confusion) -> Measure:
    """Return the share of positive decisions that were right."""
    selected = counts.tp + counts.fp
    if not selected:
        return not_computed("precision", "no labelled prediction is positive", counts.known)
    return _of(counts, share("precision", counts.tp, selected, "TP / (TP + FP)"))


def recall(counts: Confusion) -> Measure:
    """Return the share of positive labels that were found."""
    positive = counts.tp + counts.fn
    if not positive:
        return not_computed("recall", "no label is positive", counts.known)
    return _of(counts, share("recall", counts.tp, positive, "TP / (TP + FN)"))


def false_positive_rate(counts: Confusion) -> Measure:
    """Return the share of negative labels that were predicted positive."""
    negative = counts.fp + counts.tn
    if not negative:
        return not_computed("false positive rate", "no label is negative", counts.known)
    return _of(counts, share("false positive rate", counts.fp, negative, "FP / (FP + TN)"))


def selection_rate(counts: Confusion) -> Measure:
    """Return the share of all decisions that are positive, labelled or not."""
    selected = counts.tp + counts.fp + counts.selected_unknown
    return share("selection rate", selected, counts.known + counts.unknown, "positive / all")


def accuracy(counts: Confusion) -> Measure:
    """Return the share of decisions that were right."""
    if not counts.known:
        return not_computed("accuracy", "no prediction has a label yet")
    right = counts.tp + counts.tn
    return _of(counts, share("accuracy", right, counts.known, "right / labelled"))


def f1(counts: Confusion) -> Measure:
    """Return the harmonic mean of precision and recall.

    It is 2 j / (1 + j) with j = TP / (TP + FP + FN), a share, whose interval carries over.
    """
    n = counts.tp + counts.fp + counts.fn
    if not n:
        return not_computed("F1", "there is neither a positive label nor decision", counts.known)
    j = counts.tp / n
    inner = wilson(counts.tp, n)
    ends = (_double(inner.low), _double(inner.high)) if inner else (0.0, 1.0)
    se = sqrt(j * (1 - j) / n) * 2 / (1 + j) ** 2
    interval = Interval(*ends, "Wilson, transformed", n)
    definition = "2 TP / (2 TP + FP + FN)"
    return _of(counts, Measure("F1", _double(j), n, interval, se, definition, unit="share"))


def _double(j: float) -> float:
    return 2 * j / (1 + j)


def _of(counts: Confusion, measure: Measure) -> Measure:
    return replace(measure, coverage=counts.coverage)


def confusion_measures(counts: Confusion) -> tuple[Measure, ...]:
    """Return all that decisions say."""
    ways = (precision, recall, f1, accuracy, false_positive_rate, selection_rate)
    return tuple(way(counts) for way in ways)
