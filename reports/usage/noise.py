"""Whether a week lies beyond what the weeks before it let expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from reports.kpis.inference.student import two_sided_t, two_sided_t_p

FEWEST_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Expectation:
    """The range that holds the next week 19 times in 20, and how odd the week is."""

    usual: float
    low: float
    high: float
    p: float
    weeks: int


def expect(before: Sequence[float], now: float, level: float = 0.95) -> Expectation | None:
    """Compare a week with the weeks before, or nothing where they are too few or all alike.

    Weeks differ by more than the people in them, so their own spread is the yardstick.
    Source: the prediction interval of a normal sample, mean +- t * s * sqrt(1 + 1/m).
    """
    if len(before) < FEWEST_WEEKS:
        return None
    spread = stdev(before) * sqrt(1 + 1 / len(before))
    if spread <= 0:
        return None
    mean, freedom = fmean(before), len(before) - 1
    half = two_sided_t(freedom, level) * spread
    p = two_sided_t_p(freedom, (now - mean) / spread)
    return Expectation(mean, mean - half, mean + half, p, len(before))
