"""Forecasts averaged over the ways to smooth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.kpis.targets.projection import project

SERIES = st.lists(st.floats(0, 1000), min_size=12, max_size=30)
WEEKS = st.integers(1, 12)


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3), st.integers(12, 40), st.integers(1, 6))
def test_a_straight_line_is_continued(start, slope, length, step):
    """A series without noise goes on exactly, up to six weeks ahead."""
    line = [start + slope * week for week in range(length)]
    size = abs(start) + abs(slope) * (length + step) + 1e-9

    projection = project(line, [0.0] * (step - 1) + [1.0])

    assert start + slope * (length + step - 1) == pytest.approx(projection.mean, abs=1e-9 * size)


def test_a_straight_line_is_damped_further_ahead():
    """Beyond six weeks growth is expected to slow, not to stop or turn."""
    line = [100.0 + 2 * week for week in range(26)]

    projection = project(line, [0.0] * 9 + [1.0])

    assert 150.0 < projection.mean < 170.0
    assert "Holt, damped trend" == projection.method


@pytest.mark.parametrize(("weeks", "method"), [(6, "Holt"), (7, "Holt, damped trend")])
def test_damping_begins_beyond_six_weeks(weeks, method):
    """Six weeks ahead the trend holds in full, seven weeks ahead it is damped."""
    assert method == project([float(week) for week in range(20)], [1.0] * weeks).method


@settings(max_examples=40)
@given(SERIES, WEEKS, st.floats(1e-3, 1e3))
def test_the_unit_does_not_matter(values, weeks, factor):
    """A series in another unit has the same forecast in that unit, and the same odds."""
    values = [*values, 1.0, 3.0]
    ahead = [1.0] * weeks
    plain, scaled = project(values, ahead), project([factor * one for one in values], ahead)
    goal = plain.mean * 1.05 + 1

    assert factor * plain.mean == pytest.approx(scaled.mean, rel=1e-6, abs=1e-6 * factor)
    assert plain.chance(goal, at_least=True) == pytest.approx(
        scaled.chance(factor * goal, at_least=True), abs=1e-6
    )


@settings(max_examples=40)
@given(SERIES, WEEKS, st.floats(-1e4, 1e4), st.floats(0, 1e4))
def test_a_higher_goal_is_never_likelier(values, weeks, goal, more):
    """Odds of at least fall with the goal; those of at most are the rest."""
    projection = project(values, [1.0] * weeks)
    near, far = (projection.chance(one, at_least=True) for one in (goal, goal + more))

    assert 0 <= far <= near <= 1


@settings(max_examples=40)
@given(SERIES, WEEKS)
def test_at_least_and_at_most_share_certainty(values, weeks):
    """What is not reached from above is reached from below."""
    projection = project([*values, 1.0, 3.0], [1.0] * weeks)
    goal = projection.mean + 1

    assert 1 == pytest.approx(
        projection.chance(goal, at_least=True) + projection.chance(goal, at_least=False)
    )


def test_a_constant_series_is_certain():
    """What never moved is sure to stay, and sure not to reach anything else."""
    projection = project([0.3] * 20, [0.0] * 9 + [1.0])

    assert (1.0, 1.0, 0.0) == pytest.approx(
        (
            projection.chance(0.3, at_least=True),
            projection.chance(0.3, at_least=False),
            projection.chance(0.31, at_least=True),
        )
    )


def yearly(random, weeks):
    """Return weeks with a yearly season, a trend and noise."""
    week = np.arange(weeks)
    return 500 + week + 60 * np.sin(week * 2 * np.pi / 52) + random.normal(0, 5, weeks)


def test_a_year_repeats_once_there_are_two():
    """From 104 weeks on the season is seen, and the forecast follows it."""
    values = yearly(np.random.default_rng(1), 130)

    projection = project(values[:104].tolist(), [0.0] * 25 + [1.0])

    assert "Holt-Winters, damped trend" == projection.method
    assert values[129] == pytest.approx(projection.mean, abs=30)


@pytest.mark.parametrize("gap", [False, True])
def test_less_than_two_whole_years_have_no_season(gap):
    """With 103 weeks, or a gap in 104, the season is left out."""
    values = yearly(np.random.default_rng(1), 104).tolist()
    values = [*values[:50], None, *values[51:]] if gap else values[1:]

    assert "Holt" == project(values, [1.0]).method


def test_weeks_without_a_season_have_none_fitted():
    """Two years of mere noise are not given a season."""
    values = np.random.default_rng(7).normal(100, 5, 104).tolist()

    assert "Holt" == project(values, [1.0]).method


def future(random, weeks):
    """Return a series that follows Holt's model."""
    level, trend, values = 100.0, 0.3, []
    for error in random.normal(0, 1, weeks):
        level += trend
        values.append(level + error)
        level, trend = level + 0.4 * error, trend + 0.05 * error
    return values


@pytest.mark.parametrize(("known", "weeks"), [(12, 4), (26, 4), (26, 6), (52, 6)])
def test_odds_come_true_as_often_as_they_say(known, weeks):
    """On series of Holt's own model, what has odds of p happens in about p of cases."""
    random = np.random.default_rng(known + weeks)
    ranks = []
    for _ in range(300):
        values = future(random, known + weeks)
        projection = project(values[:known], [1.0] * weeks)
        ranks.append(projection.chance(sum(values[known:]), at_least=False))
    shares = [np.mean([rank < level for rank in ranks]) for level in (0.1, 0.3, 0.5, 0.8, 0.9)]

    assert [0.1, 0.3, 0.5, 0.8, 0.9] == pytest.approx(shares, abs=0.08)
