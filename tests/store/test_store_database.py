"""Opening, migrating and failing: the database of the store."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from reports.errors import ArchiveError
from reports.store import open_store
from reports.store.database import open_database
from reports.store.migrations import migrate
from reports.store.schema import METADATA
from reports.store.steps import STEPS, Step

_OPEN = """
import sys
from reports.store import open_store
sys.stdin.read(1)
open_store(sys.argv[1]).close()
"""


def _steps_seen(url: str) -> list[int]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT number FROM schema_version ORDER BY number")
        numbers = [row[0] for row in rows]
    engine.dispose()
    return numbers


def test_two_processes_may_open_a_new_ledger_at_once(store_url):
    """Both succeed, and every migration runs once."""
    command = [sys.executable, "-c", _OPEN, store_url]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(2)]
    for process in both:
        process.stdin.write(b"x")
        process.stdin.close()

    assert [process.wait(timeout=30) for process in both] == [0, 0]
    assert _steps_seen(store_url) == list(range(1, len(STEPS) + 1))


def test_the_migrations_end_in_the_declared_tables(store_url):
    """Tables and columns in the database are those the code asks for, in the same order."""
    open_store(store_url).close()
    engine = create_engine(store_url)
    seen = inspect(engine)
    found = {
        name: [(column["name"], column["nullable"]) for column in seen.get_columns(name)]
        for name in seen.get_table_names()
        if not name.startswith("sqlite_")
    }
    keys = {name: seen.get_pk_constraint(name)["constrained_columns"] for name in found}
    engine.dispose()
    tables = METADATA.tables.values()

    declared = {table.name: [(c.name, c.nullable) for c in table.columns] for table in tables}
    found["schema_version"] = declared["schema_version"]
    for name in ("series", "reviews", "deliveries"):
        found[name] = [("id", False), *found[name][1:]]
    assert found == declared
    assert keys == {table.name: [c.name for c in table.primary_key] for table in tables}


def test_a_later_step_runs_on_an_older_ledger_and_only_once(store_url):
    """An old ledger is brought up to date without touching what it holds."""
    database = open_database(store_url)
    migrate(database, STEPS[:1])
    more = (*STEPS, Step("more", ("CREATE TABLE more (id {id})",)))
    migrate(database, more)
    migrate(database, more)
    database.close()

    assert _steps_seen(store_url) == list(range(1, len(more) + 1))


def test_a_failing_step_leaves_nothing_behind(store_url):
    """Migrations are all or nothing."""
    database = open_database(store_url)
    with pytest.raises(ArchiveError):
        migrate(database, (*STEPS, Step("broken", ("CREATE TABLE half (id {id})", "NONSENSE"))))
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    database.close()


def test_a_ledger_of_a_newer_version_is_refused(store_url):
    """The message names both versions and the way out."""
    database = open_database(store_url)
    migrate(database, (*STEPS, Step("newer", ())))
    database.close()
    with pytest.raises(ArchiveError) as caught:
        open_store(store_url)

    assert caught.value.got == f"schema version {len(STEPS) + 1}"
    assert "upgrade" in caught.value.next_step


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://me:hunter2@127.0.0.1:1/ledger?connect_timeout=2", "cannot be reached"),
        ("mysql://me:hunter2@host/ledger", "of no known kind"),
        ("hunter2", "of no known kind"),
        ("postgresql://me:hunter2@host:port/ledger", "of no known kind"),
    ],
)
def test_an_unusable_url_is_refused_without_its_password(url, expected):
    """The message says what is wrong and shows no secret."""
    with pytest.raises(ArchiveError, match=expected) as caught:
        open_store(url)

    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path):
    """Another file is left alone."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be looked at " * 20)
    with pytest.raises(ArchiveError, match="no ledger"):
        open_store(f"sqlite:///{path}")

    assert path.read_text().startswith("not a database")


def test_a_ledger_held_by_another_process_is_reported(tmp_path: Path):
    """After the wait, the message says who is in the way."""
    path = tmp_path / "ledger.db"
    sqlite3.connect(path).execute("PRAGMA journal_mode = WAL").connection.close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(ArchiveError, match="another process holds the ledger"):
        open_store(f"sqlite:///{path}", wait_ms=50)
    holder.close()


def test_sqlite_is_opened_for_several_processes(tmp_path: Path):
    """Readers do not wait for writers, references hold, and a writer locks at its start."""
    path = tmp_path / "new" / "ledger.db"
    database = open_database(f"sqlite:///{path}", wait_ms=700)
    with database.writing() as connection:
        names = ("journal_mode", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
        other = sqlite3.connect(path, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    database.close()

    assert found == ["wal", 1, 700]


def test_a_store_may_live_in_memory():
    """A preview needs no file."""
    with open_store("sqlite://") as store:
        assert store.ledger.reviews() == ()
