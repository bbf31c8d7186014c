"""Objectives in business words, their targets and guardrails, and how these stand."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

TargetStatus = Literal["on track", "at risk", "off", "reached", "missed", "unknown"]
GuardrailStatus = Literal["kept", "inconclusive", "breached", "unknown"]


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A value that a KPI shall have on a day."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Target:
    """What a KPI shall reach.

    Shape: `path` in order of time; the first waypoint is the start, the last is the target.
    Without a start the path has one waypoint and no pace. A cumulative target is reached by the
    sum from the first waypoint's day on, a level target by the value of a week.
    """

    path: tuple[Waypoint, ...]
    cumulative: bool = False

    @property
    def goal(self) -> Waypoint:
        """Return what shall be reached, and when."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class ObjectiveKpi:
    """A KPI that an objective hangs on, with its target if it has one."""

    kpi: str
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A KPI that must not get worse than a limit, or than its normal level by a margin.

    Units: `limit` the KPI's; `margin` a fraction of the centre of its normal range.
    Exactly one of both is set. Which side is worse follows from the KPI's `better`.
    """

    kpi: str
    limit: float | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """A business aim: the only place that ties KPIs to it. `weight` ranks its signals."""

    name: str
    title: str
    owner: str = ""
    weight: float = 1.0
    kpis: tuple[ObjectiveKpi, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetState:
    """How a target stands at the end of the week.

    Units: values in the KPI's; `probability` of reaching the goal in [0, 1]; `weeks_left` until
    its day. `level` is the week's value, or the sum so far of a cumulative target; `expected` is
    what the path asks for by now; `required_per_week` is what a cumulative target still needs,
    `best_run_rate` the best mean of four weeks in a row so far.
    """

    kpi: str
    goal: Waypoint
    cumulative: bool
    level: float | None
    expected: float | None
    projected: float | None
    probability: float | None
    status: TargetStatus
    weeks_left: int
    required_per_week: float | None = None
    best_run_rate: float | None = None
    method: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GuardrailState:
    """Whether a guardrail held in the week.

    `limit` is the worst value allowed; `low` and `high` bound the week's value at 95 %.
    """

    kpi: str
    limit: float | None
    value: float | None
    low: float | None
    high: float | None
    status: GuardrailStatus
    n: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveState:
    """An objective with the state of its targets (by KPI, in order) and guardrails."""

    objective: Objective
    targets: tuple[TargetState, ...] = ()
    guardrails: tuple[GuardrailState, ...] = ()
