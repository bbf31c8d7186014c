"""What came of a bet: the effect observed, how good its evidence is, and the verdict."""

from dataclasses import dataclass
from typing import Literal

from reports.values.bet import Bet, BetGuardrail
from reports.values.calendar import Period
from reports.values.record import Decision

Grade = Literal["A", "B", "C", "D"]
Method = Literal["experiment", "unexposed group", "own history", "none"]
Verdict = Literal["worked", "did no harm", "harmed", "not detectable yet", "invalid"]
Guarded = Literal["kept", "unclear", "breached"]


@dataclass(frozen=True, slots=True)
class Observed:
    """A relative change of a KPI with its 95 % interval, and what it rests on.

    `invalid` says why the number must not be read, such as a split that missed its plan.
    Units: fractions of the level without the change; `n` as the KPI counts.
    """

    value: float
    low: float
    high: float
    n: int
    period: Period
    method: Method
    invalid: str = ""

    @property
    def half_width(self) -> float:
        """Return how large an effect had to be to be seen."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class GuardedKpi:
    """A guardrail of a bet, what was observed of it, and whether its margin held."""

    guardrail: BetGuardrail
    observed: Observed | None
    state: Guarded


@dataclass(frozen=True, slots=True)
class BetOutcome:
    """A bet beside what came of it; `verdict` is null before its day.

    `inside` tells whether the effect observed lies in the interval expected; `detectable` is how
    large an effect of a bet still open could be seen, as a fraction.
    """

    bet: Bet
    grade: Grade
    observed: Observed | None
    verdict: Verdict | None
    inside: bool | None = None
    guardrails: tuple[GuardedKpi, ...] = ()
    decision: Decision | None = None
    reason: str = ""
    detectable: float | None = None
