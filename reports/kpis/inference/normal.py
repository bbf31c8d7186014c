"""Quantiles and tail areas of the normal distribution."""

from math import erfc, sqrt
from statistics import NormalDist


def two_sided_z(level: float) -> float:
    """Return how many standard errors an interval reaches to either side.

    Example: two_sided_z(0.95) is 1.96
    """
    return NormalDist().inv_cdf((1 + level) / 2)


def two_sided_normal_p(z: float) -> float:
    """Return the chance of a deviation at least as large, to either side.

    The complementary error function keeps its precision where 1 - cdf has none left.
    """
    return erfc(abs(z) / sqrt(2))
