"""What a database holds, as seen from outside, and what was made of it."""

from dataclasses import dataclass
from typing import Literal

EngineName = Literal["duckdb", "sqlite", "postgres"]
ColumnKind = Literal[
    "instant", "naive", "date", "instant_text", "naive_text", "date_text",
    "integer", "number", "boolean", "text", "other",
]  # fmt: skip
Confidence = Literal["high", "fair", "low"]


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column, and what a small sample of its table says about it.

    `naive` times have no zone; `…_text` are times that are stored as text. `values` are the most
    frequent ones, only where a text or a number repeats; `references` is "table.column".
    """

    name: str
    type: str
    kind: ColumnKind
    filled: int = 0
    distinct: int = 0
    values: tuple[str, ...] = ()
    typical: float | None = None
    key: bool = False
    references: str = ""


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table or view; `name` carries the schema where it is not the default one.

    `rows` is an estimate, None where the engine has none; `sampled` rows were looked at.
    """

    name: str
    columns: tuple[ColumnInfo, ...]
    is_view: bool = False
    rows: int | None = None
    sampled: int = 0


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a database that can be read, and what could not be looked at."""

    engine: EngineName
    tables: tuple[TableInfo, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one relation; `table` is empty where nothing was."""

    relation: str
    table: str = ""
    confidence: Confidence | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed `review.toml` and its summary."""

    text: str
    findings: tuple[Finding, ...]
