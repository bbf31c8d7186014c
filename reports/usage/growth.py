"""Growth accounting: new, retained, resurrected and churned people, week by week."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from reports.values.calendar import Period
from reports.values.usage import GrowthWeek

# Before a data window has lasted so long, most of those who seem new were there before it.
BURN_IN = timedelta(days=28)

Counts = tuple[int, int, int, int]


def growth_weeks(
    weeks: Sequence[Period], counts: Mapping[Period, Counts], begins: date | None
) -> tuple[GrowthWeek, ...]:
    """Return one entry per week, with a reason where its counts mean nothing.

    Shape: `counts` are new, retained, resurrected and churned; `begins` is the first day that
    ever had data.
    """
    return tuple(_week(week, counts.get(week), begins) for week in weeks)


def holds_from(begins: date | None) -> date | None:
    """Return the day from which new people may be told from old ones."""
    return None if begins is None else begins + BURN_IN


def _week(week: Period, counts: Counts | None, begins: date | None) -> GrowthWeek:
    first = holds_from(begins)
    if first is not None and week.start < first:
        reason = f"data begin on {begins}, and everybody is new at first"
        return GrowthWeek(week, None, None, None, None, reason)
    if counts is None:
        return GrowthWeek(week, None, None, None, None, "no data")
    return GrowthWeek(week, *counts)


def accounted(active: Iterable[set[str]]) -> list[Counts]:
    """Account for sets of active people, one per week from the very first on.

    Shape: new, retained, resurrected, churned of each week; what the query counts, in few words.
    """
    seen: set[str] = set()
    before: set[str] = set()
    found: list[Counts] = []
    for now in active:
        found.append(
            (
                len(now - seen),
                len(now & before),
                len((now & seen) - before),
                len(before - now),
            )
        )
        seen |= now
        before = now
    return found
