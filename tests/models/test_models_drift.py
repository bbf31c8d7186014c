"""Drift beyond noise, beside scipy; one outlier changes no verdict."""

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2, ks_2samp

from reports.errors import ContractError
from reports.models.drift import (
    FeatureCounts,
    add_counts,
    feature_drift,
    jensen_shannon,
    kolmogorov_smirnov,
    label_drift,
    noise,
    on_reference,
    population_stability,
    rank_drift,
    score_drift,
)
from tests.models.samples import binned, on_deciles, predictions


def normal(rows=50_000, shift=0.0, seed=1):
    """Return normal values."""
    return np.random.default_rng(seed).normal(shift, 1, rows)


def compared(now, rows=50_000):
    """Return the drift of values against fifty thousand without any."""
    base = normal(rows)
    return feature_drift(on_deciles("x", base, base), on_deciles("x", base, now))


def test_index_is_its_formula():
    """Ten lines of numpy give the same index, smoothed by half a row on both sides."""
    before, now = np.array([100.0, 50, 0]), np.array([40.0, 90, 3])
    r, c = (before + 0.5) / 151.5, (now + 0.5) / 134.5

    assert ((c - r) * np.log(c / r)).sum() == pytest.approx(
        population_stability(before, now), abs=1e-12
    )


@pytest.mark.parametrize("base", [2.0, np.e])
def test_distance_is_that_of_scipy(base):
    """The Jensen-Shannon distance agrees in either base, with empty bins too."""
    before, now = np.array([5.0, 0, 20, 3]), np.array([1.0, 4, 30, 0])

    assert jensenshannon(before, now, base=base) == pytest.approx(
        jensen_shannon(before, now, base), abs=1e-12
    )


@pytest.mark.parametrize("shift", [0.0, 0.1, 0.5])
def test_distance_at_edges_is_bounded(shift):
    """The true distance lies between that at edges and that plus the bound."""
    base, now = normal(5000), normal(5000, shift, 2)
    counts = [np.array(on_deciles("x", base, one).counts) for one in (base, now)]
    low, missed = kolmogorov_smirnov(*counts)

    assert low <= ks_2samp(base, now).statistic <= low + missed


@pytest.mark.parametrize("rows", [200, 500, 5000])
def test_noise_of_the_index_is_known(rows):
    """Without drift the index is on average its floor, and beyond its limit in one of a hundred."""
    rng = np.random.default_rng(3)
    drawn = rng.multinomial(rows, [0.1] * 10, size=(2, 2000)).astype(float)
    found = [population_stability(a, b) for a, b in zip(*drawn, strict=True)]
    floor, limit = noise(10, rows, rows)

    assert floor == pytest.approx(np.mean(found), rel=0.05)
    assert limit == pytest.approx(np.quantile(found, 0.99), rel=0.08)
    assert chi2.ppf(0.99, 9) * 2 / rows == pytest.approx(limit, rel=1e-9)


def test_small_samples_without_drift_are_no_drift():
    """At 200 rows the index crosses 0.1 by chance; its verdict does not."""
    base = normal()
    usual = on_deciles("x", base, base)
    moved = [
        feature_drift(usual, on_deciles("x", base, normal(200, 0.0, seed))) for seed in range(300)
    ]

    assert {"none"} == {one.level for one in moved}
    assert compared(normal(5000, 0.0, 7)).effect == pytest.approx(0.0, abs=0.005)


@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_one_outlier_changes_no_verdict(shift):
    """A value of 1e6 among 50,000 moves the index by less than a thousandth."""
    clean = normal(50_000, shift, 2)
    plain, spoiled = compared(clean), compared(np.append(clean, 1e6))

    assert plain.psi.value == pytest.approx(spoiled.psi.value, abs=1e-3)
    assert ("strong" if shift else "none") == plain.level == spoiled.level
    if shift:
        assert 0.9987 == pytest.approx(plain.psi.value, abs=0.05)


def test_new_category_is_unseen_and_told():
    """A value that the reference never had counts as other, with its share and interval."""
    base = FeatureCounts("plan", "category", "frozen", ("free", "paid"), (600, 400))
    found = feature_drift(base, on_reference(base, {"free": 300, "paid": 200, "team": 500}))

    assert (0.5, "strong") == (found.unseen.value, found.level)
    assert found.unseen.interval.low > 0.4
    assert "categories have no order" in found.ks.reason


def test_missing_values_are_a_bin_of_their_own():
    """Values that vanish are drift, though those that are left have not moved."""
    now = normal(5000, 0.0, 4)
    now[:2000] = np.nan
    found = compared(now)

    assert (0.4, "strong") == (found.missing.value, found.level)
    assert found.ks.value == pytest.approx(0.0, abs=0.03)


def test_features_are_ordered_by_effect_beyond_noise():
    """The larger effect comes first, unknown ones last; n of a side does not buy a place."""
    little, much = compared(normal(5000, 0.3, 5)), compared(normal(500, 0.9, 6))
    unknown = compared(normal(10))

    assert (much, little, unknown) == rank_drift([unknown, little, much])
    assert "fewer than 50" in unknown.psi.reason
    assert (None, "unknown") == (unknown.effect, unknown.level)


def test_reference_of_several_versions_is_refused():
    """A reference that mixes versions gives a reason instead of a verdict."""
    base = normal(1000)
    one = on_deciles("x", base, base)
    parts = [FeatureCounts(*(one.feature, one.kind, one.edges, one.bins, one.counts),
                           versions=(name,)) for name in ("1", "2")]  # fmt: skip
    found = feature_drift(add_counts(parts), one)

    assert "mixes versions 1, 2" in found.psi.reason


def test_counts_on_other_edges_are_never_mixed():
    """Neither added nor compared."""
    one = FeatureCounts("x", "number", "a", ("0", "1"), (60, 60))
    other = FeatureCounts("x", "number", "b", ("0", "1"), (60, 60))

    with pytest.raises(ContractError, match="different edges"):
        add_counts([one, other])
    assert "counted on edges b, not a" in feature_drift(one, other).psi.reason


def test_scores_drift_apart_from_features():
    """Scores are compared on deciles of their own reference."""
    reference = binned(*predictions(20_000, 0.3, 1))
    same, moved = (binned(*predictions(5000, rate, 2)) for rate in (0.3, 0.1))

    assert "none" == score_drift(reference, same, "1").level
    assert score_drift(reference, moved, "1").level in {"moved", "strong"}
    assert "1" in score_drift(reference, moved, "1").psi.definition


def test_labels_drift_apart_from_scores():
    """The mix of labels has a verdict of its own, new classes included."""
    assert "none" == label_drift({"0": 700, "1": 300}, {"0": 690, "1": 310}).level
    assert "strong" == label_drift({"0": 700, "1": 300}, {"0": 400, "1": 300, "2": 300}).level
