"""Signals: changes beyond normal variation, with the rule that fired and the reasons found."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.values.calendar import Period
from reports.values.kpi import ChangeUnit
from reports.values.record import Cause, Comment

Method = Literal["xmr_mean", "xmr_median", "laney_p"]
Standing = Literal["locked", "provisional", "none"]
Rule = Literal["beyond_limit", "jump", "run_of_eight", "three_of_four"]
Direction = Literal["up", "down"]
Verdict = Literal["segments", "mix", "spread"]


@dataclass(frozen=True, slots=True)
class NormalRange:
    """What the weeks of a KPI do without a cause.

    Shape: `centre`, `lower` and `upper` have one entry per week of the KPI's history; an entry is
    null where no limits hold. Weeks before a re-base carry the limits of their own time.
    `baseline` spans the weeks the current limits were computed from, `baseline_weeks` counts
    those of them that had a value. `autocorrelation` is that of the residuals at lag 1.
    `reason` says why there are no limits, or what makes them doubtful. `pending` is the cause of
    a recorded re-base that has too few weeks yet to give limits of its own.
    """

    centre: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    standing: Standing
    method: Method = "xmr_mean"
    seasonal: bool = False
    baseline: Period | None = None
    baseline_weeks: int = 0
    autocorrelation: float | None = None
    rebased: str = ""
    reason: str = ""
    pending: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one segment adds to the change of a KPI.

    Units: `effect`, `mix` and `rate` are those of the KPI and sum over segments to its change;
    for totals `mix` and `rate` are null. `noise` is how large `effect` gets without a cause;
    `named` tells that the effect lies beyond it.
    """

    segment: str
    before: float | None
    now: float | None
    effect: float
    mix: float | None
    rate: float | None
    noise: float | None
    named: bool
    n: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """A KPI's change split exactly over the segments of one dimension.

    `base` are the weeks before the signal began, pooled; `change` is current minus base.
    `verdict` mix: the total moved because the mix moved; spread: no segment stands out.
    """

    dimension: str
    base: Period
    current: Period
    change: float
    mix: float | None
    rate: float | None
    contributions: tuple[Contribution, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FactorEffect:
    """What one factor of a product adds to its change (Shapley value)."""

    kpi: str
    title: str
    effect: float


@dataclass(frozen=True, slots=True)
class Signal:
    """A KPI's week beyond normal variation.

    `rule` is the strongest that fired; `since` is the first day of the first week of the stretch
    that fired it, `weeks` its length. Units: `value`, `centre`, `lower`, `upper` the KPI's;
    `strength` is the distance from the centre as a multiple of that of the limit; `weight` that
    of the objective. `favourable` is null where neither direction is better. `known` is the
    recorded cause of a level that lasts, whose re-base waits for more weeks.
    """

    kpi: str
    title: str
    unit: str
    rule: Rule
    direction: Direction
    favourable: bool | None
    since: date
    weeks: int
    value: float
    centre: float
    lower: float
    upper: float
    strength: float
    weight: float = 1.0
    provisional: bool = False
    objective: str = ""
    n: int = 0
    change_unit: ChangeUnit = "percent"
    attributions: tuple[Attribution, ...] = ()
    factors: tuple[FactorEffect, ...] = ()
    causes: tuple[Cause, ...] = ()
    comments: tuple[Comment, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True)
class OpenSignal:
    """A signal of the week before that no owner has commented on."""

    kpi: str
    title: str
    week_label: str
    rule: Rule
    direction: Direction


@dataclass(frozen=True, slots=True)
class SegmentMove:
    """A segment of a KPI that moved beyond its own noise while the KPI as a whole did not.

    `before` are the weeks of `base` pooled; `effect` is what the segment adds to the KPI's change.
    """

    kpi: str
    title: str
    unit: str
    change_unit: ChangeUnit
    dimension: str
    segment: str
    base: Period
    before: float | None
    now: float | None
    effect: float
    n: int


@dataclass(frozen=True, slots=True)
class Signals:
    """All signals of a week, strongest and weightiest first.

    `judged` counts the KPIs that have limits; `expected_by_chance` is how many of them would
    signal in a week in which nothing happened. `unanswered` are those of the week before.
    `segment_moves` come from the KPIs of objectives that do not signal as a whole, of which
    `segments_watched` segments were looked at.
    """

    found: tuple[Signal, ...] = ()
    judged: int = 0
    expected_by_chance: float = 0.0
    unanswered: tuple[OpenSignal, ...] = ()
    segment_moves: tuple[SegmentMove, ...] = ()
    segments_watched: int = 0
