"""What is known of a product's week once facts have become readings; chapters are built from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from reports.values.calendar import Period
from reports.values.gate import GateVerdict
from reports.values.kpi import Kpi
from reports.values.models import Models
from reports.values.objective import ObjectiveState
from reports.values.reading import KpiReadings, Reading
from reports.values.record import Action, Decision
from reports.values.restatement import Restatement
from reports.values.retrospective import Retrospective
from reports.values.roadmap import WhatNext
from reports.values.service import Service
from reports.values.signal import NormalRange, Signals
from reports.values.usage import Usage
from reports.values.workspace import Product


@dataclass(frozen=True, slots=True)
class Coverage:
    """On which days a relation has rows.

    Shape: `rows` maps epoch days to row counts; days without rows are absent.
    `weekdays` are those on which rows are expected (0 = Monday). `daily` tells that rows carry a
    day instead of an instant: a day whose rows hold no value is missing then.
    """

    relation: str
    rows: Mapping[int, int]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    daily: bool = False

    @property
    def oldest(self) -> int | None:
        """Return the first epoch day with rows."""
        return min(self.rows, default=None)

    @property
    def newest(self) -> int | None:
        """Return the last epoch day with rows."""
        return max(self.rows, default=None)


@dataclass(frozen=True, slots=True)
class RelationNote:
    """How complete one relation is in the review's week.

    `covered_by` names the relation that tells on which days this one was recorded, if another.
    """

    relation: str
    rows: int
    days_present: int
    days_expected: int
    newest: date | None
    known_at: bool
    covered_by: str = ""


@dataclass(frozen=True, slots=True)
class NotComputed:
    """A KPI that the review lacks, and why."""

    kpi: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that chapters may use: definitions, readings, completeness, omissions.

    `history_as_of` is null where facts stand for what is currently known. `dominated` names the
    KPIs that say nothing about users, because one user makes nearly all events. `repeated` tells
    by relation how many keys stand in several rows of the week.
    Shape: `weekly` has every week that limits and forecasts rest on, oldest first, the review's
    week last; `sums` has the sum so far of each KPI with a cumulative target; `unread` are reasons
    that could not be looked for; `decisions` and `actions` are open at the week's end.
    """

    product: Product
    week: Period
    week_label: str
    as_of: datetime
    history_as_of: datetime | None
    kpis: tuple[Kpi, ...]
    readings: Mapping[str, KpiReadings]
    query_hashes: Mapping[str, tuple[str, ...]]
    relations: tuple[RelationNote, ...]
    not_computed: tuple[NotComputed, ...]
    unmapped: tuple[str, ...]
    dominated: frozenset[str] = frozenset()
    busiest_user: Reading | None = None
    repeated: Mapping[str, int] = field(default_factory=dict)
    weekly: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    sums: Mapping[str, Reading] = field(default_factory=dict)
    normal: Mapping[str, NormalRange] = field(default_factory=dict)
    signals: Signals = field(default_factory=Signals)
    objectives: tuple[ObjectiveState, ...] = ()
    unread: tuple[NotComputed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    usage: Usage | None = None
    models: Models | None = None
    service: Service | None = None
    what_next: WhatNext | None = None
    restated: tuple[Restatement, ...] = ()
    retrospective: Retrospective | None = None
    gate: GateVerdict | None = None
