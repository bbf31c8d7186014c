"""Champion against challenger, slices, and gaps between groups."""

import numpy as np
import pytest
from scipy.stats import chisquare, norm
from sklearn import metrics
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from reports.kpis.inference.multiplicity import benjamini_hochberg as shared_hochberg
from reports.kpis.inference.proportions import Proportion
from reports.kpis.inference.proportions import newcombe as shared_newcombe
from reports.kpis.inference.proportions import wilson as shared_wilson
from reports.models.binary import auc
from reports.models.certainty import benjamini_hochberg, newcombe, not_computed, share, wilson
from reports.models.decisions import Confusion
from reports.models.slices import SliceMeasure, fairness_gaps, slice_gaps
from reports.models.versions import (
    JointCell,
    JointDecisions,
    SlicePair,
    check_split,
    common_days,
    compare_areas,
    compare_decisions,
    compare_independent,
    with_mix,
)
from reports.values.score_grid import bin_of, score_grid
from tests.models.samples import binned, predictions


def test_independent_versions_are_compared_by_both_errors():
    """The p-value is that of both standard errors, and the better version is named."""
    one, two = auc(binned(*predictions(4000, 0.3, 1))), auc(binned(*predictions(4000, 0.3, 2)))
    found = compare_independent(one, two, "higher")
    z = (two.value - one.value) / np.hypot(one.se, two.se)

    assert 2 * norm.sf(abs(z)) == pytest.approx(found.p, rel=1e-9)
    assert ("independent", "same", 8000) == (found.pairing, found.standing, found.difference.n)


@pytest.mark.parametrize(
    ("better", "standing"), [("higher", "better"), ("lower", "worse"), ("none", "unknown")]
)
def test_direction_decides_what_a_difference_means(better, standing):
    """The same gain is good, bad or neither by the measure's direction."""
    found = compare_independent(share("x", 100, 1000), share("x", 200, 1000), better)

    assert standing == found.standing


def test_version_without_value_leaves_the_comparison_open():
    """A missing side carries its reason into the difference."""
    found = compare_independent(share("x", 1, 10), not_computed("x", "no labels", 0), "higher")

    assert ("none", None, "unknown") == (found.pairing, found.p, found.standing)
    assert "no labels" in found.difference.reason


def test_mix_of_slices_decides_where_it_reverses_the_raw_difference():
    """Better in each slice, worse in all, because its slices are harder: Simpson's case."""
    pairs = [
        SlicePair("easy", share("x", 900, 1000), share("x", 96, 100)),
        SlicePair("hard", share("x", 30, 100), share("x", 400, 1000)),
    ]
    raw = compare_independent(share("x", 930, 1100), share("x", 496, 1100), "higher")
    found = with_mix(raw, pairs, "higher")

    assert ("worse", "better") == (raw.standing, found.standing)
    assert 0.5 * 0.06 + 0.5 * 0.1 == pytest.approx(found.adjusted.value)
    assert "100% of rows" in found.adjusted.definition
    assert raw.difference == found.difference


def test_mix_needs_slices_that_both_versions_have():
    """With one common slice the adjusted difference says why it is missing."""
    pairs = [SlicePair("a", share("x", 9, 10), share("x", 8, 10)),
             SlicePair("b", share("x", 9, 10), share("x", 0, 0))]  # fmt: skip
    raw = compare_independent(share("x", 9, 10), share("x", 8, 10), "higher")

    assert "1 of 2 slices have both versions" in with_mix(raw, pairs, "higher").adjusted.reason


def shadow(rows=3000, seed=3):
    """Return scores of two versions on the same rows, the second the noisier."""
    rng = np.random.default_rng(seed + 1)
    scores, labels = predictions(rows, 0.4, seed)
    logit = np.log(scores / (1 - scores))
    return labels, scores, 1 / (1 + np.exp(-logit - rng.normal(0, 0.5, rows)))


def joint(labels, first, second):
    """Count both scores together, as a query does."""
    grid, cells = score_grid(), {}
    for y, a, b in zip(labels, first, second, strict=True):
        key = (bin_of(grid, a), bin_of(grid, b))
        n, pos = cells.get(key, (0, 0))
        cells[key] = (n + 1, pos + int(y))
    return [JointCell(*key, *cell) for key, cell in cells.items()]


def test_paired_areas_have_delongs_covariance():
    """Shadow traffic has the error of paired differences, far below the independent one."""
    labels, first, second = shadow()
    sides = [auc(binned(one, labels)) for one in (first, second)]
    found = compare_areas(joint(labels, first, second), *sides)
    pos, neg = labels == 1, labels == 0
    parts = [np.array([(one[pos][:, None] > one[neg]) + 0.5 * (one[pos][:, None] == one[neg])])[0]
             for one in (first, second)]  # fmt: skip
    gap = parts[1] - parts[0]
    error = np.sqrt(
        gap.mean(axis=1).var(ddof=1) / pos.sum() + gap.mean(axis=0).var(ddof=1) / neg.sum()
    )
    true = metrics.roc_auc_score(labels, second) - metrics.roc_auc_score(labels, first)

    assert "paired" == found.pairing
    assert true == pytest.approx(found.difference.value, abs=5e-4)
    assert error == pytest.approx(found.difference.se, rel=0.02)
    assert found.difference.se < 0.7 * np.hypot(sides[0].se, sides[1].se)
    assert "worse" == found.standing


