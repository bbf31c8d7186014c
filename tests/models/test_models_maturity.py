"""Labels that arrive late: the simulated week of the reference, and what was known when."""

import numpy as np
import pytest

from reports.models.decisions import Confusion
from reports.models.maturity import (
    AgeCount,
    DayCohort,
    as_known_on,
    cohort_maturity,
    corrected_decisions,
    delay_curve,
    known_share,
)


def cohort(day, seen, rng, rows=2000):
    """Return a day with 20 % positives reported after 10 days, negatives certain at 28."""
    positive = rng.random(rows) < 0.2
    ages = np.where(positive, np.minimum(np.ceil(rng.exponential(10, rows)), 40), 28).astype(int)
    labels = []
    for age in range(min(seen, 40) + 1):
        here = ages == age
        if here.any():
            labels.append(AgeCount(age, int(here.sum()), int((here & positive).sum())))
    return DayCohort(day, rows, seen, tuple(labels))


def history(days=84):
    """Return days of which the last was today."""
    rng = np.random.default_rng(1)
    return [cohort(day, days - 1 - day, rng) for day in range(days)]


def test_curve_of_delay_is_that_of_the_world():
    """Positives arrive exponentially, and the curve from all cohorts finds it."""
    found = delay_curve(history(), positive=True)

    for age in (1, 7, 14, 28):
        assert 1 - np.exp(-age / 10) == pytest.approx(found.at(age), abs=0.01)
    assert (1.0, 0.0) == (found.at(99), found.at(-1))


@pytest.mark.parametrize("week", [7, 8, 9, 10, 11])
def test_positive_rate_is_right_before_labels_are(week):
    """Known positives by the share that should be known give 20 % whatever the age."""
    cohorts = history()
    days = cohorts[7 * week : 7 * week + 7]
    curves = (delay_curve(cohorts), delay_curve(cohorts, positive=True))
    found = cohort_maturity(7 * week, days, *curves)

    if found.positive_rate.value is None:
        assert "should have arrived" in found.positive_rate.reason
    else:
        assert 0.2 == pytest.approx(found.positive_rate.value, abs=3 * found.positive_rate.se)
        assert found.positive_rate.estimated == (not found.mature)
    assert found.labelled / 14_000 == found.coverage.value


def test_mature_weeks_are_counted_and_not_estimated():
    """A week beyond the horizon is mature: its rate is that of its labels."""
    cohorts = history()
    curves = (delay_curve(cohorts), delay_curve(cohorts, positive=True))
    found = cohort_maturity(0, cohorts[:7], *curves)

    assert (True, 14_000, False) == (found.mature, found.labelled, found.positive_rate.estimated)
    assert found.positives / found.labelled == found.positive_rate.value


def test_what_was_known_then_can_be_asked_for():
    """Cohorts as of a day hold no younger day, no later label, and no greater age."""
    then = as_known_on(history(), 30)

    assert list(range(31)) == [one.day for one in then]
    assert [30 - one.day for one in then] == [one.seen_days for one in then]
    assert all(label.age_days <= one.seen_days for one in then for label in one.labels)
    assert as_known_on(then, 30) == then


def test_too_few_mature_days_have_no_curve():
    """Where no day is known to the end nothing is corrected, and the reason is said."""
    young = delay_curve([])
    found = cohort_maturity(0, history(5), young, young)

    assert "0 labels in 0 days are known to the end" in young.reason
    assert (None, None) == (found.expected, found.mature)
    assert "too few labels are known to the end" in found.positive_rate.reason
    assert None is young.at(3)
    assert None is known_share([], young)


def simulated(age_days, seed=2, rows=200_000):
    """Return decisions about one week with those labels that are known at an age."""
    rng = np.random.default_rng(seed)
    positive = rng.random(rows) < 0.2
    chosen = np.where(positive, rng.random(rows) < 0.71, rng.random(rows) < 0.1239)
    delay = np.where(positive, rng.exponential(10, rows), 28)
    known = delay <= age_days + 7 * rng.random(rows)
    pairs = [known & chosen & positive, known & chosen & ~positive]
    pairs += [known & ~chosen & positive, known & ~chosen & ~positive, ~known, ~known & chosen]
    truth = positive[chosen].mean()
    return Confusion(*(int(one.sum()) for one in pairs)), float(truth), known[positive].mean()


@pytest.mark.parametrize("age", [0, 7, 14])
def test_precision_of_an_immature_week_is_corrected(age):
    """Labelled rows alone say 1.0; corrected it is the truth, and marked as estimated."""
    counts, truth, known = simulated(age)
    precision, recall = corrected_decisions(counts, known)

    assert 1.0 == counts.tp / (counts.tp + counts.fp)
    assert truth == pytest.approx(precision.value, abs=0.01)
    assert 0.71 == pytest.approx(recall.value, abs=0.015)
    assert precision.estimated
    assert recall.estimated


def test_hardly_any_labels_correct_nothing():
    """With a share below one fifth, or none at all, there is a reason instead."""
    for known, reason in ((0.1, "only 10% of the labels"), (None, "too few labels are known")):
        for found in corrected_decisions(Confusion(1, 0, 1, 0, 98, 40), known):
            assert None is found.value
            assert reason in found.reason
