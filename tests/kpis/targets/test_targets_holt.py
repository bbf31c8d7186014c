"""Exponential smoothing by recursion."""

from math import fsum, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.targets.holt import Grid, forecast, smooth, start_from
from tests.kpis.statistics_cases import case, contrasts, differences

VALUES = st.lists(st.one_of(st.none(), st.floats(-100, 100)), min_size=3, max_size=20)
RATES = st.tuples(*(st.floats(0, 1) for _ in range(4)))


def one_way(alpha, beta, gamma=0.0, phi=1.0):
    """Return a grid of a single way to smooth."""
    return Grid(*(np.array([[value]]) for value in (alpha, beta, gamma, phi)))


def known(inputs):
    """Return the series of a case, smoothed from its own initial states."""
    grid = one_way(inputs["alpha"], inputs["beta"], inputs.get("gamma", 0.0))
    season = inputs.get("initial_seasonal", [0.0])
    run = smooth(inputs["y"], grid, len(season))
    level, trend = inputs["initial_level"] + season[0], inputs["initial_trend"]
    return start_from(run, grid, [level, trend, *(one - season[0] for one in season[1:])])


def ahead(smoothed, weights):
    """Return mean and deviation of weighted weeks ahead of a single way."""
    mean, deviation = forecast(smoothed, weights)
    return float(mean[0]), float(deviation[0])


def week(step):
    """Return the weights that pick one week ahead."""
    return [0.0] * (step - 1) + [1.0]


def holt_answer(found):
    """Return what the reference asks of a series with a trend."""
    smoothed, steps = known(found["inputs"]), range(1, found["inputs"]["h"] + 1)
    z = NormalDist().inv_cdf((1 + found["inputs"]["interval"]) / 2)
    weeks = [ahead(smoothed, week(step)) for step in steps]
    sum_mean, sum_sd = ahead(smoothed, [1.0] * len(weeks))
    return {
        "forecast": [mean for mean, _ in weeks],
        "low": [mean - z * sd for mean, sd in weeks],
        "high": [mean + z * sd for mean, sd in weeks],
        "sigma": float(np.sqrt(smoothed.variance[0])),
        "sum_mean": sum_mean,
        "sum_sd": sum_sd,
    }


def test_trend_agrees_with_the_reference():
    """Forecast, interval and the joint deviation of a sum are the reference's."""
    found = case("h1")

    assert [] == differences(found["expected"], holt_answer(found), found["tolerance"])


def test_weeks_taken_as_independent_are_told_from_the_joint_sum():
    """A deviation that adds up the weeks' variances does not pass for the reference's."""
    found = case("h1")
    right = holt_answer(found)

    wrong = {"sum_sd": contrasts(found)["contrast_sum_sd_if_independent"]}

    assert [] != differences(found["expected"], right | wrong, found["tolerance"])


