"""Reach of features and segments: who does what, who came back, who grows beyond noise."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from reports.kpis.inference.multiplicity import benjamini_hochberg
from reports.kpis.inference.proportions import Proportion, wilson
from reports.usage.noise import FEWEST_WEEKS, expect
from reports.values.calendar import Period
from reports.values.reading import Reading
from reports.values.usage import FeatureUse, SegmentUse

NAMED_BELOW = 0.05
MOST_COMPARED = 60
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Reached:
    """What one event or segment had in a week: people, actions, and those of the week before."""

    users: int
    actions: int
    earlier: int
    returned: int


def features(
    weeks: Sequence[Period],
    by_week: Mapping[Period, Mapping[str, Reached]],
    everybody: Mapping[Period, Reached],
    released: Mapping[str, date] = MappingProxyType({}),
) -> tuple[FeatureUse, ...]:
    """Return the events of the last week, the widest first.

    A new one is followed from its release where there is one of its name, else from its first week.
    Shape: `everybody` has all people of a week, whatever they did; `released` has the day of each
    release by its plain name.
    """
    now = weeks[-1]
    whole = everybody.get(now)
    if whole is None or not whole.users:
        return ()
    found = [
        _feature(name, one, whole)
        for name, one in by_week.get(now, {}).items()
        if one.users or one.earlier
    ]
    placed = [
        _followed(_in_time(one, weeks, by_week, everybody), weeks, by_week, everybody, released)
        for one in found
    ]
    return tuple(sorted(placed, key=lambda one: (-one.users, one.name)))


def segments(
    dimension: str, weeks: Sequence[Period], by_week: Mapping[Period, Mapping[str, Reached]]
) -> list[SegmentUse]:
    """Compare each segment's people with the weeks before; p-values are not adjusted yet."""
    names = sorted({name for week in weeks for name in by_week.get(week, {})})
    found = []
    for name in names:
        counts = [_users(by_week, week, name) for week in weeks]
        expected = expect(counts[:-1], counts[-1]) if len(weeks) > FEWEST_WEEKS else None
        if expected is not None:
            found.append(
                SegmentUse(
                    dimension=dimension,
                    segment=name,
                    users=counts[-1],
                    usual=expected.usual,
                    low=expected.low,
                    high=expected.high,
                    weeks=expected.weeks,
                    adjusted_p=expected.p,
                    named=False,
                )
            )
    return found


def judged(found: Sequence[SegmentUse]) -> tuple[SegmentUse, ...]:
    """Adjust for the number of comparisons, the largest segments first where there are many."""
    kept = sorted(found, key=lambda one: (-one.usual, one.dimension, one.segment))[:MOST_COMPARED]
    adjusted = benjamini_hochberg([one.adjusted_p for one in kept])
    return tuple(
        replace(one, adjusted_p=p, named=p < NAMED_BELOW)
        for one, p in zip(kept, adjusted, strict=True)
    )


def _feature(name: str, one: Reached, whole: Reached) -> FeatureUse:
    others, others_back = whole.earlier - one.earlier, whole.returned - one.returned
    return FeatureUse(
        name=name,
        users=one.users,
        active=whole.users,
        actions=one.actions,
        reach=wilson(Proportion(one.users, whole.users)),
        earlier=one.earlier,
        returned=one.returned,
        others_earlier=others,
        others_returned=others_back,
        kept=wilson(Proportion(one.returned, one.earlier)),
        others_kept=wilson(Proportion(others_back, others)),
    )


def _in_time(
    one: FeatureUse,
    weeks: Sequence[Period],
    by_week: Mapping[Period, Mapping[str, Reached]],
    everybody: Mapping[Period, Reached],
) -> FeatureUse:
    """Add the usual reach of the four weeks before, and the week in which it first appeared."""
    used = [week for week in weeks if _users(by_week, week, one.name)]
    new = used[0] if used and used[0] != weeks[0] else None
    before = [week for week in weeks[-5:-1] if week in everybody and everybody[week].users]
    usual = sum(_users(by_week, week, one.name) / everybody[week].users for week in before)
    return replace(one, new_since=new, usual_reach=usual / len(before) if before else None)


def plain_name(name: str) -> str:
    """Return a name by which events and releases find each other.

    Example: "One-Click Export" and "one_click_export" are the same.
    """
    return "_".join(_WORDS.findall(name.casefold()))


def _followed(
    one: FeatureUse,
    weeks: Sequence[Period],
    by_week: Mapping[Period, Mapping[str, Reached]],
    everybody: Mapping[Period, Reached],
    released: Mapping[str, date],
) -> FeatureUse:
    """Add the reach by week since the release, or since the first week of one without."""
    day = released.get(plain_name(one.name))
    since = day or (one.new_since.start if one.new_since else None)
    if since is None:
        return one
    asked = [week for week in weeks if week.end > since]
    readings = tuple(_reach(by_week, week, one.name, everybody.get(week)) for week in asked)
    return replace(one, released=day, weeks=readings)


def _reach(
    by_week: Mapping[Period, Mapping[str, Reached]],
    week: Period,
    name: str,
    whole: Reached | None,
) -> Reading:
    if whole is None or not whole.users:
        return Reading(week, None, "missing", "nobody was active")
    users = _users(by_week, week, name)
    return Reading(
        week, users / whole.users, "ok", numerator=users, denominator=whole.users, n=whole.users
    )


def _users(by_week: Mapping[Period, Mapping[str, Reached]], week: Period, name: str) -> int:
    found = by_week.get(week, {}).get(name)
    return found.users if found else 0
