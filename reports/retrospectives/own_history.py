"""A release against the KPI's own history: a change of level in weeks that resemble each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RHOS = tuple(round(-0.6 + 0.03 * step, 2) for step in range(52))
FEWEST_BEFORE = 8
_LEVEL = 0.95
_HALVINGS = 200


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A change of level with its interval. Units: those of the series."""

    value: float
    low: float
    high: float


def level_change(series: Sequence[float], first_after: int) -> LevelChange | None:
    """Estimate the change of level from a place on, beside a straight trend.

    The likeness of neighbouring weeks is integrated out over a grid. Nothing is returned with
    fewer than eight points before, with none after, or for a series without noise.
    Source: REML weights of an AR(1) process on a uniform grid, mixture of t distributions.
    """
    y = np.asarray(series, dtype=np.float64)
    if first_after < FEWEST_BEFORE or first_after >= len(y) or not np.isfinite(y).all():
        return None
    places = np.arange(len(y), dtype=np.float64)
    design = np.column_stack([np.ones_like(places), places, places >= first_after])
    fits = np.array([_fit(y, design, rho) for rho in RHOS])
    centres, errors, logs = fits.T
    if not (np.isfinite(logs).all() and (errors > 0).all()):
        return None
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mixture = _Mixture(centres, errors, weights, float(len(y) - design.shape[1]))
    tail = (1 - _LEVEL) / 2
    return LevelChange(float(weights @ centres), mixture.quantile(tail), mixture.quantile(1 - tail))


@dataclass(frozen=True, slots=True)
class _Mixture:
    """Shifted and scaled t distributions with weights."""

    centres: Floats
    errors: Floats
    weights: Floats
    freedom: float

    def quantile(self, share: float) -> float:
        """Return the place below which a share lies, by halving."""
        from scipy.special import stdtr  # noqa: PLC0415  its import takes 0.3 s; few reviews need it

        reach = 1e3 * float(self.errors.max())
        low, high = float(self.centres.min()) - reach, float(self.centres.max()) + reach
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = self.weights @ stdtr(self.freedom, (middle - self.centres) / self.errors)
            low, high = (middle, high) if below < share else (low, middle)
        return (low + high) / 2


def _fit(y: Floats, design: Floats, rho: float) -> tuple[float, float, float]:
    """Return the level change, its standard error and the log weight at one likeness."""
    count, terms = design.shape
    places = np.arange(count)
    covariance = rho ** np.abs(places[:, None] - places[None, :])
    solved = np.linalg.solve(covariance, np.column_stack([design, y]))
    information = design.T @ solved[:, :terms]
    beta = np.linalg.solve(information, design.T @ solved[:, terms])
    rest = y - design @ beta
    squares = float(rest @ np.linalg.solve(covariance, rest))
    if squares <= 0:
        return float(beta[2]), 0.0, -np.inf
    variance = squares / (count - terms) * np.linalg.inv(information)[2, 2]
    dets = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
    log_weight = -dets / 2 - (count - terms) / 2 * np.log(squares)
    return float(beta[2]), float(np.sqrt(variance)), float(log_weight)
