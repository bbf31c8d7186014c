"""Judge a KPI's weeks: its normal range, the rules that fire, since when and how strongly."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reports.kpis.control.alarms import strongest
from reports.kpis.control.baseline import BASELINE_WEEKS
from reports.kpis.control.false_alarms import expected_false_alarm
from reports.kpis.control.stretch import Chart, draw_chart
from reports.kpis.control.weeks import JudgedWeek, judge_stretch
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Rule

__all__ = ["BASELINE_WEEKS", "Judgement", "judge", "strongest"]

_HANGS_TOGETHER = 0.4

_Limits = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is normal for a KPI, and which of its weeks are not.

    Shape: one entry per shown week, as in `normal`; `since` is the first day of the stretch that
    fired, `strength` the signed distance from the centre in distances of the limit.
    """

    normal: NormalRange
    flags: tuple[frozenset[Rule], ...]
    since: tuple[date | None, ...]
    strength: tuple[float | None, ...]
    expected_false_alarm: float


def judge(
    readings: Sequence[Reading],
    shown: int,
    rebases: Sequence[tuple[date, str]] = (),
    *,
    proportion: bool = False,
) -> Judgement:
    """Return what is normal in the last `shown` weeks, and what is not.

    Each stretch, from the start of the data or from a re-base on, has limits of its own, locked
    to its first 26 complete weeks. As long as it has fewer, those drawn come from all complete
    weeks before its last one. A week is judged once and for all, by the limits drawn when it was
    the last: neither its own value nor a later week moves them, makes its signal or unmakes it.
    Shape: `readings` are weeks, oldest first, perhaps with a hole between old and recent ones;
    `rebases` give the first day of new limits, and why. There are as many entries as readings
    where these are fewer than `shown`.
    """
    ordered = sorted(rebases)
    begun = [bisect_right(readings, day, key=lambda one: one.period.end) for day, _ in ordered]
    hidden = len(readings) - shown
    drawn: Chart | str = "there are no weeks"
    limits, weeks = list[_Limits](), list[JudgedWeek]()
    for start, end in pairwise(sorted({0, *begun, len(readings)})):
        is_last = end == len(readings)
        if is_last or end > hidden:
            part, skipped = readings[start:end], max(hidden - start, 0)
            drawn = draw_chart(part, len(part) - is_last, proportion=proportion)
            limits += _limits(drawn, len(part))[skipped:]
            newest = drawn if is_last else None
            weeks += judge_stretch(part, skipped, newest, proportion=proportion)
    causes = [why for place, (_, why) in zip(begun, ordered, strict=True) if place < len(readings)]
    return Judgement(
        normal=_normal(limits, drawn, causes[-1] if causes else ""),
        flags=tuple(frozenset(week.fired) for week in weeks),
        since=tuple(week.since for week in weeks),
        strength=tuple(week.score for week in weeks),
        expected_false_alarm=_by_chance(drawn),
    )


def _limits(drawn: Chart | str, count: int) -> list[_Limits]:
    """Return centre, lower and upper limit of each week as drawn."""
    if isinstance(drawn, str):
        return [(None, None, None)] * count
    bounds, pairs = drawn.bounds, zip(drawn.centre, drawn.half, strict=True)
    return [
        (mid, _clamped(mid - half, bounds), _clamped(mid + half, bounds)) for mid, half in pairs
    ]


def _clamped(limit: float, bounds: tuple[float | None, float | None]) -> float:
    low, high = bounds
    raised = limit if low is None else max(limit, low)
    return raised if high is None else min(raised, high)


def _by_chance(drawn: Chart | str) -> float:
    if isinstance(drawn, str):
        return 0.0
    return expected_false_alarm(len(drawn.base.weeks), drawn.autocorrelation)


def _normal(limits: Sequence[_Limits], drawn: Chart | str, cause: str) -> NormalRange:
    centre, lower, upper = (tuple(one[side] for one in limits) for side in range(3))
    if isinstance(drawn, str):
        return NormalRange(centre, lower, upper, standing="none", rebased=cause, reason=drawn)
    rho = drawn.autocorrelation
    return NormalRange(
        centre=centre,
        lower=lower,
        upper=upper,
        standing=drawn.standing,
        method=drawn.method,
        seasonal=drawn.seasonal,
        baseline=drawn.base.span,
        baseline_weeks=len(drawn.base.weeks),
        autocorrelation=rho,
        rebased=cause,
        reason=_doubt(rho),
    )


def _doubt(rho: float | None) -> str:
    """Return what makes limits doubtful, or nothing."""
    if rho is None or rho <= _HANGS_TOGETHER:
        return ""
    return f"weeks hang together (autocorrelation {rho:.2f}): limits may be too narrow"
