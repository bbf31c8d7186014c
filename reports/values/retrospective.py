"""What came of iterations: actions carried over, what shipped, bets that wait for their verdict."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.values.bet import Bet, Learning
from reports.values.calendar import Period
from reports.values.outcome import BetOutcome
from reports.values.record import Action, Decision, Iteration

ActionState = Literal["done", "dropped", "late", "open"]
_THIRD = 3

BetState = Literal["running", "due", "overdue"]


@dataclass(frozen=True, slots=True)
class CarriedAction:
    """An action as it stood at the week's end; `weeks` is its age, null where that is unknown."""

    action: Action
    state: ActionState
    weeks: int | None

    @property
    def asks(self) -> bool:
        """Tell whether it is open for the third review after its own."""
        return self.state in ("late", "open") and self.weeks is not None and self.weeks >= _THIRD


@dataclass(frozen=True, slots=True)
class PlacedBet:
    """A bet and how it stands at the week's end.

    `written_before` tells whether it was first seen before what it is about went out; null where
    that is not known yet.
    """

    bet: Bet
    state: BetState
    first_seen: date | None
    written_before: bool | None
    judged: Decision | None = None


@dataclass(frozen=True, slots=True)
class Recovery:
    """A failed deployment and how long it took to work again; null while it does not."""

    label: str
    on: date
    hours: float | None


@dataclass(frozen=True, slots=True)
class Shipping:
    """Delivery in a span of weeks, by the conventions of DORA.

    Units: lead times and recoveries in hours; shares as fractions.
    """

    period: Period
    deployments: int
    per_week: float
    changes: int
    lead_median_h: float | None
    lead_p90_h: float | None
    failed: int
    reworked: int
    recoveries: tuple[Recovery, ...] = ()

    @property
    def fail_rate(self) -> float | None:
        """Return the share of deployments that failed, each counted once."""
        return self.failed / self.deployments if self.deployments else None

    @property
    def rework_rate(self) -> float | None:
        """Return the share of deployments that repaired an earlier one."""
        return self.reworked / self.deployments if self.deployments else None


@dataclass(frozen=True, slots=True)
class Retrospective:
    """What is known of the team's own work; `iteration` is the one of the week."""

    iteration: Iteration | None
    ended: bool
    carried: tuple[CarriedAction, ...] = ()
    now: Shipping | None = None
    before: Shipping | None = None
    bets: tuple[PlacedBet, ...] = ()
    outcomes: tuple[BetOutcome, ...] = ()
    decisions: tuple[Decision, ...] = ()
    learnings: tuple[Learning, ...] = ()
