"""Bring a store's tables up to this version of the code, once, whoever comes first."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, inspect, select

from reports.errors import ArchiveError
from reports.store.database import Database
from reports.store.schema import SCHEMA_VERSION
from reports.store.steps import SPELLINGS, STEPS, Step

# Any constant will do, as long as every version of this program takes the same lock.
_ADVISORY_LOCK = 7_236_914_502

_CREATE = (
    "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name {text} NOT NULL)"
)


def migrate(database: Database, steps: Sequence[Step] = STEPS) -> None:
    """Run the steps that the database has not seen, in one transaction under a lock.

    Raises: ArchiveError when the database was written by a newer version.
    """
    with database.reading() as connection:
        if _seen(connection, database.place, steps) == len(steps):
            return
    with database.writing() as connection:
        _lock(connection)
        for number in range(_seen(connection, database.place, steps), len(steps)):
            _apply(connection, number + 1, steps[number])


def _seen(connection: Connection, place: str, steps: Sequence[Step]) -> int:
    """Return how many steps were run already."""
    if not inspect(connection).has_table(SCHEMA_VERSION.name):
        return 0
    seen = connection.scalar(select(func.max(SCHEMA_VERSION.c.number))) or 0
    if seen > len(steps):
        raise ArchiveError(
            "the ledger was written by a newer version of product-review",
            where=place,
            expected=f"schema version {len(steps)} or older",
            got=f"schema version {seen}",
            next_step="upgrade product-review; a ledger is never taken back to an older version",
        )
    return int(seen)


def _lock(connection: Connection) -> None:
    """Keep other processes out; on SQLite the transaction itself has done so."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")


def _apply(connection: Connection, number: int, step: Step) -> None:
    spelling = SPELLINGS[connection.dialect.name]
    for statement in (_CREATE, *step.statements):
        connection.exec_driver_sql(statement.format_map(spelling))
    connection.execute(insert(SCHEMA_VERSION).values(number=number, name=step.name))
