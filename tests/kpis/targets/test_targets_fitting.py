"""Initial states and weights of the ways to smooth."""

import numpy as np
import pytest

from reports.kpis.targets.fitting import fit
from reports.kpis.targets.holt import Grid, forecast, smooth, start_from

GRID = Grid.of((0.1, 0.3, 0.6), (0.0, 0.2), (0.0,), (1.0, 0.9))
RANDOM = np.random.default_rng(2)
VALUES = (50 + 0.5 * np.arange(20) + RANDOM.normal(0, 2, 20)).tolist()


def test_no_other_start_has_smaller_errors():
    """Moving any initial state a little makes the squares of the errors larger."""
    fitted = fit(VALUES, GRID).smoothed
    squares = fitted.variance * (len(VALUES) - 2)
    run = smooth(VALUES, GRID)

    for way in range(len(GRID.alpha)):
        for nudge in ((0.1, 0.0), (-0.1, 0.0), (0.0, 0.01), (0.0, -0.01)):
            moved = start_from(run, GRID, (fitted.states[way] + np.array(nudge)).tolist())
            assert squares[way] < moved.variance[way] * len(VALUES)


def test_variance_allows_for_the_states_that_were_fitted():
    """Squares are divided by the weeks less the two states that took their share of them."""
    fitted = fit(VALUES, GRID).smoothed
    same = start_from(smooth(VALUES, GRID), GRID, fitted.states[0].tolist())

    assert same.variance[0] * 20 / 18 == pytest.approx(fitted.variance[0])


def test_ways_count_by_how_well_they_fit():
    """Weights add up to one, and a series that follows a way makes it count most."""
    random = np.random.default_rng(6)
    values = np.cumsum(random.normal(0, 1, 200)).tolist()
    grid = Grid.of((0.1, 0.95), (0.0,), (0.0,), (1.0,))

    weights = fit(values, grid).weights

    assert 1.0 == pytest.approx(weights.sum())
    assert weights[1] > 0.99


def test_a_season_that_is_there_pays_for_its_states():
    """Akaike's criterion picks the season on a seasonal series, and leaves it on a plain one."""
    random = np.random.default_rng(9)
    wave, noise = 10 * np.sin(np.arange(40) * 2 * np.pi / 4), random.normal(0, 1, 40)
    plain, seasonal = (
        Grid.of((0.1,), (0.0,), (0.0,), (1.0,)),
        Grid.of((0.1,), (0.0,), (0.1,), (1.0,)),
    )

    assert (
        fit((wave + noise).tolist(), seasonal, 4).akaike
        < fit((wave + noise).tolist(), plain).akaike
    )
    assert fit(noise.tolist(), plain).akaike < fit(noise.tolist(), seasonal, 4).akaike


def test_uncertain_states_widen_the_forecast():
    """A fitted start leaves more doubt about the weeks ahead than a known one."""
    fitted = fit(VALUES, GRID).smoothed
    known = start_from(smooth(VALUES, GRID), GRID, fitted.states[0].tolist())
    known_width = forecast(known, [1.0] * 6)[1][0] / np.sqrt(known.variance[0])

    assert known_width < forecast(fitted, [1.0] * 6)[1][0] / np.sqrt(fitted.variance[0])
