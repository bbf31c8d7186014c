"""Which KPIs signal in a week, in which order they matter, and how many would by chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import fsum

from reports.kpis.control.judgement import Judgement, judge, strongest
from reports.kpis.spans import HISTORY_WEEKS
from reports.values.kpi import Kpi
from reports.values.objective import Objective
from reports.values.reading import Reading
from reports.values.record import Comment, Rebase
from reports.values.signal import Direction, NormalRange, OpenSignal, Signal, Signals

ENOUGH_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Week:
    """What the judging of a product's week needs to know beside numbers.

    Shape: `labels` name the weeks of the history, oldest first, the review's week last.
    """

    product: str
    labels: tuple[str, ...]
    objectives: tuple[Objective, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    comments: tuple[Comment, ...] = ()


def judge_weeks(
    kpis: Sequence[Kpi], weekly: Mapping[str, Sequence[Reading]], week: Week
) -> dict[str, Judgement]:
    """Return the normal range of each KPI and the rules that fire in each week of its history."""
    return {kpi.name: _judged(kpi, weekly[kpi.name], week) for kpi in kpis}


def find_signals(
    kpis: Sequence[Kpi],
    weekly: Mapping[str, Sequence[Reading]],
    judged: Mapping[str, Judgement],
    week: Week,
) -> Signals:
    """Return the week's signals in the order they matter, and what last week left unanswered.

    A signal matters by its strength times the weight of its objective; one whose cause is
    recorded comes after all others.
    """
    found = [_signal(kpi, weekly[kpi.name], judged[kpi.name], week) for kpi in kpis]
    open_ones = [_unanswered(kpi, weekly[kpi.name], judged[kpi.name], week) for kpi in kpis]
    alive = [
        judged[kpi.name]
        for kpi in kpis
        if judged[kpi.name].normal.standing != "none" and weekly[kpi.name][-1].status == "ok"
    ]
    return Signals(
        found=tuple(sorted((one for one in found if one is not None), key=_importance)),
        judged=len(alive),
        expected_by_chance=fsum(item.expected_false_alarm for item in alive),
        unanswered=tuple(one for one in open_ones if one is not None),
    )


def _importance(signal: Signal) -> tuple[bool, float, str]:
    return (bool(signal.known), -abs(signal.strength) * signal.weight, signal.kpi)


def _judged(kpi: Kpi, weekly: Sequence[Reading], week: Week) -> Judgement:
    rebases = _rebases(kpi, week)
    held = [item for item in rebases if _weeks_since(weekly, item.first_day) >= ENOUGH_WEEKS]
    judgement = judge(
        weekly,
        min(HISTORY_WEEKS, len(weekly)),
        [(item.first_day, item.cause) for item in held],
        proportion=kpi.unit == "share",
    )
    begun = [item for item in rebases if item not in held and _weeks_since(weekly, item.first_day)]
    if not begun:
        return judgement
    return replace(judgement, normal=replace(judgement.normal, pending=begun[-1].cause))


def _rebases(kpi: Kpi, week: Week) -> list[Rebase]:
    """Return the recorded re-bases of a KPI, oldest first."""
    mine = [
        item
        for item in week.rebases
        if (not item.products or week.product in item.products)
        and (not item.kpis or kpi.name in item.kpis)
    ]
    return sorted(mine, key=lambda item: (item.first_day, item.cause))


def _weeks_since(weekly: Sequence[Reading], day: date) -> int:
    return sum(reading.period.end > day and reading.status == "ok" for reading in weekly)


def _signal(
    kpi: Kpi, weekly: Sequence[Reading], judged: Judgement, week: Week, back: int = 1
) -> Signal | None:
    """Return the signal of the week that lies `back` from the end of the history, if any."""
    rule = strongest(judged.flags[-back])
    reading, since, strength = weekly[-back], judged.since[-back], judged.strength[-back]
    limits = _limits(judged.normal, back)
    if rule is None or reading.value is None or since is None or limits is None:
        return None
    direction: Direction = "up" if (strength or 0.0) >= 0 else "down"
    direction = _moved(weekly, back) if rule == "jump" else direction
    weeks = (reading.period.start - since).days // 7 + 1
    objective = _objective(kpi.name, week.objectives)
    pending = judged.normal.pending
    return Signal(
        kpi=kpi.name,
        title=kpi.title,
        unit=kpi.unit,
        rule=rule,
        direction=direction,
        favourable=_favourable(kpi, direction),
        since=since,
        weeks=weeks,
        value=reading.value,
        centre=limits[0],
        lower=limits[1],
        upper=limits[2],
        strength=strength or 0.0,
        weight=objective.weight if objective else 1.0,
        provisional=judged.normal.standing == "provisional",
        objective=objective.title if objective else "",
        n=reading.n,
        change_unit=kpi.change,
        comments=_comments(kpi.name, week, back, weeks),
        known=pending if _explains(kpi, pending, since, week) else "",
    )


def _limits(normal: NormalRange, back: int) -> tuple[float, float, float] | None:
    centre, lower, upper = normal.centre[-back], normal.lower[-back], normal.upper[-back]
    if centre is None or lower is None or upper is None:
        return None
    return centre, lower, upper


def _explains(kpi: Kpi, pending: str, since: date, week: Week) -> bool:
    """Tell whether the re-base that waits for more weeks stands where a stretch began."""
    return any(
        item.cause == pending and item.first_day < since + timedelta(days=7)
        for item in _rebases(kpi, week)
    )


def _moved(weekly: Sequence[Reading], back: int) -> Direction:
    now, before = weekly[-back].value or 0.0, weekly[-back - 1].value or 0.0
    return "up" if now >= before else "down"


def _favourable(kpi: Kpi, direction: Direction) -> bool | None:
    return None if kpi.better == "none" else (kpi.better == "higher") == (direction == "up")


def _objective(name: str, objectives: Sequence[Objective]) -> Objective | None:
    """Return the objective a KPI hangs on, as a target before as a guardrail."""
    aims = [item for item in objectives if any(entry.kpi == name for entry in item.kpis)]
    bounds = [item for item in objectives if any(rail.kpi == name for rail in item.guardrails)]
    return next(iter(aims + bounds), None)


def _comments(name: str, week: Week, back: int, weeks: int) -> tuple[Comment, ...]:
    """Return what was said of a KPI from the week a stretch began up to the judged one."""
    last = len(week.labels) - back + 1
    labels = week.labels[max(0, last - weeks) : last]
    return tuple(
        item
        for item in week.comments
        if item.product == week.product and item.kpi == name and item.week_label in labels
    )


def _unanswered(
    kpi: Kpi, weekly: Sequence[Reading], judged: Judgement, week: Week
) -> OpenSignal | None:
    """Return last week's signal of a KPI if its cause is not recorded and nobody spoke of it."""
    if len(judged.flags) < 2:
        return None
    signal = _signal(kpi, weekly, judged, week, back=2)
    if signal is None or signal.known or signal.comments:
        return None
    return OpenSignal(kpi.name, kpi.title, week.labels[-2], signal.rule, signal.direction)
