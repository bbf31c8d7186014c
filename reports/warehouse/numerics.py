"""Columns that queries add up, and whether they hold numbers."""

from collections.abc import Mapping

from reports.warehouse.dialect import quoted
from reports.warehouse.engine import Database
from reports.warehouse.sources import Source, SourceColumn
from reports.warehouse.statement import Statement

_NUMBERS = frozenset({"number", "integer", "money"})
_OTHERS = ("TEXT", "VARCHAR", "CHAR", "STRING", "ENUM", "DATE", "TIME", "UUID", "JSON", "BLOB")


def find_mistyped(
    database: Database, source: Source, columns: Mapping[str, SourceColumn]
) -> Mapping[str, str]:
    """Return what stands in columns that should hold numbers, for those that do not.

    Example: {"latency_ms": "VARCHAR"}
    """
    numbers = {name: column for name, column in columns.items() if column.type in _NUMBERS}
    if database.dialect.name == "sqlite":
        return _texts(database, source, numbers) if numbers else {}
    # Money is cast to exact decimals, which reads texts too and refuses what is no number.
    return {
        name: column.own_type
        for name, column in numbers.items()
        if column.own_type.startswith(_OTHERS) and column.type != "money"
    }


def _texts(
    database: Database, source: Source, numbers: Mapping[str, SourceColumn]
) -> Mapping[str, str]:
    """Look at the values, because a column of SQLite may hold anything."""
    sums = ", ".join(
        f"COALESCE(SUM(TYPEOF(src.{quoted(column.own)}) IN ('text', 'blob')), 0)"
        for column in numbers.values()
    )
    statement = Statement(f"SELECT {sums} FROM {source.table} AS src")  # noqa: S608 quoted names
    counts = database.run(statement, where=source.label).rows[0]
    pairs = zip(numbers, counts, strict=True)
    return {name: f"text in {count} rows" for name, count in pairs if count}
