"""Judge a KPI's weeks: its normal range, the rules that fire, since when and how strongly."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from reports.kpis.control.false_alarms import expected_false_alarm
from reports.kpis.control.rules import RUN
from reports.kpis.control.stretch import BASELINE_WEEKS, Chart, draw_chart, follows, is_complete
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Rule

__all__ = ["BASELINE_WEEKS", "Judgement", "judge", "strongest"]

_ORDER: tuple[Rule, ...] = ("beyond_limit", "run_of_eight", "three_of_four", "jump")
# The limit of moving ranges as a multiple of the distance of the limits: 3.268 / 2.66.
_JUMP = 3.268 / 2.66
_CLOSE = 0.5
_HANGS_TOGETHER = 0.4


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


@dataclass(frozen=True, slots=True)
class _Week:
    """A week's limits, its signed distance from the centre in theirs, and the rules that fired."""

    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    score: float | None = None
    fired: Mapping[Rule, date] = field(default_factory=dict)


def judge(
    readings: Sequence[Reading],
    shown: int,
    rebases: Sequence[tuple[date, str]] = (),
    *,
    proportion: bool = False,
) -> Judgement:
    """Return what is normal in the last `shown` weeks, and what is not.

    Each stretch, from the start of the data or from a re-base on, has limits of its own, locked
    to its first 26 complete weeks. A week is judged by the weeks up to it, never by later ones.
    Shape: `readings` are weeks, oldest first, perhaps with a hole between old and recent ones;
    `rebases` give the first day of new limits, and why.
    """
    ordered = sorted(rebases)
    parts = _stretches(readings, [day for day, _ in ordered])
    charts = [
        draw_chart(part, len(part) - (part[-1] is readings[-1]), proportion=proportion)
        for part in parts
    ]
    pairs = zip(parts, charts, strict=True)
    weeks = [week for part, chart in pairs for week in _weeks(part, chart)][-shown:]
    last = charts[-1] if charts else "there are no weeks"
    return Judgement(
        normal=_normal(weeks, last, _cause(ordered, readings)),
        flags=tuple(frozenset(week.fired) for week in weeks),
        since=tuple(_since(week.fired) for week in weeks),
        strength=tuple(week.score for week in weeks),
        expected_false_alarm=0.0
        if isinstance(last, str)
        else expected_false_alarm(last.baseline_weeks, last.autocorrelation),
    )


def strongest(flags: Collection[Rule]) -> Rule | None:
    """Return the rule that says most of those that fired."""
    return next((rule for rule in _ORDER if rule in flags), None)


def _stretches(readings: Sequence[Reading], starts: Sequence[date]) -> list[list[Reading]]:
    """Return the weeks of each stretch; a week belongs to the last start up to its last day."""
    parts: list[list[Reading]] = [[] for _ in range(len(starts) + 1)]
    for reading in readings:
        parts[bisect_right(starts, reading.period.last_day)].append(reading)
    return [part for part in parts if part]


def _weeks(part: Sequence[Reading], chart: Chart | str) -> list[_Week]:
    """Return the weeks of a stretch with their limits and the rules that fired."""
    if isinstance(chart, str):
        return [_Week()] * len(part)
    scores = [
        _score(reading, centre, half)
        for reading, centre, half in zip(part, chart.centre, chart.half, strict=True)
    ]
    return [
        _Week(
            chart.centre[place],
            _clamped(chart.centre[place] - chart.half[place], chart),
            _clamped(chart.centre[place] + chart.half[place], chart),
            scores[place],
            _fired(part, scores, place),
        )
        for place in range(len(part))
    ]


def _score(reading: Reading, centre: float, half: float) -> float | None:
    if not is_complete(reading) or reading.value is None or half <= 0:
        return None
    return (reading.value - centre) / half


def _clamped(limit: float, chart: Chart) -> float:
    raised = limit if chart.floor is None else max(limit, chart.floor)
    return raised if chart.ceiling is None else min(raised, chart.ceiling)


def _fired(part: Sequence[Reading], scores: Sequence[float | None], place: int) -> dict[Rule, date]:
    """Return the rules that fire at a week, each with the first day of what fired it."""
    value, found = scores[place], dict[Rule, date]()
    if value is None:
        return found
    # From this week back as long as weeks follow each other; on its side of the centre.
    recent = _unbroken(part, scores, place)
    side = [(score if value > 0 else -score, day) for score, day in recent]
    if abs(value) > 1:
        found["beyond_limit"] = list(takewhile(lambda one: one[0] > 1, side))[-1][1]
    run = list(takewhile(lambda one: one[0] > 0, side)) if value else []
    if len(run) >= RUN:
        found["run_of_eight"] = run[-1][1]
    close = [day for score, day in side[:4] if score > _CLOSE]
    if len(close) >= 3 and abs(value) > _CLOSE:
        found["three_of_four"] = close[-1]
    # The way back from a week beyond its limits is no news of its own.
    if len(recent) > 1 and abs(recent[1][0]) <= 1 and abs(value - recent[1][0]) > _JUMP:
        found["jump"] = recent[0][1]
    return found


def _unbroken(
    part: Sequence[Reading], scores: Sequence[float | None], place: int
) -> list[tuple[float, date]]:
    """Return scores and first days from a week back to the last hole or missing week."""
    found: list[tuple[float, date]] = []
    while place >= 0 and (score := scores[place]) is not None:
        found.append((score, part[place].period.start))
        if place == 0 or not follows(part[place - 1], part[place]):
            break
        place -= 1
    return found


def _since(fired: Mapping[Rule, date]) -> date | None:
    rule = strongest(fired)
    return fired[rule] if rule else None


def _cause(ordered: Sequence[tuple[date, str]], readings: Sequence[Reading]) -> str:
    """Return why the limits of the last week were re-based, if they were."""
    held = [why for day, why in ordered if readings and day <= readings[-1].period.last_day]
    return held[-1] if held else ""


def _normal(weeks: Sequence[_Week], last: Chart | str, cause: str) -> NormalRange:
    columns = (
        tuple(week.centre for week in weeks),
        tuple(week.lower for week in weeks),
        tuple(week.upper for week in weeks),
    )
    if isinstance(last, str):
        return NormalRange(*columns, standing="none", rebased=cause, reason=last)
    rho = last.autocorrelation
    hangs = rho is not None and rho > _HANGS_TOGETHER
    return NormalRange(
        *columns,
        standing=last.standing,
        method=last.method,
        seasonal=last.seasonal,
        baseline=last.baseline,
        baseline_weeks=last.baseline_weeks,
        autocorrelation=rho,
        rebased=cause,
        reason=f"weeks hang together (autocorrelation {rho:.2f}): limits may be too narrow"
        if hangs
        else "",
    )
