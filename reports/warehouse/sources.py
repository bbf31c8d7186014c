"""What a relation mapping stands for: a table, a file or a SELECT, and its columns."""

import re
from dataclasses import dataclass
from pathlib import Path

import sqlglot
from sqlglot import exp

from reports.errors import ConfigError, ContractError, DefinitionError
from reports.values.relation import CANONICAL, ColumnType, RelationColumn, RelationMapping
from reports.warehouse.dialect import quoted, text_literal
from reports.warehouse.engine import Database, Rows
from reports.warehouse.guard import guard_select, tables_of
from reports.warehouse.statement import Statement

_TABLE_PART = re.compile(r"[^\W\d][\w $-]*")
_TEXT = ("TEXT", "VARCHAR", "CHAR", "STRING", "ENUM")
# A class given as a truth value is 0 or 1, so that a query can compare it on every engine.
_CLASSES = frozenset({"label", "predicted"})
_PLACES = {"cost_usd": 9}
_DEFAULT_PLACES = 6


@dataclass(frozen=True, slots=True)
class Source:
    """What stands behind FROM for a relation, and the types of its columns by name."""

    table: str
    types: dict[str, str]
    label: str

    def find(self, name: str) -> str | None:
        """Return a column's name as the source spells it."""
        if name in self.types:
            return name
        folded = [own for own in self.types if own.casefold() == name.casefold()]
        return folded[0] if len(folded) == 1 else None


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A canonical column, or a dimension, and the source's column behind it."""

    name: str
    type: ColumnType
    own: str
    own_type: str


class Sources:
    """Opens sources; CSV files are read once into a temporary table."""

    def __init__(self, database: Database, files: tuple[tuple[str, Path], ...]) -> None:
        """Keep the connection and the declared files."""
        self._database = database
        self._files = dict(files)
        self._loaded: dict[str, str] = {}

    def open(self, mapping: RelationMapping) -> Source:
        """Return the source of a mapping with the names and types of its columns.

        Raises: ContractError if it is not there, DefinitionError for a SELECT the guard refuses.
        """
        where = place_of(mapping)
        if mapping.select:
            tree = guard_select(mapping.select, self._database.dialect.name, where)
            table, label = f"({self._with_files(tree, where)})", "the SELECT"
        else:
            table, label = self._named(mapping.table, where), mapping.table
        look = f"SELECT * FROM {table} AS src LIMIT 0"  # noqa: S608 quoted or guarded
        sql, _ = self._database.dialect.finish(look)
        found = self._columns(Statement(sql), where, label)
        return Source(table, dict(zip(found.names, found.types, strict=True)), label)

    def _columns(self, statement: Statement, where: str, label: str) -> Rows:
        try:
            return self._database.run(statement, where=where)
        except ContractError as error:
            self._database.require_connection()
            raise ContractError(
                f"{label} cannot be read",
                where=where,
                expected="a table, view or SELECT that the user of the url may read",
                got=error.got,
                next_step=error.next_step or "check spelling, schema and permissions",
            ) from None

    def _named(self, name: str, where: str) -> str:
        if name in self._files:
            return self._file(name, where)
        parts = name.split(".")
        if not all(_TABLE_PART.fullmatch(part) for part in parts) or len(parts) > 3:
            raise ConfigError(
                "this is no table name",
                where=where,
                expected="table, schema.table or a name under [warehouse.files]",
                got=name,
            )
        return ".".join(quoted(part) for part in parts)

    def _file(self, name: str, where: str) -> str:
        path = self._files[name]
        literal = text_literal(str(path))
        suffixes = "".join(path.suffixes[-2:]).lower()
        if suffixes.endswith((".parquet", ".pq")):
            return f"read_parquet({literal})"
        if not suffixes.endswith((".csv", ".tsv", ".csv.gz", ".tsv.gz")):
            raise ConfigError("only Parquet and CSV files can be read", where=where, got=path.name)
        if name not in self._loaded:
            table = quoted(f"file_{name}")
            read = f"SELECT * FROM read_csv({literal}, sample_size = -1)"  # noqa: S608 declared path
            self._database.run(Statement(f"CREATE TEMP TABLE {table} AS {read}"), where=where)
            self._loaded[name] = table
        return self._loaded[name]

    def _with_files(self, tree: exp.Query, where: str) -> str:
        for table in list(tables_of(tree)):
            if table.name in self._files and not table.db:
                behind = sqlglot.parse_one(
                    f"SELECT * FROM {self._file(table.name, where)}",  # noqa: S608 declared path
                    dialect="duckdb",
                ).find(exp.Table)
                alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
                table.set("this", behind.this if behind else None)
                table.set("alias", alias)
            elif any(not _TABLE_PART.fullmatch(part.name) for part in table.parts):
                raise DefinitionError(f"{table.name!r} is no table name", where=where)
        return tree.sql(self._database.dialect.name, comments=False)


def place_of(mapping: RelationMapping) -> str:
    """Name a mapping for messages."""
    return mapping.source or f"review.toml, relation {mapping.relation}"


def map_columns(mapping: RelationMapping, source: Source) -> tuple[SourceColumn, ...]:
    """Return the columns a relation exposes: canonical ones, renamed ones, dimensions.

    Raises: ContractError for a column that is required, or named, and not there.
    """
    canonical = CANONICAL.get(mapping.relation)
    renames = dict(mapping.columns)
    declared = canonical.columns if canonical else ()
    names = {column.name for column in declared}
    extra = [name for name in renames if name not in names]
    if not canonical:
        taken = {own.casefold() for own in renames.values()}
        extra += [own for own in source.types if own.casefold() not in taken and own not in extra]
    wanted = [*declared, *(RelationColumn(name, _guessed(name)) for name in extra)]
    found = [_column(mapping, source, column, renames.get(column.name)) for column in wanted]
    columns = {column.name: column for column in found if column}
    for name, own in mapping.dimensions:
        column = _column(mapping, source, RelationColumn(name, "any"), own)
        if column and name not in columns:
            columns[name] = column
    return tuple(columns.values())


def _column(
    mapping: RelationMapping, source: Source, column: RelationColumn, rename: str | None
) -> SourceColumn | None:
    own = source.find(rename or column.name)
    if own is not None:
        return SourceColumn(column.name, column.type, own, source.types[own])
    if not rename and not column.required:
        return None
    raise ContractError(
        f"{mapping.relation}.{column.name}: {source.label} has no column {rename or column.name}",
        where=place_of(mapping),
        got=", ".join(source.types),
        next_step=f'map it under columns: {column.name} = "..."',
    )


def _guessed(name: str) -> ColumnType:
    """Return the type of a column that no canonical relation has, by its name."""
    if name in {"day", "observed_on"}:
        return "day"
    return "instant" if name == "occurred_at" else "any"


def exposed(database: Database, column: SourceColumn) -> str:
    """Return the expression that a canonical column stands for."""
    dialect, own = database.dialect, f"src.{quoted(column.own)}"
    if column.type == "money":
        exact = column.own_type.startswith(("DECIMAL", "NUMERIC")) or "INT" in column.own_type
        return own if exact else dialect.money(own, _PLACES.get(column.name, _DEFAULT_PLACES))
    if column.name in _CLASSES and column.own_type == "BOOLEAN":
        return f"CAST({own} AS INTEGER)"
    if column.type == "boolean" and column.own_type != "BOOLEAN":
        return dialect.truth(own)
    texts = column.own_type.startswith(_TEXT) or not column.own_type
    return dialect.text(own) if column.type == "text" and not texts else own
