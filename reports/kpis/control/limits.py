"""Natural process limits of individual values and their moving ranges (XmR)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from statistics import median
from typing import Literal

Dispersion = Literal["mean_mr", "median_mr"]

# Distance of the limits and the limit of moving ranges, in units of the central moving range.
FACTORS: dict[Dispersion, tuple[float, float]] = {
    "mean_mr": (2.66, 3.268),
    "median_mr": (3.145, 3.865),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre and limits of a stretch of values.

    Units: those of the values; nothing is rounded or clamped. `range_limit` bounds the moving
    range, `mr_centre` is its mean or median.
    """

    centre: float
    mr_centre: float
    lower: float
    upper: float
    range_limit: float

    @property
    def upper_mid(self) -> float:
        """Return what lies halfway between centre and upper limit."""
        return (self.centre + self.upper) / 2

    @property
    def lower_mid(self) -> float:
        """Return what lies halfway between centre and lower limit."""
        return (self.centre + self.lower) / 2


def xmr_limits(
    values: Sequence[float],
    dispersion: Dispersion = "mean_mr",
    ranges: Sequence[float] | None = None,
) -> Limits:
    """Return the limits of values; their moving ranges are those of neighbours unless given.

    Raises: ValueError without a value or without a range.
    Source: Wheeler (2000), Understanding Variation.
    """
    moved = [abs(b - a) for a, b in pairwise(values)] if ranges is None else list(ranges)
    if not values or not moved:
        raise ValueError("limits need at least two values")
    centre = fsum(values) / len(values)
    spread = median(moved) if dispersion == "median_mr" else fsum(moved) / len(moved)
    width, range_width = FACTORS[dispersion]
    return Limits(
        centre, spread, centre - width * spread, centre + width * spread, range_width * spread
    )


def rebased_limits(values: Sequence[float], starts: Sequence[int]) -> tuple[Limits, ...]:
    """Return the limits of each segment; a range across a boundary belongs to none.

    Shape: `starts` are the places at which segments begin, the first is 0.
    """
    bounds = [*starts, len(values)]
    return tuple(xmr_limits(values[first:last]) for first, last in pairwise(bounds))
