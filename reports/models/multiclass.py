"""Quality of predictions of one class among several, from a confusion matrix."""

from collections.abc import Iterable
from dataclasses import replace
from math import sqrt
from typing import Literal

import numpy as np

from reports.errors import ContractError
from reports.models.certainty import normal_interval, not_computed, share
from reports.models.decisions import Confusion, f1, precision, recall
from reports.models.histogram import Array
from reports.values.measure import ClassQuality, ConfusionMatrix, Measure

Average = Literal["macro", "weighted"]


def collect_matrix(cells: Iterable[tuple[str | None, str, int]]) -> ConfusionMatrix:
    """Sum cells of label, prediction and count; a null label is not known yet.

    Raises: ContractError for a negative count.
    """
    rows = list(cells)
    if any(n < 0 for _, _, n in rows):
        raise ContractError("a confusion matrix has a negative count")
    labels = {label for label, _, _ in rows if label is not None}
    classes = tuple(sorted(labels | {guess for _, guess, _ in rows}))
    place = {name: index for index, name in enumerate(classes)}
    counts = np.zeros((len(classes), len(classes)), dtype=np.int64)
    unknown = 0
    for label, guess, n in rows:
        if label is None:
            unknown += n
        else:
            counts[place[label], place[guess]] += n
    return ConfusionMatrix(classes, tuple(tuple(map(int, row)) for row in counts), unknown)


def one_against_rest(matrix: ConfusionMatrix, name: str) -> Confusion:
    """Return the matrix as a yes-or-no question about one class."""
    index, total = matrix.classes.index(name), matrix.known
    tp = matrix.counts[index][index]
    fn = sum(matrix.counts[index]) - tp
    fp = sum(row[index] for row in matrix.counts) - tp
    return Confusion(tp, fp, fn, total - tp - fn - fp, matrix.unknown)


def class_qualities(matrix: ConfusionMatrix) -> tuple[ClassQuality, ...]:
    """Return precision, recall and F1 of every class."""
    found = []
    for name in matrix.classes:
        counts = one_against_rest(matrix, name)
        measures = (precision(counts), recall(counts), f1(counts))
        found.append(ClassQuality(name, counts.tp + counts.fn, *measures))
    return tuple(found)


def multiclass_accuracy(matrix: ConfusionMatrix) -> Measure:
    """Return the share of rows whose class was right."""
    if not matrix.known:
        return not_computed("accuracy", "no prediction has a label yet")
    right = sum(matrix.counts[index][index] for index in range(len(matrix.classes)))
    found = share("accuracy", right, matrix.known, "right / labelled")
    return replace(found, coverage=matrix.coverage)


def averaged(matrix: ConfusionMatrix, what: Literal["precision", "recall", "F1"],
             average: Average) -> Measure:  # fmt: skip
    """Return precision, recall or F1 averaged over classes, plainly or by their labels.

    A class that nothing was predicted for, or that no label names, counts as zero where its
    denominator is, and the definition says so. The error comes from the delta method.
    """
    name = f"{average} {what}"
    if not matrix.known:
        return not_computed(name, "no prediction has a label yet")
    counts = np.array(matrix.counts, dtype=np.float64)
    values, slopes, empty = _by_class(counts, what)
    support = counts.sum(axis=1) / counts.sum()
    weights = support if average == "weighted" else np.full(len(values), 1 / len(values))
    value = float(weights @ values)
    slope = np.tensordot(weights, slopes, axes=1)
    if average == "weighted":
        slope = slope + ((values - value) / counts.sum())[:, None]
    se = sqrt(float((counts * slope**2).sum()))
    remark = f"; {empty} without a denominator count as 0" if empty else ""
    return Measure(
        name=name,
        value=value,
        n=matrix.known,
        interval=normal_interval(value, se, matrix.known),
        se=se,
        definition=f"mean over {len(values)} classes{remark}",
        coverage=matrix.coverage,
        unit="share",
    )


def _by_class(counts: Array, what: str) -> tuple[Array, Array, int]:
    """Return each class's value and its slope in every cell of the matrix."""
    size = len(counts)
    by_label = np.repeat(np.eye(size)[:, :, None], size, axis=2)
    by_guess = by_label.transpose(0, 2, 1)
    scale, reach = {
        "precision": (1.0, by_guess),
        "recall": (1.0, by_label),
        "F1": (2.0, by_guess + by_label),
    }[what]
    hits = np.diag(counts)
    below = np.tensordot(reach, counts, axes=2)
    safe = np.where(below > 0, below, 1.0)
    values = np.where(below > 0, scale * hits / safe, 0.0)
    own = np.einsum("ki,kj->kij", np.eye(size), np.eye(size))
    slopes = (scale * own - values[:, None, None] * reach) / safe[:, None, None]
    return values, np.where((below > 0)[:, None, None], slopes, 0.0), int((below == 0).sum())


def multiclass_measures(matrix: ConfusionMatrix) -> tuple[Measure, ...]:
    """Return accuracy and all averages."""
    ways: tuple[Average, ...] = ("macro", "weighted")
    return (
        multiclass_accuracy(matrix),
        *(averaged(matrix, what, way) for way in ways for what in ("precision", "recall", "F1")),
    )
