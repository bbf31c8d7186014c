"""Readings of a KPI and comparisons between them."""

from dataclasses import dataclass
from typing import Literal

from reports.values.calendar import Period
from reports.values.interval import Interval
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
class ToDate:
    """A to-date period, the same dates a year earlier, and the change between them."""

    reading: Reading
    year_before: Reading
    yoy: Change


@dataclass(frozen=True, slots=True)
class KpiReadings:
    """Everything one review knows of one KPI.

    Shape: 26 weeks of history for the sparkline, of which the last six are `weeks`; six weeks
    364 days earlier; 12 complete months; the same months a year earlier; month, fiscal quarter
    and fiscal year to date; the twelve months of the fiscal year where asked for, else none.
    `interval` is that of the week's reading.
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
    mtd: ToDate
    qtd: ToDate
    ytd: ToDate
    fiscal_year: tuple[Reading, ...] = ()
    fiscal_year_prior_year: tuple[Reading, ...] = ()
    interval: Interval | None = None

    @property
    def last_week(self) -> Reading:
        """Return the reading of the review's week."""
        return self.weeks[-1]
