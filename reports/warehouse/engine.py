"""Connections to the user's data: read-only, with timeouts, and closed to everything else."""

import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, SAWarning, SQLAlchemyError

from reports.errors import ConfigError, ContractError
from reports.values.workspace import WarehouseSource
from reports.warehouse.dialect import DIALECTS, Dialect, text_literal
from reports.warehouse.functions import complete_functions
from reports.warehouse.statement import Statement

_WHERE = "review.toml, [warehouse] url"
_T = TypeVar("_T")
_STEPS_BETWEEN_LOOKS = 20_000
_POSTGRES_TYPES = {
    16: "BOOLEAN", 20: "BIGINT", 21: "SMALLINT", 23: "INTEGER", 25: "TEXT", 700: "FLOAT",
    701: "DOUBLE", 1042: "TEXT", 1043: "TEXT", 1082: "DATE", 1114: "TIMESTAMP",
    1184: "TIMESTAMP WITH TIME ZONE", 1700: "DECIMAL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """A result: names of its columns, their types where the engine tells, and its rows."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class Database:
    """One read-only connection to a warehouse."""

    def __init__(self, source: WarehouseSource) -> None:
        """Connect and close the doors that queries do not need.

        Raises: ConfigError for a wrong URL or file entry, ContractError if the engine refuses.
        """
        self._source = source
        self._url = _parsed(source)
        self.dialect: Dialect = DIALECTS[self._url.get_backend_name()]
        self._secret = str(self._url.password or "")
        self._lost = ""
        # Where DuckDB puts what does not fit into its memory.
        self._spill = TemporaryDirectory(prefix="product-review-", ignore_cleanup_errors=True)
        self._engine = self._reporting(self._made)
        self._connection = self._reporting(self._engine.connect)
        self._reporting(self._secure)

    def run(self, statement: Statement, *, where: str) -> Rows:
        """Execute one statement and fetch everything.

        Raises: ContractError with the engine's own words, or when it takes too long.
        """
        with self._answering(where):
            result = self._connection.exec_driver_sql(statement.sql, dict(statement.parameters))
            names = tuple(result.keys())
            types = tuple(_type_name(entry[1]) for entry in result.cursor.description)
            return Rows(names, types, tuple(result.cursor.fetchall()))

    def require_connection(self) -> None:
        """See that no statement failed because the server went away.

        Raises: ContractError if the connection was lost, also if there is a new one by now.
        """
        if self._lost:
            raise ContractError(
                "the connection to the warehouse was lost",
                where=_WHERE,
                got=self._lost,
                next_step="run again when the server answers; nothing was published",
            )

    def inspect(self, look: Callable[[sa.Inspector], _T], *, where: str) -> _T:
        """Look at the engine's catalogue; types it does not know are no matter.

        Raises: ContractError as `run` does.
        """
        with self._answering(where), warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            return look(sa.inspect(self._connection))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._engine.dispose()
        self._spill.cleanup()

    @contextmanager
    def _answering(self, where: str) -> Iterator[None]:
        """Limit the time of a block, and end its transaction."""
        started = time.monotonic()
        try:
            with self._deadline():
                yield
            self._connection.commit()
        except (SQLAlchemyError, sqlite3.Error, RuntimeError, OverflowError) as error:
            # DuckDB answers nothing more in a transaction that has failed.
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                self._lost = self._words(error)
            self._connection.rollback()
            raise self._refusal(error, where, time.monotonic() - started) from None

    def _refusal(self, error: Exception, where: str, passed_s: float) -> ContractError:
        limit_s = self._source.statement_timeout_s
        if passed_s >= limit_s:
            return ContractError(
                f"the statement took longer than {limit_s} s",
                where=where,
                next_step="raise statement_timeout_s in [warehouse], or look at the query's plan",
            )
        return ContractError(
            "the warehouse refused the statement", where=where, got=self._words(error)
        )

    def _words(self, error: Exception) -> str:
        """Return the first line of an engine's message, without the password."""
        original = error.orig if isinstance(error, DBAPIError) and error.orig else error
        line = next((text.strip() for text in str(original).splitlines() if text.strip()), "")
        line = line or type(original).__name__
        return line.replace(self._secret, "***") if self._secret else line

    def _reporting(self, step: Callable[[], _T]) -> _T:
        """Do a step of connecting; say what went wrong in words a user can act on."""
        try:
            return step()
        except (SQLAlchemyError, sqlite3.Error, OSError, RuntimeError) as error:
            words = self._words(error)
            locked = "lock" in words.lower()
            raise ContractError(
                "the database is locked by another program" if locked else "cannot connect",
                where=_WHERE,
                got=words,
                next_step="close the program that writes to it, or point the url at a copy"
                if locked
                else "check host, port, user, password and that the server is running"
                if self.dialect.name == "postgres"
                else f"check that the file is a database of {self.dialect.name}",
            ) from None

    def _made(self) -> sa.Engine:
        options: dict[str, Any] = {"poolclass": sa.pool.NullPool, "isolation_level": "AUTOCOMMIT"}
        if self.dialect.name == "postgres":
            settings = {
                "default_transaction_read_only": "on",
                "statement_timeout": f"{self._source.statement_timeout_s * 1000}",
                "TimeZone": "UTC",
            }
            arguments = {
                "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
                "connect_timeout": self._source.connect_timeout_s,
                "application_name": "product-review",
            }
            url = self._url.set(drivername="postgresql+psycopg")
            return sa.create_engine(url, connect_args=arguments, **options)
        if self.dialect.name == "sqlite":
            return sa.create_engine("sqlite://", creator=self._open_sqlite, **options)
        path = _file_of(self._url)
        arguments = {"read_only": path is not None}
        return sa.create_engine(
            f"duckdb:///{path or ':memory:'}", connect_args=arguments, poolclass=sa.pool.NullPool
        )

    def _open_sqlite(self) -> sqlite3.Connection:
        path = quote(str(_file_of(self._url)))
        connection = sqlite3.connect(
            f"file:{path}?mode=ro",
            uri=True,
            check_same_thread=False,
            timeout=self._source.connect_timeout_s,
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        return connection

    def _secure(self) -> None:
        """Complete SQLite; limit DuckDB to its database and the declared files, for good."""
        if self.dialect.name == "sqlite":
            raw: Any = self._connection.connection.driver_connection
            complete_functions(raw)
        if self.dialect.name != "duckdb":
            return
        run = self._connection.exec_driver_sql
        if run("SELECT current_setting('lock_configuration')").scalar():
            return
        paths = ", ".join(text_literal(str(path)) for _, path in self._source.files)
        for setting in (
            "TimeZone = 'UTC'",
            "enable_progress_bar = false",
            f"memory_limit = '{self._source.memory_mb}MiB'",
            f"temp_directory = {text_literal(self._spill.name)}",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            f"allowed_paths = [{paths}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            run(f"SET {setting}")
        self._connection.commit()

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        """Interrupt engines that have no statement timeout of their own."""
        limit_s = self._source.statement_timeout_s
        raw: Any = self._connection.connection.driver_connection
        if self.dialect.name == "sqlite":
            end = time.monotonic() + limit_s
            raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
            yield
            return
        if self.dialect.name == "postgres":
            yield
            return
        timer = threading.Timer(limit_s, raw.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _parsed(source: WarehouseSource) -> sa.URL:
    """Read the URL and look for what it points at.

    Raises: ConfigError if it cannot be read, ContractError if its file is not there.
    """
    try:
        url = sa.make_url(source.url or "duckdb:///:memory:")
    except (ArgumentError, ValueError):
        raise ConfigError(
            "the url cannot be read",
            where=_WHERE,
            expected="duckdb:///file.duckdb, sqlite:///file.db or postgresql://user@host/database",
            got=f"{len(source.url)} characters, not shown because a url may hold a password",
        ) from None
    if url.get_backend_name() not in DIALECTS:
        raise ConfigError(
            f"engine {url.get_backend_name()!r} is not supported",
            where=_WHERE,
            expected="duckdb, sqlite or postgresql",
        )
    path = _file_of(url)
    if path is not None and not path.is_file():
        raise ContractError(
            "the database file is not there",
            where=_WHERE,
            got=str(path),
            next_step="check the path, and that the job that writes the file has run",
        )
    _check_files(source, url)
    return url


def _check_files(source: WarehouseSource, url: sa.URL) -> None:
    for name, path in source.files:
        where = f"review.toml, [warehouse.files] {name}"
        if url.get_backend_name() != "duckdb":
            raise ConfigError("files need DuckDB", where=where, next_step="use a duckdb url")
        if any(sign in str(path) for sign in "*?[]{}'"):
            raise ConfigError("a file entry names exactly one file", where=where, got=str(path))
        if not path.is_file():
            raise ContractError("the file is not there", where=where, got=str(path))


def _file_of(url: sa.URL) -> Path | None:
    """Return the database file of an embedded engine, or nothing for memory and servers."""
    embedded = url.get_backend_name() in {"duckdb", "sqlite"}
    if not embedded or (url.database in {None, "", ":memory:"}):
        if url.get_backend_name() == "sqlite":
            raise ConfigError("SQLite needs a file", where=_WHERE, expected="sqlite:///file.db")
        return None
    return Path(str(url.database))


def _type_name(code: object) -> str:
    """Name a column's type as the driver tells it; empty where it does not."""
    if isinstance(code, int):
        return _POSTGRES_TYPES.get(code, "OTHER")
    return str(code).upper() if code is not None else ""
