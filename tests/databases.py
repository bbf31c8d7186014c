"""Small databases of the three engines, filled from plain rows."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import psycopg

from reports.values.calendar import Calendar
from reports.values.relation import CANONICAL, RelationMapping
from reports.values.workspace import Product, WarehouseSource

ENGINES = ("duckdb", "sqlite", "postgres")
TYPES = {
    "duckdb": {
        "text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "money": "DECIMAL(18, 6)",
        "instant": "TIMESTAMPTZ", "day": "DATE", "boolean": "BOOLEAN", "any": "VARCHAR",
    },
    "sqlite": {
        "text": "TEXT", "integer": "INTEGER", "number": "REAL", "money": "NUMERIC",
        "instant": "TEXT", "day": "TEXT", "boolean": "INTEGER", "any": "TEXT",
    },
    "postgres": {
        "text": "TEXT", "integer": "BIGINT", "number": "DOUBLE PRECISION",
        "money": "NUMERIC(18, 6)", "instant": "TIMESTAMPTZ", "day": "DATE",
        "boolean": "BOOLEAN", "any": "TEXT",
    },
}  # fmt: skip
# Tests share one server; each begins with a database in which nothing is left of the others.
EMPTY_POSTGRES = r"""
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT nspname FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
  LOOP EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;
END $$;
CREATE SCHEMA public;
"""
Tables = Mapping[str, Sequence[Mapping[str, object]]]


def load(engine: str, tables: Tables, *, folder: Path, postgres_url: str = "") -> WarehouseSource:
    """Create one table per relation, with the canonical types, and return where they lie.

    Columns that no canonical relation has get a type by their first value; they are dimensions.
    """
    statements = [
        statement for name, rows in tables.items() for statement in _fill(engine, name, rows)
    ]
    return run(engine, statements, folder=folder, postgres_url=postgres_url)


def run(
    engine: str,
    statements: Iterable[tuple[str, Sequence[Sequence[object]]]],
    *,
    folder: Path,
    postgres_url: str = "",
) -> WarehouseSource:
    """Execute statements, each with rows for its placeholders, in a new database."""
    if engine == "postgres":
        with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute(EMPTY_POSTGRES)
            with server.cursor() as cursor:
                for sql, rows in statements:
                    if rows:
                        cursor.executemany(sql.replace("?", "%s"), rows)
                    else:
                        cursor.execute(sql)
        return WarehouseSource(postgres_url)
    path = folder / f"{engine}.db"
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path)) if engine == "duckdb" else sqlite3.connect(path)
    for sql, rows in statements:
        if rows:
            connection.executemany(sql, rows)
        else:
            connection.execute(sql)
    connection.commit()
    connection.close()
    return WarehouseSource(f"{engine}:///{path}")


def product_of(
    tables: Tables, *, calendar: Calendar | None = None, **parameters: object
) -> Product:
    """Return a product whose relations are the tables of the same names."""
    mappings = {
        name: RelationMapping(name, table=name, dimensions=_dimensions(name, rows))
        for name, rows in tables.items()
    }
    calendar = calendar or Calendar()
    return Product("sample", "Sample", calendar, mappings, parameters=parameters)


def with_mapping(product: Product, mapping: RelationMapping) -> Product:
    """Return a product with one mapping put in or exchanged."""
    return replace(product, relations={**product.relations, mapping.relation: mapping})


def _fill(
    engine: str, name: str, rows: Sequence[Mapping[str, object]]
) -> list[tuple[str, Sequence[Sequence[object]]]]:
    kinds = _kinds(name, rows)
    columns = ", ".join(f'"{column}" {TYPES[engine][kind]}' for column, kind in kinds.items())
    marks = ", ".join("?" for _ in kinds)
    values = [tuple(row.get(column) for column in kinds) for row in rows]
    filled = [(f'INSERT INTO "{name}" VALUES ({marks})', values)] if values else []
    return [(f'CREATE TABLE "{name}" ({columns})', ()), *filled]


def _kinds(name: str, rows: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Return the columns that rows have, and their kinds."""
    canonical = CANONICAL.get(name)
    known = {column.name: column for column in canonical.columns} if canonical else {}
    given = dict.fromkeys(column for row in rows for column in row)
    needed = [column.name for column in known.values() if column.required]
    names = dict.fromkeys([*needed, *given])
    return {
        column: _guess(column, rows)
        if column not in known or known[column].type == "any"
        else known[column].type
        for column in names
    }


def _guess(column: str, rows: Sequence[Mapping[str, object]]) -> str:
    if column.endswith("_at"):
        return "instant"
    if column == "day":
        return "day"
    value = next((row[column] for row in rows if row.get(column) is not None), "")
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "number" if isinstance(value, float) else "text"


def _dimensions(name: str, rows: Sequence[Mapping[str, object]]) -> tuple[tuple[str, str], ...]:
    canonical = CANONICAL.get(name)
    if not canonical:
        return ()
    known = {column.name for column in canonical.columns}
    given = dict.fromkeys(column for row in rows for column in row)
    return tuple((column, column) for column in given if column not in known)
