"""How often a KPI signals in a week in which nothing happened."""

from bisect import bisect_right
from itertools import pairwise

_WEEKS = (12, 16, 20, 26, 40, 104)
# By autocorrelation at lag 1: the share of stable series whose last week is flagged by any rule,
# 10 to 26 weeks after a baseline of so many weeks. From 400,000 simulated series each.
_SHARES = {
    0.0: (0.0787, 0.0651, 0.0565, 0.0484, 0.0382, 0.0280),
    0.3: (0.1630, 0.1411, 0.1284, 0.1154, 0.0981, 0.0771),
    0.6: (0.3632, 0.3400, 0.3227, 0.3037, 0.2791, 0.2477),
}


def expected_false_alarm(baseline_weeks: int, autocorrelation: float | None) -> float:
    """Return the probability that a stable KPI signals in one week.

    Between the simulated cases it is interpolated, outside them it stays at the nearest.
    """
    rho = min(max(autocorrelation or 0.0, 0.0), 0.6)
    by_rho = [(key, _interpolated(_WEEKS, row, baseline_weeks)) for key, row in _SHARES.items()]
    (low, left), (high, right) = next(
        pair for pair in pairwise(by_rho) if pair[0][0] <= rho <= pair[1][0]
    )
    return left + (right - left) * (rho - low) / (high - low)


def _interpolated(keys: tuple[int, ...], row: tuple[float, ...], at: float) -> float:
    if at <= keys[0]:
        return row[0]
    if at >= keys[-1]:
        return row[-1]
    place = bisect_right(keys, at) - 1
    share = (at - keys[place]) / (keys[place + 1] - keys[place])
    return row[place] + (row[place + 1] - row[place]) * share
