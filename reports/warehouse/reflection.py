"""What tables a warehouse has, looked at with bounded effort: catalogue and small samples."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.reflection import ObjectKind

from reports.errors import ContractError
from reports.values.schema import ColumnInfo, Schema, TableInfo
from reports.values.workspace import WarehouseSource
from reports.warehouse.dialect import quoted
from reports.warehouse.engine import Database
from reports.warehouse.samples import column_kind, column_type, sample_expression, summarise
from reports.warehouse.statement import Statement

_WHERE = "looking at the tables"
_NAME = re.compile(r"[^\W\d][\w $-]*")
_MOST_TABLES = 400
_SAMPLE_ROWS = 1_000
_COUNTED_ROWS = 100_000
_STATEMENT_S = 15
_SAMPLING_S = 60.0

_LISTS = {
    "duckdb": """
        SELECT schema_name, table_name, FALSE, estimated_size, schema_name = 'main'
        FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()
        UNION ALL
        SELECT schema_name, view_name, TRUE, NULL, schema_name = 'main'
        FROM duckdb_views() WHERE NOT internal AND database_name = current_database()
        ORDER BY 1, 2""",
    "sqlite": r"""
        SELECT '', name, type = 'view', NULL, 1 FROM sqlite_master
        WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name""",
    # A partition is read through its parent; what the login may not read is not there for it.
    "postgres": """
        SELECT n.nspname, c.relname, c.relkind IN ('v', 'm'),
          CASE WHEN c.relkind IN ('v', 'p', 'f') OR c.reltuples < 0 THEN NULL
            ELSE CAST(c.reltuples AS BIGINT) END,
          n.nspname = COALESCE(current_schema(), 'public')
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
          AND n.nspname NOT LIKE 'pg_temp%' AND HAS_SCHEMA_PRIVILEGE(n.oid, 'USAGE')
          AND HAS_TABLE_PRIVILEGE(c.oid, 'SELECT')
        ORDER BY 1, 2""",
}


@dataclass(frozen=True, slots=True)
class _Listed:
    """A table or view as the catalogue lists it."""

    schema: str
    name: str
    is_view: bool
    rows: int | None
    bare: bool

    @property
    def label(self) -> str:
        return self.name if self.bare else f"{self.schema}.{self.name}"

    @property
    def from_clause(self) -> str:
        parts = (self.schema, self.name) if self.schema else (self.name,)
        return ".".join(quoted(part) for part in parts)


def read_schema(source: WarehouseSource) -> Schema:
    """Return the tables of a warehouse; no table is read as a whole.

    Raises: ConfigError or ContractError if the warehouse cannot be reached or listed.
    """
    limit_s = min(source.statement_timeout_s, _STATEMENT_S)
    database = Database(replace(source, statement_timeout_s=limit_s))
    try:
        return _Look(database, time.monotonic() + _SAMPLING_S).schema()
    finally:
        database.close()


@dataclass(slots=True)
class _Look:
    """One look at a database; notes what had to be left out."""

    database: Database
    until: float
    notes: list[str] = field(default_factory=list)

    def schema(self) -> Schema:
        """Return everything that can be seen."""
        listed = self._listed()
        tables = [table for entry in listed for table in self._table(entry)]
        return Schema(self.database.dialect.name, tuple(tables), tuple(self.notes))

    def _listed(self) -> list[_Listed]:
        statement = Statement(_LISTS[self.database.dialect.name].replace("%", self._percent()))
        rows = self.database.run(statement, where=_WHERE).rows
        found = [
            _Listed(
                str(schema),
                str(name),
                bool(view),
                None if count is None else int(str(count)),
                bool(bare),
            )
            for schema, name, view, count, bare in rows
        ]
        named = [e for e in found if all(map(_NAME.fullmatch, (e.schema or "x", e.name)))]
        if len(named) < len(found):
            self.notes.append(f"{len(found) - len(named)} tables have names that SQL here refuses")
        if len(named) > _MOST_TABLES:
            self.notes.append(f"only the first {_MOST_TABLES} of {len(named)} tables were read")
        return named[:_MOST_TABLES]

    def _percent(self) -> str:
        return "%%" if self.database.dialect.name == "postgres" else "%"

    def _table(self, entry: _Listed) -> list[TableInfo]:
        """Return one table, or none where it cannot be looked at."""
        try:
            columns = self._columns(entry)
        except ContractError as error:
            self.notes.append(f"{entry.label} could not be looked at: {error.got or error.what}")
            return []
        info = TableInfo(entry.label, columns, entry.is_view, entry.rows)
        if time.monotonic() > self.until:
            self.notes.append(f"{entry.label} was not sampled: no time was left")
            return [info]
        try:
            return [self._sampled(entry, info)]
        except ContractError as error:
            self.notes.append(f"{entry.label} was not sampled: {error.got or error.what}")
            return [info]

    def _columns(self, entry: _Listed) -> tuple[ColumnInfo, ...]:
        def look(inspector: sa.Inspector) -> tuple[Any, ...]:
            wanted: dict[str, Any] = {
                "schema": entry.schema or None,
                "filter_names": [entry.name],
                "kind": ObjectKind.ANY,
            }
            return (
                _only(inspector.get_multi_columns(**wanted)),
                _only(inspector.get_multi_pk_constraint(**wanted)),
                _only(inspector.get_multi_foreign_keys(**wanted)),
            )

        columns, key, foreign = self.database.inspect(look, where=f"{_WHERE}: {entry.label}")
        keys = list((key or {}).get("constrained_columns") or ())
        targets = _targets(foreign or ())
        return tuple(
            ColumnInfo(
                name=str(column["name"]),
                type=column_type(column["type"]),
                kind=column_kind(column["type"]),
                key=keys == [column["name"]],
                references=targets.get(str(column["name"]), ""),
            )
            for column in columns or ()
            if _NAME.fullmatch(str(column["name"]))
        )

    def _sampled(self, entry: _Listed, info: TableInfo) -> TableInfo:
        engine = self.database.dialect.name
        columns = [column for column in info.columns if column.kind != "other"]
        if not columns:
            return info
        items = ", ".join(sample_expression(engine, column) for column in columns)
        sample = self._rows(f"SELECT {items} FROM {entry.from_clause} LIMIT {_SAMPLE_ROWS}")  # noqa: S608 quoted
        seen = {
            column.name: summarise(engine, column, [row[place] for row in sample])
            for place, column in enumerate(columns)
        }
        told = tuple(seen.get(column.name, column) for column in info.columns)
        rows = info.rows if len(sample) == _SAMPLE_ROWS else len(sample)
        if rows is None:
            rows = self._count(entry)
        return replace(info, columns=told, sampled=len(sample), rows=rows)

    def _count(self, entry: _Listed) -> int | None:
        """Count rows up to a limit; a view that is slow has no count."""
        few = f"SELECT 1 AS one FROM {entry.from_clause} LIMIT {_COUNTED_ROWS}"  # noqa: S608 quoted
        try:
            return int(str(self._rows(f"SELECT COUNT(*) FROM ({few}) AS few")[0][0]))  # noqa: S608 quoted
        except ContractError:
            return None

    def _rows(self, sql: str) -> Sequence[tuple[object, ...]]:
        return self.database.run(Statement(sql), where=_WHERE).rows


def _only(found: Mapping[Any, Any]) -> Any:  # noqa: ANN401 shaped by SQLAlchemy
    return next(iter(found.values()), None)


def _targets(foreign: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return "table.column" by column, for foreign keys of one column."""
    return {
        str(key["constrained_columns"][0]): f"{key['referred_table']}.{key['referred_columns'][0]}"
        for key in foreign
        if len(key["constrained_columns"]) == 1 and len(key.get("referred_columns") or ()) == 1
    }
