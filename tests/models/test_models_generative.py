"""Feedback, judges and evaluation suites, beside statsmodels and scikit-learn."""

import numpy as np
import pytest
from sklearn import metrics
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from reports.models.certainty import share
from reports.models.decisions import Confusion
from reports.models.generative import (
    FeedbackCounts,
    ToolCount,
    feedback_measures,
    refusals_by_category,
    refusals_rose,
    tool_error_rates,
)
from reports.models.judges import (
    JudgeScores,
    agreement,
    corrected_rate,
    judge_score,
    stratified_kappa,
)
from reports.models.multiclass import collect_matrix
from reports.models.suites import ItemRuns, compare_versions, mcnemar_p, pass_hat, pass_rate

CHANGES = ((0, 0), (3, 0), (5, 1), (2, 9), (30, 31), (1, 40))


def by_name(counts):
    """Return measures of feedback by name."""
    return {one.name: one for one in feedback_measures(counts)}


def test_shares_of_feedback_have_score_intervals():
    """Each share has its own base, and its interval is that of statsmodels."""
    found = by_name(FeedbackCounts(1000, 400, 100, 60, 45, 5, 30, 20, 7, 80, 90))
    low, high = proportion_confint(45, 50, method="wilson")

    assert {
        "acceptance": (0.25, 400),
        "kept": (0.6, 100),
        "thumbs up": (0.9, 50),
        "response rate": (0.05, 1000),
        "regenerated": (0.03, 1000),
        "undone": (0.02, 1000),
        "refused": (0.007, 1000),
        "task success": (80 / 90, 90),
    } == {name: (one.value, one.n) for name, one in found.items()}
    assert (low, high) == pytest.approx(
        (found["thumbs up"].interval.low, found["thumbs up"].interval.high), abs=1e-9
    )
    assert 0.05 == found["thumbs up"].coverage


def test_feedback_nobody_records_is_not_zero():
    """A kind that is not mapped has a reason instead of a share, and stays so when added."""
    found = by_name(FeedbackCounts(10) + FeedbackCounts(20, thumbs_up=3, thumbs_down=1))

    assert "no feedback of this kind is mapped" in found["acceptance"].reason
    assert (0.75, 4, 30) == (found["thumbs up"].value, found["thumbs up"].n,
                             found["response rate"].n)  # fmt: skip
    assert "exceed their base" in by_name(FeedbackCounts(5, refused=6))["refused"].reason


def test_refusals_are_told_by_category():
    """A category without refusals has a share of zero, of its own requests."""
    found = refusals_by_category({"law": 3}, {"law": 100, "art": 50})

    assert [("art", 0.0, 50), ("law", 0.03, 100)] == [(o.name, o.value, o.n) for o in found]


def test_tools_are_told_by_their_calls():
    """Days are added, the most used tool comes first, errors of all classes count."""
    days = (ToolCount("search", 10, (("timeout", 1),)), ToolCount("run", 5),
            ToolCount("search", 10, (("timeout", 1), ("arguments", 2))))  # fmt: skip

    assert [("search", 0.2, 20), ("run", 0.0, 5)] == [
        (one.name, one.value, one.n) for one in tool_error_rates(days)
    ]


def ratings(rows=400, seed=1):
    """Return a judge's and human labels that agree in three of four cases."""
    rng = np.random.default_rng(seed)
    human = rng.choice(["bad", "fair", "good"], rows, p=(0.2, 0.3, 0.5))
    judge = np.where(rng.random(rows) < 0.75, human, rng.choice(["bad", "fair", "good"], rows))
    return human, judge


def test_kappa_and_its_error_are_those_of_statsmodels():
    """Cohen's kappa, its error and classes agree with two libraries."""
    human, judge = ratings()
    matrix = collect_matrix([(str(a), str(b), 1) for a, b in zip(human, judge, strict=True)])
    found, theirs = agreement(matrix), cohens_kappa(np.array(matrix.counts))

    assert metrics.cohen_kappa_score(human, judge) == pytest.approx(found.kappa.value, abs=1e-12)
    assert theirs.std_kappa == pytest.approx(found.kappa.se, rel=1e-9)
    assert (theirs.kappa_low, theirs.kappa_upp) == pytest.approx(
        (found.kappa.interval.low, found.kappa.interval.high), abs=1e-9
    )
    assert metrics.accuracy_score(human, judge) == pytest.approx(found.observed.value)
    assert ["bad", "fair", "good"] == [one.name for one in found.by_class]


def test_agreement_without_variation_is_not_computed():
    """Without items, or with one label only, chance explains everything and kappa says so."""
    alike = agreement(collect_matrix([("good", "good", 9)]))

    assert "both a judge's and a human label" in agreement(collect_matrix([])).kappa.reason
    assert ("all labels are the same" in alike.kappa.reason, 1.0) == (True, alike.observed.value)
    assert "no stratum" in stratified_kappa([collect_matrix([("good", "good", 9)])]).reason


