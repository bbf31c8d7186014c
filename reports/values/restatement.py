"""Numbers that are no longer what was published."""

from dataclasses import dataclass
from typing import Literal

from reports.values.calendar import Period
from reports.values.ledger import ReviewKey

Cause = Literal["definition changed", "code changed", "late data or a correction at the source"]


@dataclass(frozen=True, slots=True)
class Restatement:
    """One published number beside what it is now; `stated_in` is the review that said it last."""

    kpi: str
    title: str
    unit: str
    period: Period
    published: float | None
    now: float | None
    n: int
    stated_in: ReviewKey
    cause: Cause
