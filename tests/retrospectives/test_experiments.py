"""Experiments, groups and calibration, against the reference cases and the field's tools."""

from dataclasses import asdict

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from reports.retrospectives import calibration, experiments, groups
from tests.kpis.statistics_cases import case, contrasts, differences


def arm_of(rows: dict) -> experiments.Arm:
    """Return the sums of an arm's users."""
    post, pre = np.array(rows["post"]), np.array(rows["pre"])
    return experiments.Arm(
        len(post), post.sum(), (post**2).sum(), pre.sum(), (pre**2).sum(), (pre * post).sum()
    )


def matches(found: dict, name: str) -> list[str]:
    """Return where a result differs from a case; every contrast must differ from it."""
    reference = case(name)
    wrong = contrasts(reference).values()
    assert not [
        (key, value)
        for key, value in found.items()
        for other in wrong
        if isinstance(value, float) and isinstance(other, float) and value == pytest.approx(other)
    ]
    shown = {key: reference["expected"][key] for key in found}
    return differences(shown, found, reference["tolerance"])


def test_what_users_did_before_is_taken_out_as_in_case_b7():
    """Difference, error, freedom, interval, and the error of the relative lift."""
    inputs = case("b7")["inputs"]
    arms = [arm_of(inputs[name]) for name in ("control", "treatment")]
    found, plain = experiments.lift(*arms), experiments.lift(*arms, adjust=False)
    told = {
        **{key: getattr(found, key) for key in ("theta", "diff", "se", "dof", "low", "high", "p")},
        "unadjusted_diff": plain.diff,
        "unadjusted_se": plain.se,
        "variance_reduction": found.reduction,
        "lift": found.relative,
        "lift_se_full_delta": found.relative_se,
    }

    assert [] == matches(told, "b7")


def test_without_a_past_the_test_is_welchs():
    """As scipy has it."""
    rng = np.random.default_rng(3)
    control, treatment = rng.exponential(2, 400), rng.exponential(2.4, 300)
    arms = [experiments.Arm(len(y), y.sum(), (y**2).sum()) for y in (control, treatment)]
    found, theirs = experiments.lift(*arms), stats.ttest_ind(treatment, control, equal_var=False)

    assert (theirs.pvalue, theirs.df) == pytest.approx((found.p, found.dof))
    assert tuple(theirs.confidence_interval()) == pytest.approx((found.low, found.high))


def test_weekly_looks_have_the_interval_of_case_b8():
    """Wider than one look alone would need, and the p-value holds at every look."""
    inputs = case("b8")["inputs"]
    arms = [
        experiments.Arm(n, n * mean, (n - 1) * variance + n * mean**2)
        for n, mean, variance in (
            (inputs["n_c"], inputs["mean_c"], inputs["var_c"]),
            (inputs["n_t"], inputs["mean_t"], inputs["var_t"]),
        )
    ]
    found = experiments.look(*arms, tuned_for=inputs["tuning_n"])
    told = {
        "rho": found.rho,
        "diff": found.diff,
        "se": found.se,
        "halfwidth": found.half_width,
        "low": found.low,
        "high": found.high,
        "p": found.p,
    }

    assert [] == matches(told, "b8")


def test_a_guardrail_clears_its_margin_as_in_case_b11():
    """One-sided and unpooled."""
    inputs = case("b11")["inputs"]
    found = experiments.non_inferior(
        (inputs["s_c"], inputs["n_c"]),
        (inputs["s_t"], inputs["n_t"]),
        inputs["nim_relative"],
        "higher",
    )
    told = {**asdict(found), "non_inferior": found.kept}
    del told["kept"]

    assert [] == matches(told, "b11")


def test_the_split_is_tested_as_in_case_b12():
    """Against planned shares."""
    inputs = case("b12")["inputs"]

    assert [] == matches(asdict(experiments.split(inputs["observed"], inputs["weights"])), "b12")


def test_success_metrics_of_one_decision_are_corrected_together():
    """Holm's way, as statsmodels has it."""
    p = [0.04, 0.01, 0.03, 0.2, 0.01]

    assert list(multipletests(p, method="holm")[1]) == pytest.approx(list(experiments.holm(p)))


