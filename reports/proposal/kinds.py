"""How well the values of a column fit what a canonical column holds."""

from reports.proposal.names import tokens
from reports.values.relation import ColumnType
from reports.values.schema import ColumnInfo

TIMES = frozenset({"instant", "naive", "instant_text", "naive_text"})
DATES = frozenset({"date", "date_text"})
NAIVE = frozenset({"naive", "naive_text"})
NUMBERS = frozenset({"integer", "number"})
TRUTHS = frozenset({"0", "1", "true", "false", "t", "f", "yes", "no", "y", "n", "0.0", "1.0"})
# Columns of few values, by which rows can be told apart.
CATEGORIES = frozenset(
    {
        "name", "model", "kind", "tool", "status", "suite", "experiment", "variant", "series",
        "component", "judge",
    }
)  # fmt: skip
_EPOCH_S = (800_000_000, 4_000_000_000)
_EPOCH_UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000}
_FREE_TEXT_FROM = 50


def fitness(column: ColumnInfo, canonical: str, wanted: ColumnType) -> float:
    """Return from 0 to 1 how well a column's kind and sample fit a canonical column."""
    if column.kind == "other":
        return 0.0
    if wanted in {"instant", "day"}:
        return _time_fitness(column)
    if wanted in {"integer", "number", "money"}:
        return 1.0 if column.kind in NUMBERS else 0.0
    if wanted == "boolean":
        return _truth_fitness(column)
    return 0.0 if column.kind in TIMES | DATES else _word_fitness(column, canonical, wanted)


def epoch_unit(column: ColumnInfo) -> str:
    """Return "s", "ms" or "us" where numbers look like seconds since 1970 in that unit."""
    if column.kind not in NUMBERS or column.typical is None:
        return ""
    low, high = _EPOCH_S
    for unit, factor in _EPOCH_UNITS.items():
        if low * factor <= column.typical < high * factor:
            return unit
    return ""


def looks_like_truth(column: ColumnInfo) -> bool:
    """Tell whether a column holds truth values, in whatever writing."""
    if column.kind == "boolean":
        return True
    return bool(column.values) and {value.lower() for value in column.values} <= TRUTHS


def is_unique(column: ColumnInfo) -> bool:
    """Tell whether every row of the sample has a value of its own."""
    return column.key or (column.filled > 1 and column.distinct == column.filled)


def _time_fitness(column: ColumnInfo) -> float:
    if column.kind in TIMES:
        return 1.0
    if column.kind in DATES:
        return 0.8
    return 0.8 if epoch_unit(column) else 0.0


def _truth_fitness(column: ColumnInfo) -> float:
    if looks_like_truth(column):
        return 1.0
    two = column.kind == "text" and column.distinct == len(column.values) == len("01")
    return 0.8 if two else 0.0


def _word_fitness(column: ColumnInfo, canonical: str, wanted: ColumnType) -> float:
    if wanted == "any":
        return 1.0 if column.kind != "text" or column.values or not column.filled else 0.7
    if canonical not in CATEGORIES:
        return 1.0 if column.kind in {"text", "integer"} else 0.0
    if column.kind == "number":
        return 0.0
    free = column.filled >= _FREE_TEXT_FROM and column.distinct * 2 > column.filled
    if free and "id" not in tokens(column.name):
        return 0.4
    return 1.0 if column.kind == "text" or canonical in {"status", "kind"} else 0.5
