"""Pace, need and odds of a target."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.targets.pacing import (
    best_run_rate,
    chance,
    expected_by,
    meets,
    pace_ratio,
    required_per_week,
)
from reports.values.objective import Target, Waypoint
from tests.kpis.statistics_cases import case, differences

START = date(2026, 10, 1)


def target(*points, cumulative=False):
    """Return a target through (day number, value) points."""
    path = tuple(Waypoint(START + timedelta(days), value) for days, value in points)
    return Target(path, cumulative)


def test_pacing_agrees_with_the_reference():
    """Pace, need, projection and odds of a cumulative target are the reference's."""
    found = case("h3")
    inputs = found["inputs"]
    left = inputs["weeks_total"] - inputs["weeks_elapsed"]
    goal = target(
        (0, inputs["start"]), (7 * inputs["weeks_total"] - 1, inputs["target"]), cumulative=True
    )
    expected = expected_by(goal, START + timedelta(7 * inputs["weeks_elapsed"] - 1))
    projected = inputs["achieved"] + left * inputs["remaining_mean_per_week"]

    actual = {
        "linear_expected": expected,
        "pace_ratio": pace_ratio(inputs["achieved"], expected, inputs["start"]),
        "required_per_week": required_per_week(inputs["target"], inputs["achieved"], left),
        "projected_end": projected,
        "prob_hit": chance(
            projected, inputs["remaining_sd_of_sum"], inputs["target"], at_least=True
        ),
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_path_is_linear_between_its_waypoints():
    """A level is asked for along straight lines, and stays at the goal after it."""
    path = target((0, 10.0), (10, 20.0), (30, 0.0))
    days = (-1, 0, 5, 10, 15, 30, 99)

    assert [None, 10.0, 15.0, 20.0, 15.0, 0.0, 0.0] == [
        expected_by(path, START + timedelta(day)) for day in days
    ]


def test_the_first_day_counts_towards_a_sum():
    """A sum starts from the evening before its first day: ten days ask for a tenth each."""
    path = target((0, 0.0), (9, 100.0), cumulative=True)

    assert [0.0, 10.0, 50.0, 100.0] == pytest.approx(
        [expected_by(path, START + timedelta(day)) for day in (-1, 0, 4, 9)]
    )


def test_without_a_start_there_is_no_pace():
    """A goal alone asks for nothing on the way."""
    assert expected_by(target((30, 100.0)), START) is None


def test_pace_is_what_was_gained_by_what_should_have_been():
    """Half of the way where all of it was due is a pace of one half; no way has no pace."""
    assert (0.5, None) == (pace_ratio(15.0, 20.0, 10.0), pace_ratio(5.0, 10.0, 10.0))


def test_what_is_reached_needs_no_more():
    """Past the goal each week needs nothing; without weeks left there is no rate."""
    assert (0.0, None, 5.0) == (
        required_per_week(10.0, 12.0, 2.0),
        required_per_week(10.0, 2.0, 0.0),
        required_per_week(10.0, 2.5, 1.5),
    )


def test_best_run_has_four_weeks_in_a_row():
    """A gap breaks the run; the best is the lowest where less is better."""
    values = [9.0, 9.0, 9.0, None, 1.0, 2.0, 3.0, 4.0, 5.0]

    assert (3.5, 2.5, None) == (
        best_run_rate(values, at_least=True),
        best_run_rate(values, at_least=False),
        best_run_rate([9.0, 9.0, 9.0], at_least=True),
    )


@given(st.floats(-1e6, 1e6), st.floats(1, 1e6), st.floats(-1e6, 1e6))
def test_at_least_and_at_most_share_certainty(mean, deviation, goal):
    """The odds of both sides of a goal add up to one."""
    both = chance(mean, deviation, goal, at_least=True) + chance(
        mean, deviation, goal, at_least=False
    )

    assert 1.0 == pytest.approx(both)


def test_what_rounding_leaves_misses_no_goal():
    """A sum a rounding error short of the goal meets it, and is certain without deviation."""
    value = 0.1 + 0.2

    assert (True, True, False) == (
        meets(value, 0.3, at_least=False),
        meets(0.3, value, at_least=True),
        meets(0.31, 0.3, at_least=False),
    )
    assert (1.0, 0.0) == (
        chance(0.3, 1e-17, value, at_least=True),
        chance(0.29, 1e-17, value, at_least=True),
    )
