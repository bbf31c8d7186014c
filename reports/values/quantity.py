"""Numbers on their way to a page, in running text and in cells."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from reports.values.reading import Status

Form = Literal["value", "change", "signed", "n"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number on its way to the page: value, unit, and how it is to be read.

    `unit` is a KPI unit, an ISO 4217 code, "percent", "bps", "rows" or "hours".
    A null value is printed as its `status` and `reason`. The form "n" is for the count that stands
    behind the number before it.
    """

    value: float | None
    unit: str
    form: Form = "value"
    status: Status = "ok"
    reason: str = ""


Span = str | Quantity | date | datetime
Cell = str | Quantity | date | datetime | None