def test_paired_decisions_are_tested_by_mcnemar():
    """Accuracy on the same rows is judged by the rows on which versions differ."""
    found = compare_decisions(JointDecisions(700, 20, 60, 220))
    theirs = mcnemar([[700, 20], [60, 220]], exact=True).pvalue

    assert theirs == pytest.approx(found.p, rel=1e-9)
    assert (0.72, 0.76, "better") == (
        found.champion.value, found.challenger.value, found.standing
    )  # fmt: skip
    assert 0.04 == pytest.approx(found.difference.value)


def test_versions_without_common_labels_are_not_compared():
    """Neither joint scores nor joint decisions: a reason, no number."""
    nothing = not_computed("AUC", "no rows", 0)

    assert "fewer than two labels" in compare_areas([], nothing, nothing).difference.reason
    assert "no common row" in compare_decisions(JointDecisions(0, 0, 0, 0)).difference.reason


def test_split_is_checked_against_its_plan():
    """The chi-squared is scipy's; a split far off its plan stops the comparison."""
    found = check_split({"1": 5100, "2": 4900}, {"1": 0.5, "2": 0.5})
    theirs = chisquare([5100, 4900], [5000, 5000])

    assert (theirs.statistic, theirs.pvalue) == pytest.approx((found.chi_squared, found.p))
    assert found.as_planned
    assert not check_split({"1": 5200, "2": 4800}, {"1": 1, "2": 1}).as_planned
    assert "no split was planned" in check_split({"1": 5}, {"1": 1}).reason
    assert "under 5 rows" in check_split({"1": 3, "2": 4}, {"1": 1, "2": 1}).reason


def test_only_common_days_are_compared():
    """A version that ran one day is compared on that day only."""
    assert frozenset({3}) == common_days([[1, 2, 3], [3]])
    assert frozenset() == common_days([])


def test_difference_of_shares_is_that_of_statsmodels():
    """Newcombe's interval agrees to nine digits."""
    found = newcombe((30, 100), (45, 120))
    theirs = confint_proportions_2indep(45, 120, 30, 100, method="newcomb", compare="diff")

    assert theirs == pytest.approx((found.interval.low, found.interval.high), abs=1e-9)


def test_false_findings_are_controlled_as_statsmodels_does():
    """Adjusted p-values agree, in the order given."""
    p = [0.001, 0.04, 0.03, 0.8, 0.02]

    assert multipletests(p, method="fdr_bh")[1] == pytest.approx(benjamini_hochberg(p), abs=1e-12)
    assert () == benjamini_hochberg([])


def test_both_parts_of_the_house_infer_alike():
    """Intervals of shares and their differences, and corrections, are those of the KPIs."""
    one, two = Proportion(30, 100), Proportion(45, 120)
    theirs, found = shared_newcombe(one, two), newcombe((30, 100), (45, 120))

    assert shared_wilson(one) == wilson(30, 100)
    assert (theirs.low, theirs.high) == pytest.approx((found.interval.low, found.interval.high))
    assert shared_hochberg([0.01, 0.3, 0.02]) == pytest.approx(
        benjamini_hochberg([0.01, 0.3, 0.02])
    )


def test_slice_that_is_worse_is_found_among_many():
    """Of twenty slices one is worse; it comes first and stays so after correction."""
    rng = np.random.default_rng(4)
    slices = [SliceMeasure(f"s{i:02}", share("x", int(rng.binomial(500, 0.8)), 500),
                           share("x", 8000, 10_000)) for i in range(20)]  # fmt: skip
    bad = SliceMeasure("bad", share("x", 300, 500), share("x", 8000, 10_000))
    empty = SliceMeasure("empty", share("x", 0, 0), share("x", 8000, 10_000))
    found = slice_gaps([*slices, bad, empty], "higher")

    assert ("bad", "worse", "empty", "unknown") == (
        found[0].slice, found[0].standing, found[-1].slice, found[-1].standing
    )  # fmt: skip
    assert {"same"} == {one.standing for one in found[1:-1]}
    assert all(one.p_adjusted >= one.p for one in found[:-1])
    assert -0.2 == pytest.approx(found[0].gap.value)


def test_gaps_between_groups_are_told_with_their_interval():
    """Selection, true and false positive rates name the widest pair and its ratio."""
    found = fairness_gaps({"a": Confusion(80, 20, 20, 80), "b": Confusion(50, 10, 50, 90),
                           "tiny": Confusion(1, 0, 0, 1)})  # fmt: skip
    selection, true, false = found

    assert ("a", "b", 0.6) == (selection.highest, selection.lowest, selection.ratio)
    assert (0.2, 0.3, 0.1) == pytest.approx((selection.gap.value, true.gap.value, false.gap.value))
    assert true.gap.interval.low > 0
    assert ["a", "b", "tiny"] == [one.name for one in selection.groups]


def test_single_group_has_no_gap():
    """Without two groups of enough rows there is a reason."""
    found = fairness_gaps({"a": Confusion(80, 20, 20, 80), "tiny": Confusion(1)})

    assert all("fewer than two groups" in one.gap.reason for one in found)


def test_shares_without_failures_can_be_compared():
    """All right on both sides is the same, and one side without failures is no certainty."""
    whole, most = share("x", 500, 500), share("x", 497, 500)

    assert "same" == compare_independent(whole, whole, "higher").standing
    assert "same" == compare_independent(most, whole, "higher").standing
    assert "worse" == compare_independent(whole, share("x", 450, 500), "higher").standing
    assert "share" == compare_independent(whole, most, "higher").difference.unit
