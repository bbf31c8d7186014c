"""Scores against labels, beside scikit-learn and row-level formulas."""

import numpy as np
import pytest
from sklearn import metrics

from reports.models.binary import (
    auc,
    average_precision,
    bound_matters,
    brier,
    lift,
    log_loss,
    rank,
)
from reports.models.decisions import Confusion, confusion_at, confusion_measures
from reports.models.histogram import empty_histogram, histogram_of
from reports.values.score_grid import score_grid
from tests.models.samples import binned, by_measure, exact, predictions

CASES = {
    "balanced": predictions(4000, 0.5, 2),
    "rare": predictions(20000, 0.013, 3),
    "ties": (np.round(predictions(3000, 0.3, 4)[0], 1), predictions(3000, 0.3, 4)[1]),
    "small": predictions(40, 0.4, 5),
}
EVERY = pytest.mark.parametrize(("scores", "labels"), CASES.values(), ids=CASES)


@EVERY
def test_exact_bins_give_what_scikit_learn_gives(scores, labels):
    """AUC, average precision, log loss and Brier score agree to twelve digits."""
    found = exact(scores, labels)
    steps = average_precision(found, interpolated=False).value
    theirs = metrics.average_precision_score(labels, scores)

    assert metrics.roc_auc_score(labels, scores) == pytest.approx(auc(found).value, abs=1e-12)
    assert theirs == pytest.approx(steps, abs=1e-12)
    assert metrics.log_loss(labels, scores) == pytest.approx(log_loss(found).value, abs=1e-12)
    assert metrics.brier_score_loss(labels, scores) == pytest.approx(brier(found).value, abs=1e-12)


@EVERY
def test_the_grid_stays_within_its_own_bound(scores, labels):
    """AUC from the grid misses by no more than it says; sums do not depend on bins at all."""
    found, best = binned(scores, labels), exact(scores, labels)
    area = auc(found)

    assert abs(area.value - metrics.roc_auc_score(labels, scores)) <= area.bound + 1e-12
    assert log_loss(best).value == pytest.approx(log_loss(found).value, abs=1e-12)
    assert brier(best).value == pytest.approx(brier(found).value, abs=1e-12)


@pytest.mark.parametrize(("rate", "most"), [(0.25, 3e-4), (0.013, 1e-3), (0.0009, 1e-3)])
def test_rare_positives_do_not_break_the_grid(rate, most):
    """Bins on the logit scale hold where equal widths miss AUC by 0.2."""
    rng = np.random.default_rng(6)
    labels = (rng.random(200_000) < rate).astype(float)
    logit = np.log(rate / (1 - rate)) + rng.normal(0, 1, len(labels)) + 1.5 * labels
    scores = 1 / (1 + np.exp(-logit))
    true = metrics.roc_auc_score(labels, scores)

    assert true == pytest.approx(auc(binned(scores, labels)).value, abs=most)


def delong(scores, labels):
    """Return DeLong's standard error from every pair of rows."""
    pos, neg = scores[labels == 1], scores[labels == 0]
    wins = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
    parts = (wins.mean(axis=1).var(ddof=1) / len(pos), wins.mean(axis=0).var(ddof=1) / len(neg))
    return np.sqrt(sum(parts))


@pytest.mark.parametrize("name", ["balanced", "ties", "small"])
def test_delong_error_from_bins_is_that_of_rows(name):
    """Exact bins give the row-level error, the grid within one percent of it."""
    scores, labels = CASES[name]
    error = delong(scores, labels)

    assert error == pytest.approx(auc(exact(scores, labels)).se, rel=1e-9)
    assert error == pytest.approx(auc(binned(scores, labels)).se, rel=0.01)


def test_delong_error_is_the_spread_of_resampled_areas():
    """A bootstrap of rows spreads as much as the formula says."""
    scores, labels = predictions(600, 0.4, 7)
    rng = np.random.default_rng(8)
    grid = score_grid()
    found = []
    for _ in range(400):
        rows = rng.integers(0, len(scores), len(scores))
        found.append(auc(histogram_of(grid, scores[rows], labels[rows])).value)

    assert np.std(found) == pytest.approx(auc(binned(scores, labels)).se, rel=0.1)


def test_interval_of_the_area_holds_the_truth_as_often_as_it_says():
    """Of 300 samples, the interval holds the area of the whole population in about 95 %."""
    scores, labels = predictions(300_000, 0.3, 9)
    true = metrics.roc_auc_score(labels, scores)
    parts = [slice(1000 * i, 1000 * (i + 1)) for i in range(300)]
    inside = [auc(binned(scores[part], labels[part])).interval for part in parts]

    assert 0.95 == pytest.approx(np.mean([i.low <= true <= i.high for i in inside]), abs=0.03)


