"""What has become of each week of a product, and what a backfill will do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WeekState = Literal["missing", "held", "failed", "stale", "built", "sent", "restated", "redacted"]
Selection = Literal["missing", "failed", "stale", "all"]


@dataclass(frozen=True, slots=True)
class WeekEntry:
    """One week of one product: its state, since which revision, and why."""

    product: str
    week_label: str
    state: WeekState
    reason: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """A week with the decision whether it will be built, and why."""

    entry: WeekEntry
    build: bool
    why: str


@dataclass(frozen=True, slots=True)
class BackfillRequest:
    """Which weeks to look at, and which of them to build.

    Shape: `first` and `last` are week labels, both included. Units: `max_failures` failed weeks
    after which no further one is begun; 0 for as many as there are.
    """

    first: str
    last: str
    product: str = ""
    selection: Selection = "missing"
    reason: str = ""
    as_of: datetime | None = None
    as_of_schedule: bool = False
    max_failures: int = 0
    workers: int = 2


@dataclass(frozen=True, slots=True)
class BackfillPlan:
    """The weeks of a backfill, oldest first.

    `repeated` counts, by product, the queries that each week asks for itself, because a relation
    says when a row became known and each week has its own instant; all others are asked once.
    """

    weeks: tuple[PlannedWeek, ...]
    repeated: Mapping[str, int]
    as_of: datetime

    @property
    def chosen(self) -> tuple[PlannedWeek, ...]:
        """Return the weeks that will be built."""
        return tuple(week for week in self.weeks if week.build)