def test_season_agrees_with_the_reference():
    """Forecasts with a season, and their sum, are the reference's."""
    found = case("h2")
    smoothed, count = known(found["inputs"]), found["inputs"]["h"]

    actual = {
        "forecast": [ahead(smoothed, week(step))[0] for step in range(1, count + 1)],
        "sum": ahead(smoothed, [1.0] * count)[0],
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


def by_hand(values, rates, states, length):
    """Return level, trend, season and errors of a series, worked out week by week."""
    (alpha, beta, gamma, phi), (level, trend, *season) = rates, states
    errors = []
    for place, value in enumerate(values):
        level, trend, turn = level + phi * trend, phi * trend, place % length
        if value is not None:
            error = value - level - season[turn]
            level, trend = level + alpha * error, trend + beta * error
            season[turn] += gamma * error
            errors.append(error)
    return level, trend, season, errors


@given(VALUES.filter(any), RATES, st.integers(1, 4))
def test_all_ways_at_once_do_what_each_does_alone(values, rates, length):
    """Smoothing as a linear function of the initial states gives what the recursion gives."""
    states = [3.0, 0.5, 0.0, *(1.0, -2.0, 4.0)[: length - 1]]
    level, trend, season, errors = by_hand(values, rates, states, length)
    grid = one_way(*rates)
    smoothed = start_from(smooth(values, grid, length), grid, [states[0], states[1], *states[3:]])
    next_season = season[len(values) % length]

    assert fsum(one * one for one in errors) / len(errors) == pytest.approx(
        float(smoothed.variance[0]), rel=1e-6, abs=1e-9
    )
    assert level + rates[3] * trend + next_season == pytest.approx(
        ahead(smoothed, [1.0])[0], rel=1e-6, abs=1e-6
    )


def test_a_missing_week_is_neither_zero_nor_the_last_value():
    """Over a gap the trend goes on as forecast."""
    grid = one_way(0.5, 0.2)
    smoothed = start_from(smooth([10.0, 12.0, None, None, 18.0], grid), grid, [8.0, 2.0])

    assert (20.0, 0.0) == pytest.approx(ahead(smoothed, [1.0]))


def test_an_error_comes_back_in_the_same_week_of_later_seasons():
    """With a season of two weeks, the second echo has the season's part as well."""
    grid = one_way(0.4, 0.1, 0.2)
    smoothed = start_from(smooth([1.0, -1.0, 2.0], grid, 2), grid, [0.0, 0.0, 0.0])
    sigma = sqrt(smoothed.variance[0])

    assert sqrt(1 + 0.5**2 + (0.6 + 0.2) ** 2) == pytest.approx(ahead(smoothed, week(3))[1] / sigma)


def test_a_fraction_of_a_week_has_that_fraction_of_its_variance():
    """Half a week has half the mean and, its days being independent, half the variance."""
    grid = one_way(0.4, 0.1)
    smoothed = start_from(smooth([10.0, 13.0], grid), grid, [10.0, 0.0])
    whole, half = ahead(smoothed, [1.0]), ahead(smoothed, [0.5])

    assert (whole[0] / 2, whole[1] / sqrt(2)) == pytest.approx(half)


@given(RATES, st.integers(1, 12))
def test_a_sum_is_no_surer_than_independent_weeks(rates, weeks):
    """Errors live on, so weeks ahead vary together and never less than apart."""
    alpha, beta, _, phi = rates
    grid = one_way(alpha, beta, 0.0, phi)
    smoothed = start_from(smooth([1.0, -1.0, 2.0], grid), grid, [0.0, 0.0])
    apart = sqrt(fsum(ahead(smoothed, week(step))[1] ** 2 for step in range(1, weeks + 1)))

    assert apart <= ahead(smoothed, [1.0] * weeks)[1] * (1 + 1e-12)


@pytest.mark.parametrize(("phi", "last"), [(1.0, 1.0), (0.9, 1.0), (0.9, 3 / 7)])
def test_joint_deviation_agrees_with_simulated_futures(phi, last):
    """The sum of simulated weeks, of the last one a fraction, spreads as the formula says."""
    random, count = np.random.default_rng(8), 8
    alpha, beta = 0.4, 0.1
    draws = random.normal(0, 1, (40_000, count))
    level, trend = np.zeros(40_000), np.zeros(40_000)
    total = np.zeros(40_000)
    for step in range(count):
        share = last if step == count - 1 else 1.0
        trend = phi * trend
        level = level + trend
        total += share * level + sqrt(share) * draws[:, step]
        level = level + alpha * draws[:, step]
        trend = trend + beta * draws[:, step]
    grid = one_way(alpha, beta, 0.0, phi)
    smoothed = start_from(smooth([1.0, -1.0], grid), grid, [0.0, 0.0])

    _, deviation = ahead(smoothed, [1.0] * (count - 1) + [last])

    assert total.std() == pytest.approx(deviation / sqrt(smoothed.variance[0]), rel=0.02)
