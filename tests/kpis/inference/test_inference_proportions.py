"""Intervals and differences of shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.inference.proportions import Proportion, newcombe, pooled_z, wilson
from tests.kpis.statistics_cases import case, differences

PROPORTIONS = st.integers(1, 10_000).flatmap(
    lambda n: st.builds(Proportion, st.integers(0, n), st.just(n))
)


def arms(inputs):
    """Return control and treatment of a case."""
    return (
        Proportion(inputs["s_c"], inputs["n_c"]),
        Proportion(inputs["s_t"], inputs["n_t"]),
    )


@pytest.mark.parametrize("name", ["b1a", "b1b"])
def test_wilson_agrees_with_the_reference(name):
    """The score interval has the reference's ends, also where nothing succeeded."""
    found = case(name)
    proportion = Proportion(found["inputs"]["successes"], found["inputs"]["n"])
    interval = wilson(proportion)

    actual = {"point": proportion.share, "low": interval.low, "high": interval.high}

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_pooled_z_agrees_with_the_reference():
    """The pooled test has the reference's z and two-sided p."""
    found = case("b2")
    test = pooled_z(*arms(found["inputs"]))

    actual = {"z": test.z, "p": test.p}

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_newcombe_agrees_with_the_reference():
    """The difference of two shares has the reference's interval."""
    found = case("b3")
    difference = newcombe(*arms(found["inputs"]))

    actual = {"diff": difference.diff, "low": difference.low, "high": difference.high}

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_interval_tells_its_method_size_and_level():
    """An interval carries how it was made, from how many units, and at which level."""
    interval = wilson(Proportion(3, 10), 0.9)

    assert ("Wilson", 10, 0.9) == (interval.method, interval.n, interval.level)


@given(PROPORTIONS)
def test_wilson_holds_the_share_within_nought_and_one(proportion: Proportion):
    """The interval lies in [0, 1], around the share, and is never without width."""
    interval = wilson(proportion)

    assert interval is not None
    assert 0 <= interval.low <= proportion.share <= interval.high <= 1
    assert interval.low < interval.high


@given(PROPORTIONS)
def test_wilson_of_failures_mirrors_that_of_successes(proportion: Proportion):
    """Counting the other outcome turns the interval round."""
    interval = wilson(proportion)
    mirrored = wilson(Proportion(proportion.n - proportion.successes, proportion.n))

    assert interval is not None
    assert mirrored is not None
    assert (1 - interval.high, 1 - interval.low) == pytest.approx((mirrored.low, mirrored.high))


@given(PROPORTIONS, PROPORTIONS)
def test_swapping_the_sides_turns_a_difference_round(control: Proportion, treatment: Proportion):
    """Control against treatment is the negative of treatment against control."""
    there, back = newcombe(control, treatment), newcombe(treatment, control)

    assert there is not None
    assert back is not None
    assert (-there.high, -there.diff, -there.low) == (back.low, back.diff, back.high)
    assert -1 <= there.low <= there.diff <= there.high <= 1


@pytest.mark.parametrize("proportion", [Proportion(0, 0), Proportion(3, 2), Proportion(-1, 5)])
def test_what_is_no_share_has_no_interval(proportion):
    """Without units, or with more successes than units, nothing is returned."""
    sound = Proportion(1, 2)

    assert (None, None, None) == (
        wilson(proportion),
        newcombe(sound, proportion),
        pooled_z(proportion, sound),
    )


def test_units_that_are_all_alike_have_no_test():
    """Where no unit on either side differs from another, there is no z."""
    assert pooled_z(Proportion(0, 9), Proportion(0, 7)) is None


def test_tiny_p_values_keep_their_precision():
    """A p far below the resolution of one minus a share is not rounded to zero."""
    test = pooled_z(Proportion(100, 1000), Proportion(900, 1000))

    assert 0 < test.p < 1e-200
