"""Scales, ticks and runs: the arithmetic of charts, without any drawing."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from reports.rendering.charts.svg import Point


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear map from values to coordinates."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the coordinate of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Bands:
    """Equal slots side by side, one per period."""

    start: float
    end: float
    count: int

    @property
    def step(self) -> float:
        """Return the width of a slot."""
        return (self.end - self.start) / max(self.count, 1)

    def centre(self, index: int) -> float:
        """Return the middle of a slot."""
        return self.start + (index + 0.5) * self.step


def nice_ticks(low: float, high: float, wanted: int = 4) -> tuple[float, ...]:
    """Return round values from at or below `low` to at or above `high`.

    Example: nice_ticks(0, 97) == (0, 50, 100)
    """
    if not high > low:
        low, high = _widened(low)
    step = _nice_step((high - low) / max(wanted - 1, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(number * step, 12) for number in range(first, last + 1))


def runs(values: Iterable[float | None]) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Split a series at its gaps into runs of (index, value)."""
    found: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((index, value))
    return tuple(tuple(run) for run in found if run)


def places(run: Sequence[tuple[int, float]], bands: Bands, scale: Scale) -> list[Point]:
    """Return the points of a run."""
    return [(bands.centre(index), scale(value)) for index, value in run]


def extent(values: Iterable[float | None], *, zero: bool) -> tuple[float, float] | None:
    """Return the least and the greatest value, with zero among them if asked, or nothing."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    known += [0.0] if zero else []
    return min(known), max(known)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Move places apart to at least `gap`, each as little as possible, within two ends.

    Source: isotonic regression by pooling adjacent violators, on places less their rank times gap.
    Example: spread((10, 10), 4, 0, 100) == (8, 12)
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    pools: list[list[float]] = []
    for rank, index in enumerate(order):
        pools.append([wanted[index] - rank * gap])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    level = [fmean(pool) for pool in pools for _ in pool]
    last = high - gap * (len(order) - 1)
    placed = [0.0] * len(order)
    for rank, index in enumerate(order):
        placed[index] = max(low, min(level[rank], last)) + rank * gap
    return tuple(placed)


def _nice_step(rough: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that is not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def _widened(value: float) -> tuple[float, float]:
    room = abs(value) * 0.1 or 1.0
    return value - room, value + room
