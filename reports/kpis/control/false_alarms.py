"""How often a KPI signals in a week in which nothing happened."""

from bisect import bisect_right
from itertools import pairwise

_WEEKS = (12, 16, 20, 26, 40, 104)
# By autocorrelation at lag 1: the share of stable series whose last week is flagged by any rule,
# 10 to 26 weeks after a baseline of so many weeks. From 400,000 simulated series each.
_SHARES = {
    0.0: (0.0698, 0.0579, 0.0502, 0.0431, 0.0356, 0.0262),
    0.3: (0.1533, 0.1330, 0.1216, 0.1104, 0.0934, 0.0754),
    0.6: (0.3562, 0.3313, 0.3148, 0.2986, 0.2753, 0.2440),
}


def expected_false_alarm(baseline_weeks: int, autocorrelation: float | None) -> float:
    """Return the probability that a stable KPI signals in one week.

    Between the simulated cases it is interpolated, outside them it stays at the nearest. Right
    after its baseline a KPI signals less often, down to half as much after twelve weeks: while
    limits are provisional the expectation errs on the high side.
    """
    rho = min(max(0.0, autocorrelation or 0.0), 0.6)
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
