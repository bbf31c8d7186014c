"""Ratios with the user as the unit."""

from dataclasses import asdict
from math import fsum, sqrt
from statistics import fmean

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reports.kpis.inference.ratios import (
    RatioSums,
    ratio_difference,
    ratio_estimate,
    ratio_interval,
)
from tests.kpis.statistics_cases import case, contrasts, differences

USERS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=2, max_size=40)


def sums_of(users):
    """Return the sums over (numerator, denominator) pairs."""
    return RatioSums(
        fsum(top for top, _ in users),
        fsum(bottom for _, bottom in users),
        fsum(top * top for top, _ in users),
        fsum(bottom * bottom for _, bottom in users),
        fsum(top * bottom for top, bottom in users),
        len(users),
    )


def sums_of_arm(arm):
    """Return the sums of one arm of a case."""
    return sums_of(list(zip(arm["num"], arm["den"], strict=True)))


def answer(inputs):
    """Return what the reference asks of two arms."""
    control, treatment = sums_of_arm(inputs["control"]), sums_of_arm(inputs["treatment"])
    before, after = ratio_estimate(control), ratio_estimate(treatment)
    return asdict(ratio_difference(control, treatment)) | {
        "ratio_control": before.value,
        "ratio_treatment": after.value,
        "user_var_control": before.variance,
        "user_var_treatment": after.variance,
    }


def test_ratios_agree_with_the_reference():
    """Ratios, variances per user and their difference are the reference's."""
    found = case("b6")

    assert [] == differences(found["expected"], answer(found["inputs"]), found["tolerance"])


def test_counting_events_is_told_from_counting_users():
    """An error as if events were independent does not pass for the reference's."""
    found = case("b6")
    right = answer(found["inputs"])

    wrong = {"se": contrasts(found)["contrast_naive_event_se"]}

    assert [] != differences(found["expected"], right | wrong, found["tolerance"])


@given(USERS)
def test_variance_is_that_of_the_users_deviations(users):
    """The sums give the variance that the users' own deviations have."""
    estimate = ratio_estimate(sums_of(users))
    assert estimate is not None
    mean = fmean(bottom for _, bottom in users)
    deviations = [(top - estimate.value * bottom) / mean for top, bottom in users]

    expected = fsum(one * one for one in deviations) / (len(users) - 1)

    assert expected == pytest.approx(estimate.variance, rel=1e-9, abs=1e-12)


@given(USERS, st.integers(1, 20))
def test_a_constant_denominator_leaves_an_ordinary_mean(users, each):
    """With the same denominator for everyone, the variance is that of the numerators."""
    tops = [top / each for top, _ in users]
    estimate = ratio_estimate(sums_of([(top, each) for top, _ in users]))

    assert estimate is not None
    assert np.var(tops, ddof=1) == pytest.approx(estimate.variance, abs=1e-12)


def test_hardly_any_variation_survives_large_sums():
    """A variance a trillionth of the squares it is made from keeps nine digits."""
    users = [(float(k % 2), 10_000_000.0) for k in range(1000)]
    estimate = ratio_estimate(sums_of(users))

    assert 0.25 * 1000 / 999 / 1e14 == pytest.approx(estimate.variance, rel=1e-9)


def test_interval_covers_the_true_ratio_as_often_as_it_says():
    """With heavy users whose rates differ, 95 % intervals hold the truth about 95 % of times."""
    random = np.random.default_rng(20)
    held = 0
    for _ in range(400):
        bottoms = random.geometric(0.1, 150)
        tops = random.binomial(bottoms, random.beta(4, 6, 150))
        interval = ratio_interval(sums_of(list(zip(tops.tolist(), bottoms.tolist(), strict=True))))
        held += interval.low <= 0.4 <= interval.high

    assert 0.92 <= held / 400 <= 0.98


def test_interval_names_users_as_its_units():
    """An interval of a ratio counts users, not events."""
    interval = ratio_interval(sums_of([(1, 4), (3, 4), (2, 4)]))

    assert ("delta", 3) == (interval.method, interval.n)
    assert 0.5 == pytest.approx((interval.low + interval.high) / 2)
    assert 4.302652729911275 * 0.25 / sqrt(3) == pytest.approx(interval.high - 0.5)


@given(USERS)
def test_swapping_the_sides_turns_a_difference_round(users):
    """Control against treatment is the negative of treatment against control."""
    other = [(1, 2), (3, 4), (0, 5)]
    there = ratio_difference(sums_of(users), sums_of(other))
    back = ratio_difference(sums_of(other), sums_of(users))
    assume(there is not None)

    assert (there.se, -there.diff, -there.high) == pytest.approx((back.se, back.diff, back.low))


@pytest.mark.parametrize(
    "sums",
    [
        sums_of([(1, 2)]),
        sums_of([(0, 0), (0, 0)]),
        RatioSums(float("nan"), 1.0, 1.0, 1.0, 1.0, 5),
    ],
)
def test_too_little_to_say_gives_nothing(sums):
    """One user, no denominator or no number leave neither ratio nor interval nor difference."""
    sound = sums_of([(1, 2), (3, 4), (0, 5)])

    assert (None, None, None) == (
        ratio_estimate(sums),
        ratio_interval(sums),
        ratio_difference(sums, sound),
    )


def test_users_who_are_all_alike_have_no_interval():
    """An interval without width would claim certainty."""
    assert ratio_interval(sums_of([(1, 3), (2, 6), (5, 15)])) is None
