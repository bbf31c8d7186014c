"""Predicted numbers, beside scikit-learn, statsmodels and resampling."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from reports.models.regression import (
    RegressionMoments,
    merge_moments,
    regression_measures,
    residual_quantiles,
)
from tests.models.samples import by_measure, moments

EIGHTHS = st.integers(-8000, 8000).map(lambda whole: whole / 8)


def numbers(rows=5000, mean=10.0, seed=1):
    """Return labels around a mean and predictions with half their variance as error."""
    rng = np.random.default_rng(seed)
    y = rng.normal(mean, 1, rows)
    return y, y + rng.normal(0.05, 0.5, rows)


def in_days(y, p, days=7):
    """Merge the moments of days."""
    cuts = zip(np.array_split(y, days), np.array_split(p, days), strict=True)
    return merge_moments(moments(*day) for day in cuts)


@pytest.mark.parametrize("mean", [10.0, -3.0, 1e9])
def test_measures_are_those_of_scikit_learn(mean):
    """All agree to nine digits after merging days, with labels around a billion too."""
    y, p = numbers(mean=mean)
    found = by_measure(regression_measures(in_days(y, p)))
    theirs = {
        "bias": float((p - y).mean()),
        "MAE": metrics.mean_absolute_error(y, p),
        "RMSE": metrics.root_mean_squared_error(y, p),
        "R²": metrics.r2_score(y, p),
        "MAPE": metrics.mean_absolute_percentage_error(y, p),
        "WMAPE": np.abs(p - y).sum() / np.abs(y).sum(),
        "calibration slope": sm.OLS(y - y.mean(), p - p.mean()).fit().params[0],
    }

    assert theirs == pytest.approx(dict(found), rel=1e-9)


def test_errors_are_those_of_statsmodels_and_of_resampling():
    """The slope's error is that of a regression; the others spread as a bootstrap does."""
    y, p = numbers(800)
    found = {one.name: one for one in regression_measures(moments(y, p))}
    fitted = sm.OLS(y, sm.add_constant(p)).fit()
    rng = np.random.default_rng(2)
    drawn = []
    for _ in range(300):
        rows = rng.integers(0, len(y), len(y))
        drawn.append(by_measure(regression_measures(moments(y[rows], p[rows]))))

    assert fitted.bse[1] == pytest.approx(found["calibration slope"].se, rel=1e-9)
    for name in ("bias", "MAE", "RMSE", "MAPE", "WMAPE"):
        assert np.std([one[name] for one in drawn]) == pytest.approx(found[name].se, rel=0.15)


@settings(max_examples=30)
@given(st.lists(st.tuples(EIGHTHS, EIGHTHS), min_size=2, max_size=20), st.integers(1, 19))
def test_merging_in_any_split_gives_the_whole(pairs, cut):
    """Two parts merged are the moments of all rows, to rounding."""
    y, p = (np.array(side) for side in zip(*pairs, strict=True))
    cut = min(cut, len(y) - 1)
    merged, whole = moments(y[:cut], p[:cut]) + moments(y[cut:], p[cut:]), moments(y, p)

    assert (whole.n, whole.n_ape) == (merged.n, merged.n_ape)
    for name in ("mean_y", "m2_y", "mean_e", "m2_e", "co_yp"):
        assert getattr(whole, name) == pytest.approx(getattr(merged, name), rel=1e-9, abs=1e-6)


def test_labels_of_zero_are_left_out_and_counted():
    """MAPE leaves rows with label 0 out and says how many; WMAPE leaves none out."""
    found = {one.name: one for one in regression_measures(moments(
        np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 2.0])))}  # fmt: skip

    assert (0.5, 2, True) == (
        found["MAPE"].value,
        found["MAPE"].n,
        "1 rows with label 0 left out" in found["MAPE"].definition,
    )
    assert 2 / 3 == pytest.approx(found["WMAPE"].value)


def test_what_cannot_be_computed_says_why():
    """No labels, labels that do not vary, and labels of zero give reasons."""
    nothing = regression_measures(RegressionMoments())
    flat = {one.name: one for one in regression_measures(moments(np.zeros(3), np.ones(3)))}

    assert {(None, "not computed, because no prediction has a label yet")} == {
        (one.value, one.reason) for one in nothing
    }
    assert "do not vary" in flat["R²"].reason
    assert "every label is 0" in flat["MAPE"].reason
    assert "every label is 0" in flat["WMAPE"].reason


def test_one_row_has_values_and_no_errors():
    """A single labelled row has a bias and no interval."""
    found = regression_measures(moments(np.array([2.0]), np.array([3.0])))[0]

    assert (1.0, 1, None, None) == (found.value, found.n, found.se, found.interval)


def test_residual_quantiles_keep_their_sign():
    """Negative errors lie in negative buckets and come back negative."""
    low, middle, high = residual_quantiles({-100_100: 10, 0: 80, 100_100: 10})

    assert (0.0, True, True) == (middle.value, low.value < 0, high.value > 0)


def test_infinite_predictions_end_in_words():
    """A prediction that is no number gives reasons for every measure, never NaN."""
    found = regression_measures(RegressionMoments(n=3, mean_e=float("inf"), m2_e=float("nan")))

    assert {(None, "not computed, because a value is not finite")} == {
        (one.value, one.reason) for one in found
    }


def test_units_are_told():
    """Relative errors are shares, the others numbers in the label's own unit."""
    found = {one.name: one.unit for one in regression_measures(moments(*numbers(50)))}

    assert {"MAPE", "WMAPE"} == {name for name, unit in found.items() if unit == "share"}
