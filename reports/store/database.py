"""Open the store's database: SQLite in the workspace, PostgreSQL for teams."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from reports.errors import ArchiveError
from reports.store.refusals import refusal

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_WAL_RETRY_S = 0.02


class Database:
    """Transactions on one database; every failure comes out as an ArchiveError."""

    def __init__(self, engine: Engine, place: str) -> None:
        """Keep the engine; `place` names the database without its secrets."""
        self.place = place
        self._engine = engine
        self._writer = engine.execution_options(writing=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._refusing(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; on SQLite it waits its turn at the start."""
        with self._refusing(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise refusal(error, self.place) from error


def open_database(url: str, *, wait_ms: int = 30_000) -> Database:
    """Return the database at a URL; nothing is connected before its first transaction.

    Units: `wait_ms` is how long a statement waits for another process's lock.
    Raises: ArchiveError when the URL is not one of SQLite or PostgreSQL.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        engine, prepare = _sqlite(parsed), _prepare_sqlite(wait_ms)
    else:
        engine, prepare = _postgresql(parsed), _prepare_postgresql(wait_ms)
    event.listen(engine, "connect", prepare)
    return Database(engine, _place(parsed))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        driver = _DRIVERS[parsed.get_backend_name()]
    except (ArgumentError, KeyError, ValueError):
        # The text of a URL may hold a password, so neither it nor its error is shown.
        raise ArchiveError(
            "the ledger's URL is of no known kind",
            expected="sqlite:///ledger.db or postgresql://user@host/database",
            next_step="correct the ledger's url in review.toml",
        ) from None
    return parsed.set(drivername=driver)


def _place(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return f"ledger {url.database or 'in memory'}"
    return f"ledger {url.host or 'localhost'}/{url.database or ''}"


def _postgresql(url: URL) -> Engine:
    arguments = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
    return create_engine(url, pool_pre_ping=True, connect_args=arguments)


def _sqlite(url: URL) -> Engine:
    if url.database in {None, "", ":memory:"}:
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _make_folder(Path(str(url.database)).parent)
        engine = create_engine(url)
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            "the ledger's folder cannot be made",
            where=str(folder),
            got=error.strerror or str(error),
            next_step="name a folder that can be written to",
        ) from error


def _begin(connection: Connection) -> None:
    """Take the write lock first, because a reader that turns writer may be refused at once."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_sqlite(wait_ms: int) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's signature
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {wait_ms}")
        _use_wal(cursor, wait_ms)
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    return prepare


def _use_wal(cursor: sqlite3.Cursor, wait_ms: int) -> None:
    """Switch to write-ahead logging, which does not wait for other processes by itself."""
    deadline = time.monotonic() + wait_ms / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_WAL_RETRY_S)
        else:
            return


def _prepare_postgresql(wait_ms: int) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's signature
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {wait_ms}")
        connection.commit()

    return prepare
