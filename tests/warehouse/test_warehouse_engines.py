"""Connections are read-only, bounded in time, and say clearly why they fail."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import databases
import duckdb
import pytest

from reports.errors import ConfigError, ContractError, ReportError
from reports.values.calendar import Calendar
from reports.values.query import Query
from reports.values.relation import RelationMapping
from reports.values.workspace import WarehouseSource
from reports.warehouse import Statement, Warehouse
from reports.warehouse.engine import Database

ROWS = [{"user_id": "a", "occurred_at": "2026-11-10T10:00:00Z", "name": "used"}]
COUNT = Query(
    "sample",
    "total",
    "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events GROUP BY period, segment",
    ("events",),
)
SLOW = (
    "WITH RECURSIVE k(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM k WHERE x < 100000000) "
    "SELECT COUNT(*) FROM k"
)


@pytest.fixture
def source(engine: str, engine_url: str, tmp_path: Path) -> WarehouseSource:
    """Return a database with one event."""
    return databases.load(engine, {"events": ROWS}, folder=tmp_path, postgres_url=engine_url)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM events",
        "INSERT INTO events VALUES ('b', NULL, 'x')",
        "CREATE TABLE other (x INTEGER)",
        "DROP TABLE events",
    ],
)
def test_connections_cannot_write(source: WarehouseSource, sql: str) -> None:
    """Even without the guard, an engine refuses every write."""
    database = Database(source)

    with pytest.raises(ContractError):
        database.run(Statement(sql), where="test")
    rows = database.run(Statement("SELECT COUNT(*) FROM events"), where="test").rows
    database.close()

    assert ((1,),) == rows


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH '/tmp/other.duckdb' AS other",
        "COPY (SELECT 1) TO '/tmp/stolen.csv'",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "INSTALL httpfs",
        "LOAD sqlite",
    ],
)
def test_duckdb_reaches_nothing_else(tmp_path: Path, sql: str) -> None:
    """DuckDB is closed beyond the declared files, and stays so."""
    database = Database(databases.load("duckdb", {"events": ROWS}, folder=tmp_path))

    with pytest.raises(ContractError):
        database.run(Statement(sql), where="test")
    database.close()


def test_statements_end_in_time(source: WarehouseSource) -> None:
    """A statement that takes too long is ended with a message."""
    database = Database(replace(source, statement_timeout_s=1))

    with pytest.raises(ContractError, match="longer than 1 s"):
        database.run(Statement(SLOW), where="test")
    database.close()


@pytest.mark.parametrize(
    ("url", "kind", "message"),
    [
        ("duckdb:////nowhere/x.duckdb", ContractError, "file is not there"),
        ("sqlite:////nowhere/x.db", ContractError, "file is not there"),
        ("sqlite://", ConfigError, "needs a file"),
        ("mysql://root:hunter2@localhost/x", ConfigError, "not supported"),
        ("no url: hunter2", ConfigError, "cannot be read"),
        ("postgresql://me:hunter2@127.0.0.1:1/x", ContractError, "cannot connect"),
        ("postgresql+psycopg://me:hunter2@/x?host=/nowhere", ContractError, "cannot connect"),
    ],
)
def test_connection_failures_are_sentences_without_secrets(
    url: str, kind: type[ReportError], message: str
) -> None:
    """What cannot be opened is named, passwords are not."""
    with pytest.raises(kind, match=message) as caught:
        Database(WarehouseSource(url, connect_timeout_s=2))

    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A file of another kind is refused with a message."""
    path = tmp_path / "notes.db"
    path.write_text("not a database, but long enough to be looked at as one" * 20)

    for engine in ("duckdb", "sqlite"):
        with pytest.raises(ContractError, match="cannot connect"):
            Database(WarehouseSource(f"{engine}:///{path}"))


def test_a_file_that_another_program_writes(tmp_path: Path) -> None:
    """A DuckDB file held by a writer is said to be locked."""
    source = databases.load("duckdb", {"events": ROWS}, folder=tmp_path)
    path = source.url.removeprefix("duckdb:///")
    code = f"import duckdb, sys; c = duckdb.connect({path!r}); print('up', flush=True); input()"
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        with pytest.raises(ContractError, match="locked by another program"):
            Database(source)
    finally:
        writer.communicate("\n")


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_declared_files_are_relations(tmp_path: Path, suffix: str) -> None:
    """A Parquet or CSV file is a table, also inside a SELECT; no database is needed."""
    path = tmp_path / f"events.{suffix}"
    duckdb.execute(
        "COPY (SELECT 'a' AS user_id, TIMESTAMPTZ '2026-11-10 10:00:00+00' AS occurred_at, "
        f"'used' AS name) TO '{path}'"
    )
    source = WarehouseSource("duckdb://", files=(("events", path),))
    week = Calendar().week("2026-W46")
    mappings = (
        RelationMapping("events", table="events"),
        RelationMapping("events", select="SELECT * FROM events AS e WHERE e.name = 'used'"),
    )
    for mapping in mappings:
        product = databases.with_mapping(databases.product_of({}), mapping)
        with Warehouse(source, product) as warehouse:
            assert (1,) == warehouse.extract(COUNT, [week]).n


@pytest.mark.parametrize(
    ("entry", "message"),
    [("*.csv", "exactly one file"), ("gone.csv", "file is not there")],
)
def test_file_entries_name_one_file(tmp_path: Path, entry: str, message: str) -> None:
    """Patterns and missing files are refused."""
    with pytest.raises(ReportError, match=message):
        Database(WarehouseSource("duckdb://", files=(("events", tmp_path / entry),)))


def test_a_failing_query_does_not_stop_the_next(source: WarehouseSource) -> None:
    """After an engine's error the same connection goes on."""
    week = Calendar().week("2026-W46")
    broken = replace(COUNT, sql=COUNT.sql.replace("COUNT(*) AS value", "LAG(n, n, n, n) AS value"))
    nested = replace(COUNT, sql=COUNT.sql.replace("COUNT(*) AS value", "SUM(SUM(day)) AS value"))
    product = databases.product_of({"events": ROWS})
    with Warehouse(source, product) as warehouse:
        for query in (broken, nested):
            with pytest.raises(ReportError):
                warehouse.extract(query, [week])

        assert (1,) == warehouse.extract(COUNT, [week]).n


def test_duckdb_keeps_to_its_memory_and_puts_the_rest_on_disk():
    """Ten million groups fit into 128 MiB; nothing stays on disk afterwards."""
    database = Database(WarehouseSource("duckdb:///:memory:", memory_mb=128))
    spilled = Path(database.run(_setting("temp_directory"), where="test").rows[0][0])
    limit = database.run(_setting("memory_limit"), where="test").rows[0][0]
    text = "SELECT COUNT(*) FROM (SELECT DISTINCT hash(i) FROM range(10000000) t(i))"
    found = database.run(Statement(text, {}), where="test").rows
    database.close()

    assert "128.0 MiB" == limit
    assert ((10_000_000,),) == found
    assert not spilled.exists()


def _setting(name: str) -> Statement:
    return Statement(f"SELECT current_setting('{name}')", {})