def test_strata_keep_the_class_mix_from_moving_kappa():
    """Two strata with the same agreement keep it, whatever their mix."""
    one = collect_matrix([("a", "a", 40), ("a", "b", 10), ("b", "a", 10), ("b", "b", 40)])
    found = stratified_kappa([one, one, one])

    assert 0.6 == pytest.approx(found.value)
    assert agreement(one).kappa.se / np.sqrt(3) == pytest.approx(found.se)


def test_rate_is_corrected_for_what_the_judge_gets_wrong():
    """With 90 % sensitivity and 80 % specificity, 0.55 observed means one half."""
    found = corrected_rate(share("passed", 550, 1000), Confusion(90, 20, 10, 80))

    assert 0.5 == pytest.approx(found.value)
    assert found.estimated
    assert found.interval.low < 0.5 < found.interval.high
    assert "no better than chance" in corrected_rate(
        share("passed", 5, 10), Confusion(5, 5, 5, 5)
    ).reason  # fmt: skip
    assert "only one label" in corrected_rate(share("passed", 5, 10), Confusion(5, 0, 5, 0)).reason


def test_judge_scores_are_means_of_one_judge():
    """The mean score names its judge; without scores there is none."""
    found = judge_score(JudgeScores("strict-1", "v2", 4, 12.0, 38.0))

    assert (3.0, 4, "mean score of strict-1") == (found.value, found.n, found.definition)
    assert None is judge_score(JudgeScores("strict-1", "v2", 0, 0.0, 0.0)).value


@pytest.mark.parametrize(("gained", "lost"), CHANGES)
def test_mcnemar_is_that_of_statsmodels(gained, lost):
    """The exact two-sided p agrees to twelve digits."""
    theirs = mcnemar([[5, lost], [gained, 5]], exact=True).pvalue

    assert theirs == pytest.approx(mcnemar_p(gained, lost), abs=1e-12)


def runs_of(version, passes, runs=1, suite="core"):
    """Return a version's runs of items named by their place."""
    return [ItemRuns(suite, f"i{i:02}", version, one, runs) for i, one in enumerate(passes)]


def test_versions_are_compared_item_by_item():
    """Gains and losses of the same items decide, and are named."""
    runs = runs_of("1", [1] * 10 + [0] * 10) + runs_of("2", [0] + [1] * 19)
    found = compare_versions(runs, "core", "1", "2")

    assert (0.5, 0.95, 0.45, "paired") == (
        found.before.value, found.after.value, found.difference.value, found.pairing
    )  # fmt: skip
    assert (("i00",), 10, "better") == (found.lost, len(found.gained), found.standing)
    assert mcnemar_p(10, 1) == found.p
    assert found.difference.interval.low > 0


def test_one_more_passed_item_is_no_progress():
    """A single gain of twenty is within chance."""
    runs = runs_of("1", [1] * 18 + [0, 0]) + runs_of("2", [1] * 19 + [0])

    assert "same" == compare_versions(runs, "core", "1", "2").standing


def test_suites_without_common_items_are_independent():
    """Other items cannot be paired, and a version that never ran is unknown."""
    other = [ItemRuns("core", f"x{i}", "2", 1, 1) for i in range(20)]
    runs = runs_of("1", [0] * 20)

    apart = compare_versions([*runs, *other], "core", "1", "2")
    assert ("independent", "better", None) == (apart.pairing, apart.standing, apart.p)
    missing = compare_versions(runs, "core", "1", "2")
    assert ("none", "unknown") == (missing.pairing, missing.standing)
    assert missing.difference.reason
    assert missing.after.reason


def test_runs_that_end_differently_are_flaky():
    """Repeated items are one item, whose runs give pass@1 and pass^k."""
    items = runs_of("1", [4, 2, 0], 4)

    assert 0.5 == pass_rate(items).value
    assert (1 + 1 / 6 + 0) / 3 == pytest.approx(pass_hat(items, 2).value)
    assert "no item has 5 runs" in pass_hat(items, 5).reason
    assert ("i01",) == compare_versions([*items, *runs_of("2", [1] * 3)], "core", "1", "2").flaky


def test_refusals_rise_when_two_of_three_days_do():
    """Five points and three errors above the usual share, twice in three days."""
    usual = share("refused", 20, 1000)
    calm, high = share("refused", 30, 1000), share("refused", 90, 1000)

    assert (True, False) == (
        refusals_rose(usual, [calm, high, high]),
        refusals_rose(usual, [high, high, calm, calm, high]),
    )
    assert None is refusals_rose(usual, [high, high])
    assert not refusals_rose(usual, [share("refused", 3, 40)] * 3)
