"""Exponential smoothing with trend and season by recursion, in many ways at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Ways to smooth: how fast level, trend and season follow the errors.

    All are in error-correction form: `beta` multiplies the error itself, so it is alpha times
    the beta of Holt's own form. `phi` is what remains of the trend from week to week; 1 does
    not damp it. Shape: (ways, 1).
    """

    alpha: Array
    beta: Array
    gamma: Array
    phi: Array

    @staticmethod
    def of(*axes: Sequence[float]) -> "Grid":
        """Return all combinations of alphas, betas as fractions of alpha, gammas and phis."""
        ways = np.array(tuple(product(*axes)))
        alpha, beta, gamma, phi = (column[:, None] for column in ways.T)
        return Grid(alpha, alpha * beta, gamma, phi)


@dataclass(frozen=True, slots=True)
class Run:
    """A series smoothed in each way, as a linear function of the states it started from.

    Column 0 is the run from zero; each further one is what a unit of one initial state adds:
    level, trend, and the season's weeks but the first, less the first (which is in the level).
    Shape: `errors` (ways, weeks with a value, columns), `level` and `trend` (ways, columns),
    `season` (length, ways, columns), of which the first is the next week's.
    """

    errors: Array
    level: Array
    trend: Array
    season: Array


@dataclass(frozen=True, slots=True)
class Smoothed:
    """A run with the initial states decided.

    Shape: `states` (ways, states); `doubt` (ways, states, states) is their covariance in units
    of `variance` (ways), that of one-step errors.
    """

    grid: Grid
    run: Run
    states: Array
    doubt: Array
    variance: Array


def smooth(values: Sequence[float | None], grid: Grid, length: int = 1) -> Run:
    """Smooth a series in all ways; `length` is that of its season, 1 without one.

    A week without a value corrects nothing: the forecast stands in for it.
    Source: Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing,
    models ETS(A,A,N), ETS(A,Ad,N), ETS(A,A,A) and ETS(A,Ad,A).
    """
    ways, columns = len(grid.alpha), 2 + length
    level, trend = np.zeros((ways, columns)), np.zeros((ways, columns))
    season = np.zeros((length, ways, columns))
    level[:, 1] = trend[:, 2] = 1.0
    for turn in range(1, length):
        season[turn, :, 2 + turn] = 1.0
    errors = []
    for place, value in enumerate(values):
        trend *= grid.phi
        level += trend
        if value is None:
            continue
        error = -level - season[place % length]
        error[:, 0] += value
        errors.append(error)
        level += grid.alpha * error
        trend += grid.beta * error
        season[place % length] += grid.gamma * error
    turn = len(values) % length
    return Run(np.stack(errors, axis=1), level, trend, np.roll(season, -turn, axis=0))


def start_from(run: Run, grid: Grid, states: Sequence[float]) -> Smoothed:
    """Return a run that started from known states, with the mean square of its errors."""
    known = np.tile(np.array(states), (len(grid.alpha), 1))
    errors = run.errors[:, :, 0] + (run.errors[:, :, 1:] @ known[:, :, None])[:, :, 0]
    doubt = np.zeros((len(grid.alpha), len(states), len(states)))
    return Smoothed(grid, run, known, doubt, np.asarray((errors**2).mean(axis=1), np.float64))


def forecast(smoothed: Smoothed, ahead: Sequence[float]) -> tuple[Array, Array]:
    """Return mean and standard deviation of a weighted sum of the coming weeks, for each way.

    Weeks ahead do not vary independently: an error adds itself to its own week, and an echo
    c_j = alpha + beta (phi + … + phi^j) to the week j weeks later, with gamma more where that is
    the same week of a later season. A weight below one in the last place is a fraction of that
    week, whose own error has that fraction of the variance.
    Source: Hyndman, Koehler, Ord and Snyder (2008), chapter 6, for the variance of one week.
    """
    grid, run, count = smoothed.grid, smoothed.run, np.array(ahead, np.float64)
    reach = np.cumsum(grid.phi ** np.arange(1, len(ahead) + 1), axis=1)
    total = count.sum() * run.level + (reach @ count)[:, None] * run.trend
    for step, weight in enumerate(ahead):
        total = total + weight * run.season[step % len(run.season)]
    means = total[:, 0] + (total[:, 1:] * smoothed.states).sum(axis=1)
    doubt = np.einsum("wi,wij,wj->w", total[:, 1:], smoothed.doubt, total[:, 1:])
    echoed = _echoed(grid, reach, count, len(run.season))
    return means, np.sqrt(smoothed.variance * (echoed + doubt))


def _echoed(grid: Grid, reach: Array, count: Array, length: int) -> Array:
    """Return the variance of the weighted sum in units of that of one-step errors."""
    steps = np.arange(1, len(count))
    echoes = grid.alpha + grid.beta * reach[:, :-1] + grid.gamma * (steps % length == 0)
    kept = np.concatenate([np.ones_like(grid.alpha), echoes], axis=1)
    found = np.full(len(grid.alpha), count[-1])
    for step in range(len(count) - 1):
        found += (kept[:, : len(count) - step] @ count[step:]) ** 2
    return found
