"""Shares of independent units: intervals and differences."""

from dataclasses import dataclass
from math import sqrt

from reports.kpis.inference.normal import two_sided_normal_p, two_sided_z
from reports.values.interval import Interval


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of `n` independent units have a property."""

    successes: float
    n: int

    @property
    def share(self) -> float:
        """Return successes by n."""
        return self.successes / self.n

    @property
    def valid(self) -> bool:
        """Tell whether there are units, and no more successes than units."""
        return self.n > 0 and 0 <= self.successes <= self.n


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """The difference of two shares, treatment minus control, with its interval."""

    diff: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ZTest:
    """A normal test of no difference; `p` is two-sided."""

    z: float
    p: float


def wilson(proportion: Proportion, level: float = 0.95) -> Interval | None:
    """Return the score interval of a share, or nothing where it is none.

    Source: Wilson (1927); without continuity correction.
    """
    if not proportion.valid:
        return None
    n, p, z = proportion.n, proportion.share, two_sided_z(level)
    centre = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    shrink = 1 + z * z / n
    low = max(0.0, (centre - half) / shrink) if proportion.successes > 0 else 0.0
    high = min(1.0, (centre + half) / shrink) if proportion.successes < n else 1.0
    return Interval(low, high, "Wilson", n, level)


def pooled_z(control: Proportion, treatment: Proportion) -> ZTest | None:
    """Test whether two shares differ, with the variance they have if they do not.

    There is nothing to return where all units of both sides are alike.
    """
    if not (control.valid and treatment.valid):
        return None
    pooled = (control.successes + treatment.successes) / (control.n + treatment.n)
    variance = pooled * (1 - pooled) * (1 / control.n + 1 / treatment.n)
    if variance <= 0:
        return None
    z = (treatment.share - control.share) / sqrt(variance)
    return ZTest(z, two_sided_normal_p(z))


def newcombe(
    control: Proportion, treatment: Proportion, level: float = 0.95
) -> ShareDifference | None:
    """Return the difference of two shares with the hybrid score interval.

    Source: Newcombe (1998), Interval estimation for the difference between independent
    proportions, method 10.
    """
    before, after = wilson(control, level), wilson(treatment, level)
    if before is None or after is None:
        return None
    p_c, p_t = control.share, treatment.share
    diff = p_t - p_c
    down = sqrt((p_t - after.low) ** 2 + (before.high - p_c) ** 2)
    up = sqrt((after.high - p_t) ** 2 + (p_c - before.low) ** 2)
    return ShareDifference(diff, diff - down, diff + up)
