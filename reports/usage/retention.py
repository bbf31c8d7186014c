"""Retention of weekly cohorts: who came back, in that week or later."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from reports.kpis.inference.proportions import Proportion, wilson
from reports.usage.growth import holds_from
from reports.values.calendar import Period, day_of
from reports.values.usage import CohortUse, RetentionUse, SegmentRetention

# (first day of the cohort's week, first day of a week they came in, people, not seen later)
Row = tuple[int, int, int, int]
AGES = (1, 4, 12)
_FEWEST_COHORTS = 4


def cohorts(rows: Iterable[Row], weeks: Sequence[Period], begins: date | None) -> RetentionUse:
    """Return the cohorts of some weeks up to the last of them, and the usual band per age.

    Cohorts of the first weeks of the data are left out: everybody is new there.
    """
    by_cohort: dict[date, list[tuple[date, int, int]]] = defaultdict(list)
    for cohort, week, users, last in rows:
        by_cohort[day_of(cohort)].append((day_of(week), users, last))
    first = holds_from(begins)
    told = tuple(
        _cohort(week, by_cohort[week.start], weeks[-1])
        for week in weeks
        if week.start in by_cohort and (first is None or week.start >= first)
    )
    return RetentionUse(told, {age: band for age in AGES if (band := _band(told, age))}, (), first)


def segment_retention(
    dimension: str, by_segment: Mapping[str, RetentionUse], age: int
) -> tuple[SegmentRetention, ...]:
    """Return the share of each segment's complete cohorts that came back at an age."""
    found = []
    for segment, use in sorted(by_segment.items()):
        complete = [one for one in use.cohorts if len(one.bounded) >= age]
        size = sum(one.size for one in complete)
        returned = sum(one.bounded[age - 1] for one in complete)
        if size:
            interval = wilson(Proportion(returned, size))
            found.append(SegmentRetention(dimension, segment, age, returned, size, interval))
    return tuple(found)


def latest_complete(use: RetentionUse, age: int) -> CohortUse | None:
    """Return the youngest cohort whose week of that age is over."""
    return next((one for one in reversed(use.cohorts) if len(one.bounded) >= age), None)


def pooled(use: RetentionUse, age: int) -> tuple[int, int]:
    """Return how many of all complete cohorts came back at an age, and of how many."""
    complete = [one for one in use.cohorts if len(one.bounded) >= age]
    return sum(one.bounded[age - 1] for one in complete), sum(one.size for one in complete)


def _cohort(start: Period, rows: list[tuple[date, int, int]], last: Period) -> CohortUse:
    """Lay the weeks of one cohort out; those without anybody count nobody."""
    users = {day: count for day, count, _ in rows}
    final = {day: count for day, _, count in rows}
    ages = (last.start - start.start).days // 7
    weeks = [start.shifted(7 * age).start for age in range(1, ages + 1)]
    later = [sum(final.get(day, 0) for day in weeks[age:]) for age in range(ages)]
    bounded = tuple(users.get(day, 0) for day in weeks)
    return CohortUse(start, users.get(start.start, 0), bounded, tuple(later))


def _band(told: Sequence[CohortUse], age: int) -> tuple[float, float, float] | None:
    """Return lowest, mean and highest share of the cohorts before the latest complete one."""
    complete = [one for one in told if len(one.bounded) >= age and one.size][:-1]
    if len(complete) < _FEWEST_COHORTS:
        return None
    shares = [one.bounded[age - 1] / one.size for one in complete]
    mean = sum(one.bounded[age - 1] for one in complete) / sum(one.size for one in complete)
    return min(shares), mean, max(shares)


def nday(
    activity: Iterable[tuple[str, int]], last_day: int, bracket: tuple[int, int]
) -> tuple[int, int, int]:
    """Return who is eligible, who came within a bracket of days after the first, who on or after.

    Only those count whose bracket is over.
    Source: retention on a day, on or after it, and within a bracket, as product analytics names it.
    """
    days: dict[str, set[int]] = defaultdict(set)
    for user, day in activity:
        days[user].add(day)
    low, high = bracket
    ages = [
        {day - min(seen) for day in seen} for seen in days.values() if min(seen) + high <= last_day
    ]
    inside = sum(any(low <= age <= high for age in one) for one in ages)
    return len(ages), inside, sum(max(one) >= low for one in ages)
