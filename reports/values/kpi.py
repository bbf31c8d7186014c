"""A KPI: what is measured, why, and how its readings are to be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reports.values.query import Kind, Query

Better = Literal["higher", "lower", "none"]
ChangeUnit = Literal["percent", "bps"]
Partial = Literal["flag", "missing"]

# Besides these, a unit may be an ISO 4217 code in capitals ("USD").
UNITS = ("count", "users", "number", "share", "ms", "s", "tokens", "days", "score")


@dataclass(frozen=True, slots=True)
class Column:
    """A promised result column: its type, unit and meaning."""

    name: str
    type: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: rows of each relation in, result rows out.

    `periods` are [first day, day after the last] pairs; `expected` are result rows whose
    `period` is an index into them.
    """

    rows: Mapping[str, tuple[Mapping[str, object], ...]]
    periods: tuple[tuple[str, str], ...]
    expected: tuple[Mapping[str, object], ...]
    parameters: Mapping[str, object] = field(default_factory=dict)
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI definition.

    Units: `tolerance` is a fraction of the published value; `quantile` lies in (0, 1).
    """

    name: str
    title: str
    why: str
    unit: str
    better: Better
    chapter: str
    kind: Kind
    query: Query | None = None
    formula: str = ""
    operands: tuple[str, ...] = ()
    quantile: float | None = None
    change: ChangeUnit = "percent"
    minimum_n: int = 0
    partial: Partial = "flag"
    tolerance: float = 0.005
    dimensions: tuple[str, ...] | None = None
    owner: str = ""
    reviewed: str = ""
    changes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    example: Example | None = None
    source: str = ""
    definition_hash: str = ""
