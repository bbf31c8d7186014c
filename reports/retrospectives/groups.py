"""Releases against groups they did not reach: differences of differences, a synthetic control."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LEVEL = 0.95
MOST_DONORS = 12


@dataclass(frozen=True, slots=True)
class GroupWeek:
    """One group in one week."""

    group: str
    reached: bool
    after: bool
    value: float


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """What the reached groups gained over the others, with errors by group."""

    value: float
    se: float
    t: float
    p: float
    low: float
    high: float
    dof: int


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A mixture of unreached groups that went along with the reached one before.

    Units: `gap` is the mean distance after, `fit` the root mean squared distance before; `p` is
    the rank of the ratio of both errors among those of the donors taken as if reached.
    """

    weights: tuple[float, ...]
    fit: float
    gap: float
    ratio: float
    placebos: tuple[float, ...]
    p: float


def difference_in_differences(rows: Sequence[GroupWeek]) -> GroupEffect:
    """Return the effect of reached x after; weeks of a group may hang together.

    Source: ordinary least squares with CR1 errors and t of one less than the number of groups.
    """
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415  its import takes 0.3 s

    reached = np.array([row.reached for row in rows], dtype=np.float64)
    after = np.array([row.after for row in rows], dtype=np.float64)
    y = np.array([row.value for row in rows])
    design = np.column_stack([np.ones_like(y), reached, after, reached * after])
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ y
    scores = design * (y - design @ beta)[:, None]
    names = sorted({row.group for row in rows})
    places = np.array([names.index(row.group) for row in rows])
    sums = np.zeros((len(names), design.shape[1]))
    np.add.at(sums, places, scores)
    count, terms, groups = len(y), design.shape[1], len(names)
    scale = groups / (groups - 1) * (count - 1) / (count - terms)
    covariance = scale * bread @ (sums.T @ sums) @ bread
    value, se, dof = float(beta[3]), sqrt(float(covariance[3, 3])), groups - 1
    reach = float(stdtrit(dof, (1 + _LEVEL) / 2)) * se
    p = 2 * float(stdtr(dof, -abs(value / se)))
    return GroupEffect(value, se, value / se, p, value - reach, value + reach, dof)


def synthetic_control(
    reached: Sequence[float], donors: Sequence[Sequence[float]], first_after: int
) -> Synthetic:
    """Return the gap to the best mixture of donors, and how unusual it is among placebos.

    Shape: `donors` are series as long as that of the reached group, at most MOST_DONORS.
    Source: Abadie, Diamond and Hainmueller (2010), outcomes only.
    """
    y, pool = np.asarray(reached, dtype=np.float64), np.asarray(donors, dtype=np.float64)
    weights = _mixture(y[:first_after], pool[:, :first_after])
    fit, gap, ratio = _distances(y, weights @ pool, first_after)
    placebos = []
    for at in range(len(pool)):
        others = np.delete(pool, at, axis=0)
        mixed = _mixture(pool[at, :first_after], others[:, :first_after])
        placebos.append(_distances(pool[at], mixed @ others, first_after)[2])
    rank = 1 + sum(one >= ratio for one in placebos)
    found = tuple(float(one) for one in weights)
    return Synthetic(found, fit, gap, ratio, tuple(placebos), rank / (len(pool) + 1))


def _distances(y: Floats, mixed: Floats, first_after: int) -> tuple[float, float, float]:
    gaps = y - mixed
    fit = float(np.sqrt(np.mean(gaps[:first_after] ** 2)))
    later = float(np.sqrt(np.mean(gaps[first_after:] ** 2)))
    return fit, float(gaps[first_after:].mean()), later / fit


def _mixture(y: Floats, pool: Floats) -> Floats:
    """Return the weights that come closest, none negative, one together; every support is tried."""
    best, weights = np.inf, np.full(len(pool), 1 / len(pool))
    for size in range(1, len(pool) + 1):
        for chosen in combinations(range(len(pool)), size):
            found = _on_support(y, pool[list(chosen)])
            if found is None:
                continue
            error = float(np.sum((y - found @ pool[list(chosen)]) ** 2))
            if error < best - 1e-12:
                best, weights = error, np.zeros(len(pool))
                weights[list(chosen)] = found
    return weights


def _on_support(y: Floats, pool: Floats) -> Floats | None:
    """Return the weights of some donors that add up to one, unless one is negative."""
    size = len(pool)
    system = np.ones((size + 1, size + 1))
    system[:size, :size] = 2 * pool @ pool.T
    system[size, size] = 0.0
    try:
        solved = np.linalg.solve(system, np.append(2 * pool @ y, 1.0))[:size]
    except np.linalg.LinAlgError:
        return None
    return None if (solved < -1e-12).any() else np.clip(solved, 0.0, None)