def test_a_broken_split_is_found_and_a_fair_one_is_not():
    """A loss of 5 % of one arm of 20,000 is nearly always flagged, chance hardly ever."""
    rng = np.random.default_rng(11)
    fair = rng.binomial(20_000, 0.5, 1000)
    broken = rng.binomial(10_000, 0.95, 1000)

    def flagged(pairs):
        return np.mean([experiments.split(pair, (0.5, 0.5)).flagged for pair in pairs])

    assert flagged(zip(fair, 20_000 - fair, strict=True)) <= 0.005
    assert flagged([(10_000, int(one)) for one in broken]) > 0.4


def test_looking_every_week_seldom_finds_what_is_not_there():
    """Over twelve weekly looks a sequence errs in at most 5 % of experiments, one test far more."""
    rng = np.random.default_rng(5)
    runs, weeks, size = 1500, 12, 200
    sums = rng.normal(0, 1, (runs, weeks, 2, size)).sum(axis=3).cumsum(axis=1)
    users = size * np.arange(1, weeks + 1)
    diffs = (sums[:, :, 1] - sums[:, :, 0]) / users
    errors = np.sqrt(2 / users)
    half = np.array(
        [
            experiments.sequence(0.0, error, 2 * n, tuned_for=2 * size * weeks).half_width
            for error, n in zip(errors, users, strict=True)
        ]
    )
    often = np.mean((np.abs(diffs) > half).any(axis=1))

    assert often <= 0.05
    assert np.mean((np.abs(diffs) > 1.96 * errors).any(axis=1)) > 0.15


def test_differences_of_differences_are_those_of_case_c2():
    """Errors are by group, which single rows would understate or overstate."""
    rows = [
        groups.GroupWeek(str(unit), bool(treated), bool(post), y)
        for unit, _, treated, post, y in case("c2")["inputs"]["rows"]
    ]
    found = groups.difference_in_differences(rows)
    told = {
        "att": found.value,
        **{key: getattr(found, key) for key in ("se", "t", "p", "low", "high")},
        "df": found.dof,
    }

    assert [] == matches(told, "c2")


def test_the_synthetic_control_is_that_of_case_c4():
    """Weights, fit, gap and the ranks of placebos."""
    inputs = case("c4")["inputs"]
    found = groups.synthetic_control(inputs["treated"], inputs["donors"], inputs["t0"])
    told = {
        "weights": list(found.weights),
        "pre_rmspe": found.fit,
        "post_mean_gap": found.gap,
        "post_pre_ratio": found.ratio,
        "placebo_ratios": list(found.placebos),
        "placebo_p": found.p,
    }

    assert [] == matches(told, "c4")


def test_probabilities_are_split_as_in_case_i1():
    """Reliability, resolution, uncertainty and skill."""
    inputs = case("i1")["inputs"]
    found = calibration.probabilities(inputs["forecast"], list(map(bool, inputs["outcome"])))
    told = asdict(found)
    told["skill_vs_base_rate"] = told.pop("skill")
    del told["n"]

    assert [] == matches(told, "i1")


def test_intervals_are_scored_as_in_case_i2():
    """Coverage with its band, score, bias and realisation."""
    inputs = case("i2")["inputs"]
    bounds = list(zip(inputs["low"], inputs["high"], strict=True))
    found = calibration.intervals(inputs["expected"], bounds, inputs["actual"], inputs["nominal"])
    told = {
        "covered": found.covered,
        "n": found.n,
        "coverage": found.coverage,
        "coverage_low": found.low,
        "coverage_high": found.high,
        "mean_interval_score": found.score,
        "mean_bias": found.bias,
        "realisation_ratio": found.realised,
        "sign_hit_rate": found.same_sign,
    }

    assert [] == matches(told, "i2")


def test_claimed_wins_are_shrunk_as_in_case_i3():
    """Towards their mean, by how little each is known."""
    inputs = case("i3")["inputs"]
    found = calibration.shrink(inputs["effect"], inputs["se"])
    told = {
        "q": found.q,
        "tau2": found.tau2,
        "pooled_mean": found.mean,
        "pooled_se": found.se,
        "shrunk": list(found.effects),
        "shrink_factor": list(found.factors),
    }

    assert [] == matches(told, "i3")