def test_interpolated_precision_is_nearer_than_stepped():
    """Inside bins, precision runs as if rows came in random order, which steps do not."""
    scores, labels = CASES["rare"]
    true, found = metrics.average_precision_score(labels, scores), binned(scores, labels)
    smooth, steps = average_precision(found), average_precision(found, interpolated=False)

    assert abs(smooth.value - true) < abs(steps.value - true)
    assert true == pytest.approx(smooth.value, abs=2e-3)
    assert "interpolated" in smooth.definition


@pytest.mark.parametrize("threshold", [0.05, 0.3, 0.5, 0.65])
def test_decisions_at_an_edge_are_exact(threshold):
    """Precision, recall, F1 and accuracy agree with scikit-learn, from the histogram alone."""
    scores, labels = CASES["balanced"]
    guess = scores >= threshold
    found = by_measure(confusion_measures(confusion_at(binned(scores, labels), threshold)))
    theirs = (
        metrics.precision_score(labels, guess),
        metrics.recall_score(labels, guess),
        metrics.f1_score(labels, guess),
        metrics.accuracy_score(labels, guess),
    )

    assert theirs == pytest.approx(
        [found[name] for name in ("precision", "recall", "F1", "accuracy")], abs=1e-12
    )


def test_threshold_beside_the_edges_is_no_guess():
    """A threshold that is no edge gives no counts instead of nearly right ones."""
    assert None is confusion_at(binned(*CASES["balanced"]), 0.123456)


def test_lift_counts_positives_among_the_highest_scores():
    """The top tenth of a sample by rows and by bins agree within a row at the border."""
    scores, labels = CASES["balanced"]
    top = labels[np.argsort(scores)[::-1][:400]].mean() / labels.mean()
    found = lift(binned(scores, labels))

    assert top == pytest.approx(found.value, rel=0.01)
    assert found.interval.low < top < found.interval.high


def test_binning_bound_is_worth_showing_only_when_large():
    """The bound is told where it exceeds a third of the error, as with few coarse scores."""
    scores, labels = CASES["rare"]

    assert bound_matters(auc(binned(scores, labels))) == (
        auc(binned(scores, labels)).bound > auc(binned(scores, labels)).se / 3
    )
    assert not bound_matters(auc(exact(*CASES["small"])))


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ([1.0, 1.0, 1.0], "all labels are positive"),
        ([0.0, 0.0, 0.0], "all labels are negative"),
        ([np.nan] * 3, "no prediction with a score has a label yet"),
    ],
)
def test_one_class_gives_a_reason_and_no_number(labels, reason):
    """Without both classes there is no AUC and no average precision, and the reason is said."""
    found = binned(np.array([0.1, 0.4, 0.9]), np.array(labels))

    for one in (auc(found), average_precision(found)):
        assert (None, f"not computed, because {reason}") == (one.value, one.reason)


def test_nothing_at_all_gives_reasons():
    """Zero rows and scores that are no numbers end in words, never in NaN."""
    nothing = empty_histogram(score_grid())
    unusable = binned(np.array([np.nan, 2.0]), np.array([1.0, 0.0]))
    ways = (auc, average_precision, brier, log_loss, lift)

    assert {None} == {way(one).value for way in ways for one in (nothing, unusable)}
    assert all(way(nothing).reason for way in ways)
    assert {None} == {one.value for one in confusion_measures(Confusion())}
    assert 2 == unusable.n_outside


def test_all_scores_equal_are_no_better_than_chance():
    """Ties everywhere make an area of one half, with no error to tell it by."""
    found = rank(np.array([3.0]), np.array([5.0]))

    assert (0.5, 0.5, 0.0) == (found.area, found.bound, found.se)


def test_one_positive_has_an_area_and_no_error():
    """With a single positive the area is known and its error is not."""
    found = auc(exact(np.array([0.1, 0.5, 0.9]), np.array([0.0, 0.0, 1.0])))

    assert (1.0, None, None) == (found.value, found.se, found.interval)


def test_decisions_add_up_over_days():
    """Counts of two days are summed field by field; the share of labels follows."""
    found = Confusion(1, 2, 3, 4, 5, 6) + Confusion(10, 20, 30, 40, 50, 60)

    assert Confusion(11, 22, 33, 44, 55, 66) == found
    assert 110 / 165 == found.coverage
