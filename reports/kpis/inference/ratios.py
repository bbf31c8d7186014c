"""Ratios of sums over users: the user is what varies independently, not the event."""

from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, sqrt

from reports.kpis.inference.difference import Difference, Estimate, welch
from reports.kpis.inference.student import two_sided_t
from reports.values.interval import Interval


@dataclass(frozen=True, slots=True)
class RatioSums:
    """Sums over users of what each has in the numerator and in the denominator.

    Units: `numerator_sq` and `denominator_sq` sum squares, `product` sums numerator times
    denominator; `users` counts everyone who is in either.
    """

    numerator: float
    denominator: float
    numerator_sq: float
    denominator_sq: float
    product: float
    users: int


def ratio_estimate(sums: RatioSums) -> Estimate | None:
    """Return the ratio and its variance per user, or nothing for fewer than two users.

    A user's deviation is numerator - ratio x denominator. These add up to zero, so their squares
    need no mean taken off. What is left is computed in whole fractions: it is a small difference
    of large numbers where users hardly differ.
    Source: delta method; Deng, Knoblich and Lu (2018), Applying the delta method in metric
    analytics.
    """
    parts = (sums.numerator, sums.denominator, sums.numerator_sq, sums.denominator_sq, sums.product)
    if sums.users < 2 or not all(map(isfinite, parts)) or sums.denominator == 0:
        return None
    top, bottom, top_sq, bottom_sq, both = map(Fraction, parts)
    ratio = top / bottom
    squares = top_sq - 2 * ratio * both + ratio * ratio * bottom_sq
    mean = bottom / sums.users
    # Sums that an engine has rounded can leave a remainder just below zero.
    variance = max(0.0, float(squares / (sums.users - 1) / (mean * mean)))
    return Estimate(float(ratio), variance, sums.users)


def ratio_interval(sums: RatioSums, level: float = 0.95) -> Interval | None:
    """Return the interval of a ratio, or nothing where users do not vary.

    Users who are all alike say nothing about how far the next may differ, so there is no
    interval of no width.
    """
    found = ratio_estimate(sums)
    if found is None or found.variance == 0:
        return None
    half = two_sided_t(found.n - 1, level) * sqrt(found.se_squared)
    return Interval(found.value - half, found.value + half, "delta", found.n, level)


def ratio_difference(
    control: RatioSums, treatment: RatioSums, level: float = 0.95
) -> Difference | None:
    """Return treatment minus control, with users as the units on both sides."""
    before, after = ratio_estimate(control), ratio_estimate(treatment)
    if before is None or after is None:
        return None
    return welch(before, after, level)
