"""Several classes, beside scikit-learn and a bootstrap."""

import numpy as np
import pytest
from sklearn import metrics

from reports.models.multiclass import (
    averaged,
    class_qualities,
    collect_matrix,
    multiclass_accuracy,
    multiclass_measures,
)

NAMES = ("cat", "dog", "eel", "fox")


def labelled(rows=3000, seed=1):
    """Return labels and predictions that agree in most cases."""
    rng = np.random.default_rng(seed)
    labels = rng.choice(NAMES, rows, p=(0.5, 0.3, 0.15, 0.05))
    guesses = np.where(rng.random(rows) < 0.7, labels, rng.choice(NAMES, rows))
    return labels, guesses


def matrix_of(labels, guesses):
    """Count rows as a query does."""
    return collect_matrix([(str(a), str(b), 1) for a, b in zip(labels, guesses, strict=True)])


def test_matrix_and_classes_are_those_of_scikit_learn():
    """Counts, and precision, recall and F1 of each class, agree to twelve digits."""
    labels, guesses = labelled()
    matrix = matrix_of(labels, guesses)
    theirs = metrics.precision_recall_fscore_support(labels, guesses)
    found = class_qualities(matrix)

    assert metrics.confusion_matrix(labels, guesses).tolist() == [list(r) for r in matrix.counts]
    assert theirs[0] == pytest.approx([one.precision.value for one in found], abs=1e-12)
    assert theirs[1] == pytest.approx([one.recall.value for one in found], abs=1e-12)
    assert theirs[2] == pytest.approx([one.f1.value for one in found], abs=1e-12)
    assert theirs[3].tolist() == [one.support for one in found]


@pytest.mark.parametrize("average", ["macro", "weighted"])
def test_averages_are_those_of_scikit_learn(average):
    """Macro and weighted averages agree to twelve digits."""
    labels, guesses = labelled()
    theirs = metrics.precision_recall_fscore_support(labels, guesses, average=average)[:3]
    matrix = matrix_of(labels, guesses)
    found = [averaged(matrix, what, average).value for what in ("precision", "recall", "F1")]

    assert theirs == pytest.approx(found, abs=1e-12)
    assert metrics.accuracy_score(labels, guesses) == pytest.approx(
        multiclass_accuracy(matrix).value, abs=1e-12
    )


@pytest.mark.parametrize("average", ["macro", "weighted"])
@pytest.mark.parametrize("what", ["precision", "recall", "F1"])
def test_error_of_an_average_is_the_spread_of_resampled_ones(average, what):
    """The delta method spreads as a multinomial bootstrap does."""
    matrix = matrix_of(*labelled(2000, 2))
    counts = np.array(matrix.counts)
    rng = np.random.default_rng(3)
    found = []
    for _ in range(400):
        drawn = rng.multinomial(counts.sum(), (counts / counts.sum()).ravel()).reshape(4, 4)
        cells = [(NAMES[i], NAMES[j], int(drawn[i, j])) for i in range(4) for j in range(4)]
        found.append(averaged(collect_matrix(cells), what, average).value)

    assert np.std(found) == pytest.approx(averaged(matrix, what, average).se, rel=0.12)


def test_class_never_predicted_is_named_as_zero():
    """A class without predictions counts as zero, which the definition says."""
    matrix = collect_matrix([("a", "a", 3), ("b", "a", 1), (None, "a", 4)])
    found = averaged(matrix, "precision", "macro")

    assert (0.375, 0.5) == (found.value, found.coverage)
    assert "1 without a denominator count as 0" in found.definition


def test_no_labels_give_reasons():
    """Predictions whose labels are still to come have no quality yet."""
    found = multiclass_measures(collect_matrix([(None, "a", 4)]))

    assert {(None, "not computed, because no prediction has a label yet")} == {
        (one.value, one.reason) for one in found
    }
