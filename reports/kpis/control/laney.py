"""Laney's p-prime chart: limits of rates whose number of observations varies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import fsum, pi, sqrt

# The mean range of two normal values, in standard deviations.
D2 = 2 / sqrt(pi)


@dataclass(frozen=True, slots=True)
class PPrime:
    """The centre of a rate, and how much more it varies than chance alone would make it."""

    centre: float
    sigma_z: float

    def half_width(self, n: float) -> float:
        """Return the distance of the limits for a week with n observations."""
        return 3 * sqrt(self.centre * (1 - self.centre) / n) * self.sigma_z

    def limits(self, n: float) -> tuple[float, float]:
        """Return both limits within 0 and 1."""
        half = self.half_width(n)
        return max(0.0, self.centre - half), min(1.0, self.centre + half)


def p_prime(
    counts: Sequence[float], n: Sequence[float], starts: Collection[int] = ()
) -> PPrime | None:
    """Return the chart of k of n in each week, or nothing where weeks do not vary.

    Shape: `starts` are the places of weeks that do not follow the one before; the range across
    such a hole does not count.
    Source: Laney (2002), Improved control charts for attributes.
    """
    if len(n) < 2 or min(n) <= 0:
        return None
    centre = fsum(counts) / fsum(n)
    if not 0 < centre < 1:
        return None
    spread = [sqrt(centre * (1 - centre) / size) for size in n]
    if min(spread) <= 0:
        return None
    z = [(k / size - centre) / sd for k, size, sd in zip(counts, n, spread, strict=True)]
    moved = [abs(z[place] - z[place - 1]) for place in range(1, len(z)) if place not in starts]
    sigma_z = fsum(moved) / len(moved) / D2 if moved else 0.0
    return PPrime(centre, sigma_z) if sigma_z > 0 else None
