"""A query on canonical relations, as read from a `.sql` file or written by the catalog."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "total", "ratio", "mean", "distinct", "quantile", "level", "minimum", "maximum", "formula"
]
# Sums over users are asked for by the product itself, never by a definition; tables feed chapters.
QueryKind = Literal[Kind, "moments", "table"]
FieldType = Literal["text", "integer", "number"]
Window = Literal["period", "lookback", "lookahead", "trailing", "cohort", "history"]

PAIR_KINDS: frozenset[Kind] = frozenset({"ratio", "mean"})
DAY_KINDS: frozenset[Kind] = frozenset({"total", "ratio", "mean", "quantile", "minimum", "maximum"})


@dataclass(frozen=True, slots=True)
class Reads:
    """Which rows a query sees for a period.

    period       the rows of the period
    lookback n   also the n days before it      (column in_period tells them apart)
    lookahead n  also the n days after it, never past the data's end or as_of
    trailing n   the last n days that end with the period, instead of its own
    cohort n     from the period's days n days earlier on, which in_period tells apart
    history      everything up to the period's end
    """

    window: Window = "period"
    days: int = 0


@dataclass(frozen=True, slots=True)
class TableField:
    """A result column of a table; its keys, with period and segment, name a row."""

    name: str
    type: FieldType
    key: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT over canonical relations, with what the warehouse must know to bind it.

    Shape: period, segment, then by kind `value, n`, `numerator, denominator, n`, `bucket, n`, of
    moments `bucket, value, n`, or the `fields` of a table.
    `additive` is false where the text itself forbids adding days up, as with distinct users.
    `arguments` are the values of parameters that the query brings along itself.
    """

    name: str
    kind: QueryKind
    sql: str
    relations: tuple[str, ...]
    reads: Reads = Reads()
    parameters: tuple[str, ...] = ()
    bodies: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    additive: bool = True
    fields: tuple[TableField, ...] = ()
    arguments: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def measures(self) -> tuple[str, ...]:
        """Return the result columns that follow period and segment."""
        if self.kind == "table":
            return tuple(one.name for one in self.fields)
        if self.kind in PAIR_KINDS:
            return ("numerator", "denominator", "n")
        if self.kind == "moments":
            return ("bucket", "value", "n")
        return ("bucket", "n") if self.kind == "quantile" else ("value", "n")

    @property
    def by_day(self) -> bool:
        """Tell whether day facts may be summed to every other period."""
        own_days = self.reads.window not in ("trailing", "cohort")
        return self.additive and self.kind in DAY_KINDS and own_days
