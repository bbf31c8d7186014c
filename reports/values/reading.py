"""Readings of a KPI and comparisons between them."""

from dataclasses import dataclass
from typing import Literal

from reports.values.calendar import Period
from reports.values.kpi import ChangeUnit

Status = Literal["ok", "missing", "partial", "not_comparable", "insufficient"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A KPI's value in a period and segment.

    `value` is null unless the status is ok or partial; `reason` then says why.
    Units: the KPI's; `n` counts what the query counts as observations.
    """

    period: Period
    value: float | None
    status: Status
    reason: str = ""
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    days_present: int = 0
    days_expected: int = 0
    segment: str = "all"


@dataclass(frozen=True, slots=True)
class Change:
    """A comparison of two readings.

    Units: percent as a fraction times 100, bps as a difference of shares times 10,000.
    """

    value: float | None
    unit: ChangeUnit
    status: Status
    reason: str = ""
    base: float | None = None


@dataclass(frozen=True, slots=True)
class KpiReadings:
    """Everything one review knows of one KPI.

    Shape: 26 weeks of history for the sparkline, of which the last six are `weeks`; six weeks
    364 days earlier; 12 complete months; the same months a year earlier.
    """

    kpi: str
    history: tuple[Reading, ...]
    weeks: tuple[Reading, ...]
    weeks_prior_year: tuple[Reading, ...]
    months: tuple[Reading, ...]
    months_prior_year: tuple[Reading, ...]
    wow: Change
    four_weeks: Change
    yoy: Change

    @property
    def last_week(self) -> Reading:
        """Return the reading of the review's week."""
        return self.weeks[-1]
