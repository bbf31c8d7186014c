"""Calibration, and performance estimated from calibrated scores."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression

from reports.models.binary import auc
from reports.models.calibration import (
    calibration_error,
    calibration_in_the_large,
    reliability,
    split_brier,
)
from reports.models.cbpe import calibrated, estimate, fit_calibrator, pool_adjacent
from reports.models.decisions import confusion_at, f1
from reports.models.histogram import empty_histogram
from reports.values.score_grid import score_grid
from tests.models.samples import binned, predictions


def test_reliability_is_that_of_scikit_learn():
    """Mean score and observed share of each bin agree to twelve digits."""
    scores, labels = predictions(8000, 0.4)
    seen, mean = calibration_curve(labels, scores, n_bins=10)
    found = reliability(binned(scores, labels))

    assert mean == pytest.approx([one.predicted for one in found], abs=1e-12)
    assert seen == pytest.approx([one.observed for one in found], abs=1e-12)
    assert {"none"} == {one.mark for one in found}


@pytest.mark.parametrize("bins", [5, 10, 20])
def test_calibration_error_names_its_bins(bins):
    """The error is the mean gap over rows, and its definition says how many bins."""
    scores, labels = predictions(8000, 0.4)
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [abs((labels - scores)[place == b].sum()) for b in range(bins)]
    found = calibration_error(binned(scores, labels), bins)

    assert sum(gaps) / len(scores) == pytest.approx(found.value, abs=1e-12)
    assert f"{bins} equally wide bins" in found.definition


def test_scores_that_promise_too_much_are_marked():
    """Overconfident scores show a gap above noise, marked bins, and a mean above the rate."""
    scores, labels = predictions(20_000, 0.3)
    bold = binned(np.sqrt(scores), labels)
    found = calibration_in_the_large(bold)

    assert calibration_error(bold).value > 10 * calibration_error(binned(scores, labels)).value
    assert "adverse" in {one.mark for one in reliability(bold)}
    assert found.interval.low > 0


def test_brier_score_is_the_sum_of_its_parts():
    """Reliability minus resolution plus uncertainty, and what bins hide, give the score."""
    scores, labels = predictions(5000, 0.3)
    found = split_brier(binned(scores, labels))

    assert ((scores - labels) ** 2).mean() == pytest.approx(found.score, abs=1e-12)
    assert found.score == pytest.approx(
        found.reliability - found.resolution + found.uncertainty + found.within, abs=1e-12
    )
    assert labels.mean() * (1 - labels.mean()) == pytest.approx(found.uncertainty)


def test_calibration_of_nothing_gives_reasons():
    """Without labels bins are empty with a reason, and nothing is computed."""
    nothing = empty_histogram(score_grid())

    assert {(None, "no labelled score in this bin")} == {
        (one.observed, one.reason) for one in reliability(nothing)
    }
    assert calibration_error(nothing).reason
    assert calibration_in_the_large(nothing).reason
    assert None is split_brier(nothing)


def test_isotonic_fit_is_that_of_scikit_learn():
    """Pooling neighbours agrees with its isotonic regression, weights and all."""
    rng = np.random.default_rng(1)
    values, weights = rng.random(200) + np.linspace(0, 1, 200), rng.integers(1, 9, 200)
    theirs = IsotonicRegression().fit_transform(np.arange(200), values, sample_weight=weights)

    assert theirs == pytest.approx(pool_adjacent(values, weights.astype(float)), abs=1e-12)


def versions(seed=1):
    """Return histograms of an older and a newer version whose scores mean other things."""
    first, second = predictions(20_000, 0.3, seed), predictions(20_000, 0.3, seed + 1)
    return (
        binned(first[0] ** 2, first[1], (first[0] ** 2 >= 0.3).astype(float)),
        binned(np.sqrt(second[0]), second[1], (np.sqrt(second[0]) >= 0.6).astype(float)),
    )


def test_estimate_is_near_what_comes_true():
    """With other scores of the same version, AUC and F1 lie within three errors of the truth."""
    reference, now = versions(1)[0], versions(5)[0]
    found = {one.name: one for one in estimate(now, fit_calibrator(reference, "1"), "1")}
    real, decided = auc(now), f1(confusion_at(now, 0.3))

    assert abs(real.value - found["AUC"].value) < 3 * real.se
    assert abs(decided.value - found["F1"].value) < 3 * decided.se
    assert all(one.estimated and one.interval for one in found.values())


def area_of_rows(scores, chances):
    """Return the area that chances let expect, over every row."""
    held = chances[np.argsort(scores, kind="stable")]
    below = np.cumsum(1 - held) - (1 - held) / 2
    return (held * below).sum() / (held.sum() * (1 - held).sum())


def test_binned_estimate_is_that_of_rows():
    """Bins move the estimate by less than 2e-4, and calibrate no worse than rows do."""
    scores, labels = predictions(30_000, 0.3)
    other = predictions(30_000, 0.3, 9)[0]
    calibrator = fit_calibrator(binned(scores, labels), "1")
    found = estimate(binned(other, np.full(len(other), np.nan)), calibrator, "1")[0].value
    model = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
    true, rows = area_of_rows(other, other), area_of_rows(other, model.predict(other))

    assert area_of_rows(other, calibrated(calibrator, other)) == pytest.approx(found, abs=2e-4)
    assert abs(found - true) < abs(rows - true)


def test_versions_are_never_read_by_each_other():
    """A calibration of another version gives reasons and no estimate."""
    reference, now = versions()
    found = estimate(now, fit_calibrator(reference, "1"), "2")

    assert {"not computed, because scores of 2 cannot be read by those of 1"} == {
        one.reason for one in found
    }


def test_version_of_one_day_is_not_calibrated():
    """Few labels of a version calibrate nothing, and say how few they are."""
    few = fit_calibrator(binned(*predictions(120, 0.3)), "3")
    found = estimate(binned(*predictions(120, 0.3)), few, "3")

    assert "version 3 has 120 labels so far" in few.reason
    assert {None} == {one.value for one in found}


def test_estimate_without_decisions_is_that_of_ranking():
    """Where no decision is recorded and no threshold given, AUC stands alone."""
    known = binned(*predictions(5000, 0.3))
    area, *rest = estimate(known, fit_calibrator(known, "1"), "1")
    off = estimate(known, fit_calibrator(known, "1"), "1", 0.123456)[1]

    assert area.value
    assert all("no positive decision was recorded" in one.reason for one in rest)
    assert "no edge of the grid" in off.reason
    assert 0.0 <= calibrated(fit_calibrator(known, "1"), np.array([0.0]))[0]


def test_brier_parts_of_a_worked_example():
    """Twelve forecasts on six values: Murphy's parts by distinct value, as worked out by hand."""
    scores = np.array([0.9, 0.7, 0.7, 0.6, 0.3, 0.9, 0.5, 0.8, 0.3, 0.6, 0.7, 0.9])
    labels = np.array([1.0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0])
    found = split_brier(binned(scores, labels))

    assert (
        0.24083333333333332,
        0.046388888888888896,
        0.048611111111111105,
        0.24305555555555555,
    ) == (pytest.approx((found.score, found.reliability, found.resolution, found.uncertainty)))
    assert 0.0 == pytest.approx(found.within, abs=1e-12)
