"""What chapters beyond KPIs rest on: tables of facts, asked for by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.values.assessment import NotComputed
from reports.values.calendar import Period
from reports.values.fact import FactSeries


@dataclass(frozen=True, slots=True)
class TableAsk:
    """A series of table facts and the periods of it that a review uses."""

    series: FactSeries
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """The tables of a job by key, and what the warehouse failed to answer, with the reason.

    Shape: a key is "source.query", with ".dimension" behind it where rows are split by one.
    """

    tables: Mapping[str, TableAsk] = field(default_factory=dict)
    unread: tuple[NotComputed, ...] = ()
