"""How sure a share, a difference or a list of findings is, and what cannot be computed."""

from collections.abc import Sequence
from math import erfc, exp, isfinite, log, sqrt
from statistics import NormalDist

from scipy.special import chdtrc, chdtri

from reports.values.interval import Interval
from reports.values.measure import Measure


def two_sided_z(level: float) -> float:
    """Return how many standard errors an interval reaches to either side."""
    return NormalDist().inv_cdf((1 + level) / 2)


def normal_p(z: float) -> float:
    """Return the chance of a deviation at least as large, to either side."""
    return erfc(abs(z) / sqrt(2))


def chi_squared_p(value: float, dof: float) -> float:
    """Return the chance of a chi-squared value at least as large."""
    return float(chdtrc(dof, value))


def chi_squared_limit(dof: float, chance: float) -> float:
    """Return the chi-squared value that is exceeded with a chance."""
    return float(chdtri(dof, chance))


def not_computed(name: str, reason: str, n: int = 0) -> Measure:
    """Return a measure without a value, and why it has none.

    Example: not_computed("AUC", "all labels are positive", 12)
    """
    return Measure(name, None, n, reason=f"not computed, because {reason}")


def wilson(successes: float, n: int, level: float = 0.95) -> Interval | None:
    """Return the score interval of a share, or nothing where it is none.

    Source: Wilson (1927); without continuity correction.
    """
    if n <= 0 or not 0 <= successes <= n:
        return None
    p, z = successes / n, two_sided_z(level)
    centre = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    shrink = 1 + z * z / n
    low = max(0.0, (centre - half) / shrink) if successes > 0 else 0.0
    high = min(1.0, (centre + half) / shrink) if successes < n else 1.0
    return Interval(low, high, "Wilson", n, level)


def share_error(successes: float, n: int) -> float:
    """Return the standard error of a share, which is above zero where all units are alike, too.

    Source: Agresti and Coull (1998): about two successes and two failures are added.
    """
    extra = two_sided_z(0.95) ** 2
    p = (successes + extra / 2) / (n + extra)
    return sqrt(p * (1 - p) / (n + extra))


def share(name: str, successes: float, n: int, definition: str = "") -> Measure:
    """Return a share of independent units with its score interval."""
    if n <= 0:
        return not_computed(name, "there is nothing to count")
    interval, se = wilson(successes, n), share_error(successes, n)
    return Measure(name, successes / n, n, interval, se, definition, unit="share")


def normal_interval(value: float, se: float, n: int, level: float = 0.95) -> Interval:
    """Return value plus and minus its standard errors."""
    half = two_sided_z(level) * se
    return Interval(value - half, value + half, "normal", n, level)


def logit_interval(value: float, se: float, n: int, level: float = 0.95) -> Interval | None:
    """Return an interval that stays between 0 and 1, or nothing at either end.

    Source: Pepe (2003), The statistical evaluation of medical tests, section 5.2.
    """
    if not 0 < value < 1 or se <= 0:
        return None
    centre, half = log(value / (1 - value)), two_sided_z(level) * se / (value * (1 - value))
    low, high = (_logistic(centre + sign * half) for sign in (-1, 1))
    return Interval(low, high, "logit", n, level)


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(max(x, -700.0)) / (1 + exp(max(x, -700.0)))


def newcombe(first: tuple[float, int], second: tuple[float, int], level: float = 0.95) -> Measure:
    """Return the second share minus the first with the hybrid score interval.

    Shape: each side is successes and n.
    Source: Newcombe (1998), Statistics in Medicine 17, method 10.
    """
    one, two = wilson(*first, level), wilson(*second, level)
    if one is None or two is None:
        return not_computed("difference", "a side has no rows", first[1] + second[1])
    p, q = first[0] / first[1], second[0] / second[1]
    down = sqrt((q - two.low) ** 2 + (one.high - p) ** 2)
    up = sqrt((two.high - q) ** 2 + (p - one.low) ** 2)
    n = first[1] + second[1]
    se = sqrt(p * (1 - p) / first[1] + q * (1 - q) / second[1])
    interval = Interval(q - p - down, q - p + up, "Newcombe", n, level)
    return Measure("difference", q - p, n, interval, se, "difference of shares", unit="share")


def mean_of(name: str, sums: tuple[int, float, float], definition: str = "") -> Measure:
    """Return a mean with its normal interval from n, sum and sum of squares.

    With one row there is a value and no interval.
    """
    n, total, squares = sums
    if n <= 0:
        return not_computed(name, "there is nothing to count")
    value = total / n
    if not isfinite(value):
        return not_computed(name, "its sum is not finite", n)
    if n < 2:
        return Measure(name, value, n, definition=definition)
    se = sqrt(max(0.0, squares - n * value * value) / (n - 1) / n)
    return Measure(name, value, n, normal_interval(value, se, n), se, definition)


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """Return p-values that control the share of false findings, in the order given.

    Source: Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """
    adjusted, least = [0.0] * len(p), 1.0
    order = sorted(range(len(p)), key=lambda index: p[index], reverse=True)
    for place, index in enumerate(order):
        least = min(least, p[index] * len(p) / (len(p) - place))
        adjusted[index] = least
    return tuple(adjusted)
