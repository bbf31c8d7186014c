"""Engagement: how often people come, how much they do, and how unevenly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from reports.kpis.buckets import bucket_quantile
from reports.values.calendar import Period
from reports.values.usage import EngagementUse, Spread

_DAYS = 28
_TOP = 0.1

# (active days of the last 28, those within the last 7, people)
DayRow = tuple[int, int, int]
# (log bucket of one person's amount, people, the amount of all of them)
AmountRow = tuple[int, int, float]


def engagement(period: Period, rows: Iterable[DayRow]) -> EngagementUse | None:
    """Return daily, weekly and monthly people and how their active days are spread.

    Stickiness is mean daily people by monthly ones, which is mean active days by 28.
    """
    days: dict[int, int] = defaultdict(int)
    week: dict[int, int] = defaultdict(int)
    for days_28, days_7, users in rows:
        days[days_28] += users
        week[days_7] += users
    monthly = sum(days.values())
    if not monthly:
        return None
    mean_daily = sum(number * users for number, users in days.items()) / _DAYS
    return EngagementUse(
        period=period,
        mean_daily=mean_daily,
        weekly=monthly - week[0],
        monthly=monthly,
        stickiness=mean_daily / monthly,
        days_28=_laid(days, _DAYS),
        days_7=_laid(week, 7),
    )


def spread(unit: str, rows: Iterable[AmountRow]) -> Spread | None:
    """Return what one person does or brings, with the share of the most active tenth."""
    found = sorted(rows)
    users = sum(count for _, count, _ in found)
    amount = sum(total for _, _, total in found)
    if not users:
        return None
    counts: Mapping[int, int] = {bucket: count for bucket, count, _ in found}
    p50, p90, p99 = (bucket_quantile(counts, share) or 0.0 for share in (0.5, 0.9, 0.99))
    top = top_share([(count, total) for _, count, total in found])
    return Spread(unit, amount / users, p50, p90, p99, top, users)


def top_share(rows: list[tuple[int, float]], share: float = _TOP) -> float | None:
    """Return the share of all that the most active people have done.

    Shape: people and their amount, the least active first; those alike are taken in part.
    """
    users, amount = sum(count for count, _ in rows), sum(total for _, total in rows)
    if not users or amount <= 0 or any(total < 0 for _, total in rows):
        return None
    left, taken = share * users, 0.0
    for count, total in reversed(rows):
        part = min(1.0, left / count)
        taken += part * total
        left -= part * count
        if left <= 0:
            break
    return taken / amount


def _laid(counts: Mapping[int, int], most: int) -> tuple[int, ...]:
    return tuple(counts.get(number, 0) for number in range(1, most + 1))
