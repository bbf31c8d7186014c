"""What a look at a database sees, on each engine."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import databases
import duckdb
import psycopg
import pytest

from reports.errors import ContractError
from reports.values.schema import ColumnInfo, Schema, TableInfo
from reports.values.workspace import WarehouseSource
from reports.warehouse.reflection import read_schema

INSTANT = {"duckdb": "TIMESTAMPTZ", "postgres": "TIMESTAMPTZ", "sqlite": "TEXT"}
TEXTS = {"duckdb": "VARCHAR", "postgres": "TEXT", "sqlite": "TEXT"}


def table_of(schema: Schema, name: str) -> TableInfo:
    """Return one table."""
    return next(table for table in schema.tables if table.name == name)


def columns_of(schema: Schema, name: str) -> dict[str, ColumnInfo]:
    """Return the columns of one table."""
    return {column.name: column for column in table_of(schema, name).columns}


@pytest.fixture
def look(engine, engine_url, tmp_path):
    """Return what runs statements in a new database and looks at it."""
    if engine_url:
        with psycopg.connect(engine_url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute("DROP SCHEMA IF EXISTS telemetry CASCADE")

    def run(*statements: str | tuple[str, list]) -> Schema:
        pairs = [each if isinstance(each, tuple) else (each, ()) for each in statements]
        source = databases.run(engine, pairs, folder=tmp_path, postgres_url=engine_url)
        return read_schema(source)

    return run


@pytest.fixture
def calls(engine, look):
    """Return a look at two tables and a view."""
    rows = [
        (k, f"u{k % 3}", f"2026-11-{1 + k % 9:02d}T08:00:00+00:00", k % 2 == 0, "ok", f"said {k}")
        for k in range(20)
    ]
    return look(
        "CREATE TABLE people (pid VARCHAR(9) PRIMARY KEY)",
        f"""CREATE TABLE "modelCalls" (nr INTEGER PRIMARY KEY, who VARCHAR(9) REFERENCES
        people (pid), called {INSTANT[engine]}, good BOOLEAN, state {TEXTS[engine]},
        wording {TEXTS[engine]})""",
        ("INSERT INTO people VALUES (?)", [("u0",), ("u1",), ("u2",)]),
        ('INSERT INTO "modelCalls" VALUES (?, ?, ?, ?, ?, ?)', rows),
        'CREATE VIEW good_calls AS SELECT * FROM "modelCalls" WHERE good',
    )


def test_tables_and_views_are_seen_with_rows(calls):
    """Every table and view is there, with its rows and whether it is a view."""
    assert {("modelCalls", False, 20), ("good_calls", True, 10), ("people", False, 3)} == {
        (table.name, table.is_view, table.rows) for table in calls.tables
    }


def test_columns_have_kinds_keys_and_references(calls, engine):
    """Times with a zone, truth values, keys and foreign keys are told on every engine."""
    seen = columns_of(calls, "modelCalls")

    assert ("instant_text" if engine == "sqlite" else "instant") == seen["called"].kind
    assert ("integer", "boolean", "text") == tuple(
        seen[name].kind for name in ("nr", "good", "state")
    )
    assert seen["nr"].key
    assert "people.pid" == seen["who"].references


def test_values_are_kept_only_where_they_repeat(calls):
    """Categories are shown with their values; what people wrote is only counted."""
    seen = columns_of(calls, "modelCalls")

    assert ("ok",) == seen["state"].values
    assert {"u0", "u1", "u2"} == set(seen["who"].values)
    assert (20, ()) == (seen["wording"].distinct, seen["wording"].values)


def test_texts_that_are_times_are_told(look, engine):
    """Times stored as text are recognised, with or without a zone."""
    rows = [("2026-11-09 10:00:00", "2026-11-09", "2026-11-09T10:00:00Z", "later")]
    seen = columns_of(
        look(
            f"CREATE TABLE t (a {TEXTS[engine]}, b {TEXTS[engine]}, c {TEXTS[engine]}, "
            f"d {TEXTS[engine]})",
            ("INSERT INTO t VALUES (?, ?, ?, ?)", rows),
        ),
        "t",
    )

    assert ["naive_text", "date_text", "instant_text", "text"] == [
        column.kind for column in seen.values()
    ]


def test_large_tables_are_only_sampled(look):
    """At most a thousand rows are read, and the rows are counted or estimated."""
    seen = look(
        "CREATE TABLE few (n INTEGER)",
        ("INSERT INTO few VALUES (?)", [(k,) for k in range(40)]),
        "CREATE TABLE t AS SELECT a.n FROM few AS a CROSS JOIN few AS b",
    )
    table = table_of(seen, "t")

    assert (1000, 1600) == (table.sampled, table.rows)


def test_names_that_no_mapping_can_hold_are_left_out(look):
    """A name with quotes or dots is no part of the look, and does no harm to it."""
    seen = look('CREATE TABLE "a.b" (x INTEGER)', 'CREATE TABLE t (x INTEGER, "y""; z" INTEGER)')

    assert ["x"] == list(columns_of(seen, "t"))
    assert ["t"] == [table.name for table in seen.tables]
    assert any("names" in note for note in seen.notes)


def test_looking_changes_nothing(calls, engine, tmp_path, engine_url):
    """A second look sees the same."""
    source = WarehouseSource(engine_url or f"{engine}:///{tmp_path / f'{engine}.db'}")

    assert calls.tables == read_schema(source).tables


def test_broken_view_is_noted(tmp_path: Path):
    """A view over a table that is gone does not stop the look."""
    path = tmp_path / "broken.db"
    with sqlite3.connect(path) as database:
        database.executescript("CREATE TABLE t (x); CREATE VIEW v AS SELECT y FROM gone;")
    database.close()
    seen = read_schema(WarehouseSource(f"sqlite:///{path}"))

    assert ["t"] == [table.name for table in seen.tables]
    assert "v could not be looked at" in seen.notes[0]


def test_slow_view_is_not_sampled(tmp_path: Path):
    """A view that takes too long is kept with its columns, and noted."""
    path = tmp_path / "slow.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute(
            "CREATE VIEW v AS SELECT SUM(a.range * b.range) AS total "
            "FROM range(3000000) a, range(300000) b"
        )
    source = replace(WarehouseSource(f"duckdb:///{path}"), statement_timeout_s=1)
    seen = read_schema(source)

    assert ["total"] == list(columns_of(seen, "v"))
    assert "v was not sampled" in seen.notes[0]


def test_postgres_schemas_partitions_and_rights(postgres_url):
    """Schemas are named, partitions count as their parent, and forbidden tables are not there."""
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(databases.EMPTY_POSTGRES)
        server.execute("""
            CREATE SCHEMA telemetry;
            CREATE TABLE telemetry.log (at TIMESTAMPTZ, note TEXT) PARTITION BY RANGE (at);
            CREATE TABLE telemetry.log_2026 PARTITION OF telemetry.log
              FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            INSERT INTO telemetry.log VALUES ('2026-05-01', 'x');
            CREATE MATERIALIZED VIEW telemetry.daily AS SELECT COUNT(*) AS n FROM telemetry.log;
            CREATE TABLE secret (x INTEGER);
            CREATE TABLE odd (at TIMESTAMP, span INTERVAL, place POINT, doc JSONB);
            INSERT INTO odd VALUES ('infinity', '1 day', '(1,2)', '{}');
            DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN;
            GRANT USAGE ON SCHEMA telemetry, public TO looker;
            GRANT SELECT ON telemetry.log, telemetry.daily, odd TO looker;
        """)
    seen = read_schema(WarehouseSource(postgres_url.replace("postgres:@", "looker:@")))

    assert ["odd", "telemetry.daily", "telemetry.log"] == [table.name for table in seen.tables]
    assert [1, 1, 1] == [table.rows for table in seen.tables]
    assert ["naive", "other", "other", "other"] == [
        c.kind for c in columns_of(seen, "odd").values()
    ]
    assert () == seen.notes


def test_missing_file_is_refused(tmp_path: Path):
    """A database that is not there is told as everywhere else."""
    with pytest.raises(ContractError, match="not there"):
        read_schema(WarehouseSource(f"duckdb:///{tmp_path / 'none.duckdb'}"))
