"""Ratios over users, who vary independently where their requests do not."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import sqrt

from reports.models.certainty import normal_interval, not_computed
from reports.values.measure import Measure


@dataclass(frozen=True, slots=True)
class UserSums:
    """Sums over users of y (numerator) and x (denominator), their squares and their product.

    They may be added over groups of different users only, never over days.
    """

    users: int = 0
    sum_y: float = 0.0
    sum_x: float = 0.0
    sum_y2: float = 0.0
    sum_x2: float = 0.0
    sum_xy: float = 0.0


def add_groups(groups: Iterable[UserSums]) -> UserSums:
    """Add sums of groups that share no user."""
    parts = list(groups)
    return UserSums(*(sum(getattr(part, one.name) for part in parts) for one in fields(UserSums)))


def clustered_ratio(
    name: str, sums: UserSums, definition: str = "", unit: str = "number"
) -> Measure:
    """Return sum of y by sum of x with its user-clustered interval.

    Source: Deng, Knoblich and Lu (2018), Applying the delta method in metric analytics.
    """
    n = sums.users
    if n <= 0 or sums.sum_x == 0:
        return not_computed(name, "its denominator is zero" if n else "there are no users", n)
    value = sums.sum_y / sums.sum_x
    if n < 2:
        return Measure(name, value, n, definition=definition, unit=unit)
    squares = sums.sum_y2 - 2 * value * sums.sum_xy + value * value * sums.sum_x2
    se = sqrt(max(0.0, squares) * n / (n - 1)) / abs(sums.sum_x)
    interval = normal_interval(value, se, n)
    return Measure(name, value, n, interval, se, definition, unit=unit)
