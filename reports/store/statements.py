"""Statements that the engines spell differently, or that must be quick."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say what to do on a conflict."""
    on_postgresql = connection.dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


def insert_all(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert bare tuples in the order of the table's columns."""
    if not rows:
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join(mark for _ in table.columns)
    names = ", ".join(column.name for column in table.columns)
    text = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    connection.exec_driver_sql(text, list(rows))


def fetch_tuples(
    connection: Connection, query: Executable, parameters: Mapping[str, object]
) -> Sequence[tuple[Any, ...]]:
    """Return bare tuples; named rows would cost more than many a query."""
    cursor = connection.execute(query, parameters).cursor
    return [] if cursor is None else cursor.fetchall()
