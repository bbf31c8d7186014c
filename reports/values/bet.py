"""Bets: expected KPI moves, written down before shipping, and what was learned from them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Basis = Literal["experiment", "release"]


@dataclass(frozen=True, slots=True)
class Effect:
    """An expected relative change of a KPI, with the interval that holds it four times in five.

    Units: fractions of the level without the change; 0.2 is 20 % more.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BetGuardrail:
    """A KPI that must not get worse by more than a fraction of its level."""

    kpi: str
    margin: float


@dataclass(frozen=True, slots=True)
class Bet:
    """What a team expected of something before it shipped.

    Shape: `segment` is a dimension and one of its values, or nothing; `unexposed` are values of
    `unexposed_dimension` that the release did not reach; `shares` are the planned shares of an
    experiment's variants.
    Units: `probability` of the KPI moving as hoped, from 0 to 1.
    """

    name: str
    hypothesis: str
    kpi: str
    expected: Effect
    probability: float
    rule: str
    owner: str
    review_on: date
    written_on: date
    basis: Basis
    subject: str
    segment: tuple[str, str] | None = None
    guardrails: tuple[BetGuardrail, ...] = ()
    iteration: str = ""
    control: str = "control"
    shares: tuple[tuple[str, float], ...] = ()
    unexposed_dimension: str = ""
    unexposed: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learning:
    """One sentence that holds beyond its case, where it applies next, and what it rests on."""

    says: str
    on: date
    applies_to: str = ""
    evidence: str = ""
    bet: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """What an iteration is for, tied to an objective by its name where there is one."""

    says: str
    objective: str = ""
