"""Differences and lifts of means."""

from dataclasses import asdict
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.inference.difference import Estimate, welch
from reports.kpis.inference.means import relative_lift
from tests.kpis.statistics_cases import case, contrasts, differences

ESTIMATES = st.builds(
    Estimate, st.floats(0.1, 1e6), st.floats(1e-6, 1e6), st.integers(2, 1_000_000)
)
SURER = st.builds(Estimate, st.floats(1, 1e6), st.floats(1e-6, 1e3), st.integers(10, 1_000_000))


def arms(inputs):
    """Return control and treatment of a case."""
    return (
        Estimate(inputs["mean_c"], inputs["var_c"], inputs["n_c"]),
        Estimate(inputs["mean_t"], inputs["var_t"], inputs["n_t"]),
    )


def test_welch_agrees_with_the_reference():
    """The difference of two means has the reference's error, degrees of freedom and interval."""
    found = case("b4")
    difference = welch(*arms(found["inputs"]))

    actual = asdict(difference) | {"t": difference.t}

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_lift_agrees_with_the_reference():
    """The lift has the reference's intervals by delta method and by log ratio."""
    found = case("b5")

    actual = asdict(relative_lift(*arms(found["inputs"])))

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_taking_the_control_as_known_is_told_from_the_right_error():
    """An error without the control's noise does not pass for the reference's."""
    found = case("b5")
    right = asdict(relative_lift(*arms(found["inputs"])))

    wrong = {"se": contrasts(found)["contrast_control_fixed_se"]}

    assert [] != differences(found["expected"], right | wrong, found["tolerance"])


@given(ESTIMATES, ESTIMATES)
def test_degrees_of_freedom_lie_between_the_smaller_side_and_both(
    control: Estimate, treatment: Estimate
):
    """Satterthwaite's degrees of freedom never leave their bounds, whatever the variances."""
    difference = welch(control, treatment)
    smaller = min(control.n, treatment.n) - 1

    assert difference is not None
    assert smaller * (1 - 1e-9) <= difference.dof <= (control.n + treatment.n - 2) * (1 + 1e-9)


@given(SURER, SURER, st.floats(1e-3, 1e3))
def test_a_lift_does_not_depend_on_the_unit(control: Estimate, treatment: Estimate, factor: float):
    """Measuring in another unit leaves the lift and its intervals as they are."""
    scaled = [
        Estimate(one.value * factor, one.variance * factor**2, one.n)
        for one in (control, treatment)
    ]
    before, after = relative_lift(control, treatment), relative_lift(*scaled)

    assert before is not None
    assert after is not None
    assert asdict(before) == pytest.approx(asdict(after), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    ("control", "treatment"),
    [
        (Estimate(1.0, 1.0, 1), Estimate(1.0, 1.0, 9)),
        (Estimate(1.0, 0.0, 9), Estimate(2.0, 0.0, 9)),
    ],
)
def test_too_few_or_constant_units_have_no_difference(control, treatment):
    """One unit on a side, or units that do not vary, allow no interval."""
    assert (None, None) == (welch(control, treatment), relative_lift(control, treatment))


def test_nothing_is_a_lift_over_zero():
    """A control of zero has no relative difference."""
    assert relative_lift(Estimate(0.0, 1.0, 9), Estimate(2.0, 1.0, 9)) is None


def test_means_of_opposite_signs_have_no_log_ratio():
    """The interval on the scale of logarithms is left out where there is no logarithm."""
    lift = relative_lift(Estimate(-1.0, 1.0, 9), Estimate(2.0, 1.0, 9))

    assert (None, None) == (lift.log_ratio_low, lift.log_ratio_high)
    assert -inf < lift.low < lift.lift < lift.high < inf


def test_a_ratio_that_could_be_anything_has_no_log_ratio():
    """An upper end beyond all numbers is left out instead of failing."""
    lift = relative_lift(Estimate(1.0, 1.0, 2), Estimate(0.25, 1e6, 2))

    assert (None, None) == (lift.log_ratio_low, lift.log_ratio_high)
