"""The initial states of a smoothed series, and how well each way to smooth it fits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reports.kpis.targets.holt import Array, Grid, Smoothed, smooth

# What rounding leaves of the squares of a series that is smoothed without any error.
ROUNDING = 1e-24


@dataclass(frozen=True, slots=True)
class Fit:
    """A series smoothed in many ways, with how much each of them counts.

    Shape: `weights` (ways) add up to one. `akaike` is the criterion of the best way; of two
    fits to the same values, the better one's is smaller.
    """

    smoothed: Smoothed
    weights: Array
    akaike: float


def fit(values: Sequence[float | None], grid: Grid, length: int = 1) -> Fit:
    """Fit the initial states with the least squares of one-step errors, and weigh the ways.

    Errors are linear in the initial states, so that these have a closed solution. A way counts
    by its likelihood with states and variance averaged out, every way being as likely before.
    Source: Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing,
    chapter 5, for the likelihood.
    """
    run = smooth(values, grid, length)
    target, design = run.errors[:, :, :1], -run.errors[:, :, 1:]
    weeks, count = design.shape[1:]
    normal = design.mT @ design
    doubt = np.asarray(np.linalg.inv(normal), np.float64)
    states = doubt @ (design.mT @ target)
    squares = ((target - design @ states) ** 2).sum(axis=(1, 2))
    floor = np.maximum(squares, ROUNDING * (target**2).sum(axis=(1, 2)) + np.finfo(float).tiny)
    free = weeks - count
    logs = -np.linalg.slogdet(normal).logabsdet / 2 - free / 2 * np.log(floor)
    weights = np.exp(logs - logs.max())
    smoothed = Smoothed(grid, run, states[:, :, 0], doubt, squares / free)
    akaike = weeks * float(np.log(floor.min())) + 2 * count
    return Fit(smoothed, weights / weights.sum(), akaike)
