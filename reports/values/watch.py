"""Between reviews: guardrails and service levels of a day, breaches and their ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from reports.values.objective import Guardrail, GuardrailState

News = Literal["", "began", "ended"]


@dataclass(frozen=True, slots=True)
class Watched:
    """A limit to look at every day, and where it is written: an objective, or service levels."""

    guardrail: Guardrail
    source: str
    title: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that did not hold; open as long as it has no last day."""

    product: str
    kpi: str
    source: str
    first_day: date
    value: float | None
    limit: float | None
    reported_at: datetime
    ended_on: date | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What one limit was like on a day, and whether that is news."""

    product: str
    day: date
    watched: Watched
    state: GuardrailState
    news: News = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A review that was due and is not there; `reason` tells what is known."""

    product: str
    week_label: str
    due_at: datetime
    limit_at: datetime
    reason: str
