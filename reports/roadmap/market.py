"""The market beside the product: indexed, ranked, with shares where there is a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from reports.usage.noise import expect
from reports.values.calendar import Period
from reports.values.reading import Reading
from reports.values.roadmap import MarketSeries

_BASE = 100.0
_ODD = 0.01
_LATE_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Weekly:
    """A series by week: the last value of each week that has one."""

    name: str
    values: Mapping[Period, float]
    own: bool = False


def common_week(series: Sequence[Weekly], weeks: Sequence[Period]) -> Period | None:
    """Return the first week in which every series has a value, else the first of most of them."""
    if not series:
        return None
    counts = [(sum(week in one.values for one in series), week) for week in weeks]
    most = max((count for count, _ in counts), default=0)
    return next((week for count, week in counts if count == most and most), None)


def placed(
    series: Sequence[Weekly], weeks: Sequence[Period], *, total: bool
) -> tuple[MarketSeries, ...]:
    """Return the series from their common week on, the largest of the last week first.

    A week without a value is missing, never zero; a share needs every series of the whole.
    """
    since = common_week(series, weeks)
    if since is None:
        return ()
    shown = [week for week in weeks if week.start >= since.start]
    first, last = shown[0], shown[-1]
    before = shown[-2] if len(shown) > 1 else last
    whole = _whole(series, last) if total else None
    grown = _grown(series, first, last) if total else None
    found = [
        MarketSeries(
            name=one.name,
            own=one.own,
            readings=tuple(_indexed(one, week, first) for week in shown),
            first=one.values.get(first),
            last=one.values.get(last),
            change=_change(one, first, last),
            rank=_rank(one, series, last),
            rank_before=_rank(one, series, before),
            share=_part(one.values.get(last), whole),
            growth_share=_part(_difference(one, first, last), grown),
            newest=_newest(one),
            late=_late(one, weeks),
        )
        for one in series
    ]
    return tuple(sorted(found, key=lambda one: (not one.own, -(one.last or 0.0), one.name)))


def week_of_the_market(
    series: Sequence[Weekly], weeks: Sequence[Period]
) -> Literal["", "up", "down"]:
    """Tell whether the others together grew more or less than their weeks before let expect."""
    others = [one for one in series if not one.own]
    growth: list[float | None] = []
    for before, now in pairwise(weeks):
        both = [one for one in others if before in one.values and now in one.values]
        base = sum(one.values[before] for one in both)
        if not base:
            growth.append(None)
            continue
        growth.append(sum(one.values[now] for one in both) / base - 1)
    if not growth or growth[-1] is None:
        return ""
    past = [value for value in growth[:-1] if value is not None]
    expected = expect(past, growth[-1])
    if expected is None or expected.p >= _ODD:
        return ""
    return "up" if growth[-1] > expected.usual else "down"


def _indexed(one: Weekly, week: Period, first: Period) -> Reading:
    value, base = one.values.get(week), one.values.get(first)
    if value is None:
        return Reading(week, None, "missing", "no value in this week")
    if not base:
        return Reading(week, None, "missing", f"no value in the week of {first.start}")
    return Reading(week, _BASE * value / base, "ok", n=1)


def _change(one: Weekly, first: Period, last: Period) -> float | None:
    base, now = one.values.get(first), one.values.get(last)
    return now / base - 1 if base and now is not None else None


def _difference(one: Weekly, first: Period, last: Period) -> float | None:
    base, now = one.values.get(first), one.values.get(last)
    return None if base is None or now is None else now - base


def _rank(one: Weekly, series: Sequence[Weekly], week: Period) -> int | None:
    value = one.values.get(week)
    if value is None:
        return None
    return 1 + sum(other.values.get(week, value) > value for other in series)


def _whole(series: Sequence[Weekly], week: Period) -> float | None:
    values = [one.values.get(week) for one in series]
    return None if None in values else sum(value for value in values if value is not None)


def _grown(series: Sequence[Weekly], first: Period, last: Period) -> float | None:
    values = [_difference(one, first, last) for one in series]
    return None if None in values else sum(value for value in values if value is not None)


def _part(value: float | None, whole: float | None) -> float | None:
    return value / whole if value is not None and whole else None


def _newest(one: Weekly) -> date | None:
    return max((week.last_day for week in one.values), default=None)


def _late(one: Weekly, weeks: Sequence[Period]) -> str:
    """Say that a series has ended or has not come for some weeks."""
    missing = 0
    for week in reversed(weeks):
        if week in one.values:
            break
        missing += 1
    if missing < _LATE_WEEKS:
        return ""
    return f"no value in the last {missing} weeks"
