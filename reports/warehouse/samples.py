"""Columns judged by their type and a small sample, without keeping what people wrote."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import sqlalchemy as sa

from reports.values.schema import ColumnInfo, ColumnKind, EngineName
from reports.warehouse.dialect import quoted

_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?P<clock>[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?)? ?(?P<zone>Z|[+-]\d\d(:?\d\d)?)?"
)
_LONGEST = 100
_SHOWN = 40
_MOST_DISTINCT = 50
_KEPT = 12
_CATEGORIES = frozenset({"text", "integer", "number", "boolean"})
_TRUTHS = frozenset({"0", "1", "true", "false", "True", "False"})


def column_type(declared: Any) -> str:  # noqa: ANN401 a type of SQLAlchemy or of a dialect
    """Return a type in words for a person."""
    zone = " WITH TIME ZONE" if getattr(declared, "timezone", False) else ""
    if isinstance(declared, sa.Enum):
        return "ENUM"
    try:
        return f"{declared}{zone}".split(" COLLATE ")[0]
    except (sa.exc.SQLAlchemyError, RuntimeError, TypeError):
        return type(declared).__name__.upper()


def column_kind(declared: Any) -> ColumnKind:  # noqa: ANN401 a type of SQLAlchemy or of a dialect
    """Return what sort of values a declared type holds."""
    declared = getattr(declared, "data_type", declared)
    if isinstance(declared, sa.DateTime):
        return "instant" if declared.timezone else "naive"
    kinds: tuple[tuple[Any, ColumnKind], ...] = (
        (sa.Boolean, "boolean"),
        (sa.Date, "date"),
        (sa.Integer, "integer"),
        (sa.Numeric, "number"),
        ((sa.String, sa.Uuid), "text"),
    )
    return next((kind for known, kind in kinds if isinstance(declared, known)), "other")


def sample_expression(engine: EngineName, column: ColumnInfo) -> str:
    """Return an expression that reads a column, short and in a type that every driver knows."""
    name = quoted(column.name)
    if engine == "sqlite":
        text = f"SUBSTR({name}, 1, {_LONGEST})"
        return f"CASE TYPEOF({name}) WHEN 'text' THEN {text} WHEN 'blob' THEN NULL ELSE {name} END"
    if column.kind in {"integer", "number", "boolean"}:
        return name
    return f"SUBSTR(CAST({name} AS TEXT), 1, {_LONGEST})"


def summarise(engine: EngineName, column: ColumnInfo, sample: Sequence[object]) -> ColumnInfo:
    """Return a column with what its sample shows; values only where few of them repeat."""
    values = [value for value in sample if value is not None]
    counts = Counter(map(str, values))
    kind = _sqlite_kind(column, values) if engine == "sqlite" else column.kind
    if kind == "text":
        kind = _text_kind(values)
    few = len(counts) <= min(_MOST_DISTINCT, len(values) / 2) and kind in _CATEGORIES
    kept = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_KEPT] if few else []
    return replace(
        column,
        kind=kind,
        filled=len(values),
        distinct=len(counts),
        values=tuple(text for text, _ in kept if len(text) <= _SHOWN),
        typical=_typical(values) if kind in {"integer", "number"} else None,
    )


def _sqlite_kind(column: ColumnInfo, values: Sequence[object]) -> ColumnKind:
    """Return the kind by the values: SQLite's declared types bind nobody."""
    if not values:
        return "naive_text" if column.kind in {"naive", "instant"} else column.kind
    if all(isinstance(value, int) for value in values):
        small = column.kind == "boolean" and {str(value) for value in values} <= _TRUTHS
        return "boolean" if small else "integer"
    if all(isinstance(value, int | float) for value in values):
        return "number"
    return "text" if all(isinstance(value, str) for value in values) else "other"


def _text_kind(values: Sequence[object]) -> ColumnKind:
    """Tell texts that are times from other texts."""
    found = [_TIME.fullmatch(str(value).strip()) for value in values]
    times = [match for match in found if match]
    if not times or len(times) < len(found):
        return "text"
    if all(match["zone"] for match in times):
        return "instant_text"
    return "naive_text" if any(match["clock"] for match in times) else "date_text"


def _typical(values: Sequence[object]) -> float | None:
    numbers = [float(str(value)) for value in values if not isinstance(value, bool)]
    finite = [number for number in numbers if math.isfinite(number)]
    return median(finite) if finite else None
