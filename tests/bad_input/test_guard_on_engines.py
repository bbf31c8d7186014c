"""The guard in front of real engines: attacks never arrive, analysis does, with equal results."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import databases
import pytest

from reports.errors import ContractError, DefinitionError
from reports.values.calendar import Calendar
from reports.values.query import Query
from reports.warehouse import Statement, Warehouse
from tests.warehouse.guard_texts import ATTACKS, HARMLESS, LEGITIMATE

WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 2)
WORDS = ("used", "buy", "buy", "it's; DELETE FROM events; --", "used")
EVENTS = [
    {
        "user_id": f"u{k % 4}" if k % 9 else None,
        "occurred_at": f"2026-11-{2 + k % 14:02}T{k % 24:02}:{k:02}:00Z",
        "name": WORDS[k % 5],
        "value": None if k % 7 == 0 else 1 + k * 3 % 11,
    }
    for k in range(40)
]
PREDICTIONS = [
    {
        "prediction_id": f"p{k}",
        "occurred_at": f"2026-11-{3 + k % 13:02}T{k % 24:02}:30:00Z",
        "model": "m",
        "user_id": f"u{k % 6}",
        "latency_ms": [0.0, 12.5, 1.02**40, 900.0, None][k % 5],
    }
    for k in range(25)
]
TABLES = {
    "events": EVENTS,
    "predictions": PREDICTIONS,
    "secrets": [{"occurred_at": "2026-11-09T00:00:00Z", "word": "hush"}],
}
# What the engine itself refuses, should a text ever get past the guard.
FORBIDDEN = {
    "duckdb": (
        *("DELETE FROM events", "CREATE TABLE x (a INT)", "COPY events TO 'x.csv'"),
        *("ATTACH 'x.db'", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access = true"),
        *("SELECT * FROM read_text('canary.csv')", "SELECT * FROM 'canary.csv'"),
        *("SELECT * FROM glob('*')", "RESET lock_configuration", "EXPORT DATABASE 'x'"),
        *("SET TimeZone = 'Asia/Tokyo'", "SELECT getenv('HOME')"),
    ),
    "sqlite": (
        *("DELETE FROM events", "CREATE TABLE x (a INT)", "CREATE TEMP TABLE x (a INT)"),
        *("ATTACH 'x.db' AS x", "VACUUM INTO 'x.db'", "SELECT load_extension('x')"),
        *("SELECT readfile('canary.csv')", "SELECT 1; DELETE FROM events"),
    ),
    "postgres": (
        *("DELETE FROM events", "CREATE TABLE x (a INT)", "SELECT * INTO x FROM events"),
        *("SELECT nextval('x')", "TRUNCATE events", "SELECT 1; DELETE FROM events"),
        *("WITH x AS (DELETE FROM events RETURNING *) SELECT * FROM x", "VACUUM FULL events"),
        *("SELECT lo_from_bytea(0, 'x')", "DROP TABLE events"),
    ),
}


@pytest.fixture(scope="module")
def warehouses(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str
) -> Iterator[Mapping[str, Warehouse]]:
    """Return a warehouse over the same rows on each engine; `secrets` is not mapped."""
    folder = tmp_path_factory.mktemp("engines")
    (folder / "canary.csv").write_text("a\n1\n")
    product = databases.product_of(
        {"events": EVENTS, "predictions": PREDICTIONS}, name="it's; DELETE FROM events; --"
    )
    with ExitStack() as stack:
        yield {
            engine: stack.enter_context(
                Warehouse(
                    databases.load(engine, TABLES, folder=folder, postgres_url=postgres_url),
                    product,
                )
            )
            for engine in databases.ENGINES
        }


def ask(sql: str) -> Query:
    """Return a query over two relations with one parameter."""
    return Query("sample", "total", sql, ("events", "predictions"), parameters=("name",))


def counts(warehouse: Warehouse) -> list[object]:
    """Return the rows of every table."""
    text = " UNION ALL ".join(f"SELECT COUNT(*) FROM {name}" for name in TABLES)
    return [row[0] for row in warehouse._database.run(Statement(text), where="test").rows]


def plain(value: object) -> object:
    """Return a value as all engines would give it."""
    if isinstance(value, float | Decimal):
        return float(f"{float(value):.9g}")
    return value


def answer(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    """Return the rows of a query, in an order of their own."""
    rows = warehouse._database.run(warehouse.compile(ask(sql), WEEKS), where=sql).rows
    return sorted((tuple(map(plain, row)) for row in rows), key=repr)


@pytest.mark.parametrize("engine", databases.ENGINES)
def test_no_attack_reaches_an_engine(
    warehouses: Mapping[str, Warehouse],
    engine: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
):
    """Every one is refused by the guard; no statement is sent, no table or file touched."""
    warehouse = warehouses[engine]
    answer(warehouse, LEGITIMATE[0])
    before = counts(warehouse)
    sent: list[Statement] = []
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.csv").write_text("a\n1\n")
    let_through = []
    with monkeypatch.context() as patch:
        patch.setattr(warehouse._database, "run", lambda statement, **_: sent.append(statement))
        for sql in ATTACKS:
            try:
                warehouse.extract(ask(sql), WEEKS)
            except DefinitionError:
                continue
            let_through.append(sql)

    assert ([], []) == (let_through, sent)
    assert len(ATTACKS) >= 200
    assert [40, 25, 1] == before == counts(warehouse)
    assert ["data.csv"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("engine", databases.ENGINES)
def test_the_engine_is_closed_as_well(
    warehouses: Mapping[str, Warehouse], engine: str, monkeypatch: pytest.MonkeyPatch
):
    """Sent past the guard, writes, files and settings are refused by the connection itself."""
    warehouse = warehouses[engine]
    folder = Path(str(warehouse._database._url.database)).parent
    if engine != "postgres":
        monkeypatch.chdir(folder)
    let_through = []
    for sql in FORBIDDEN[engine]:
        try:
            warehouse._database.run(Statement(sql), where="test")
        except ContractError:
            continue
        let_through.append(sql)

    assert [] == let_through
    assert [40, 25, 1] == counts(warehouse)


@pytest.mark.parametrize("sql", HARMLESS)
def test_comments_and_texts_do_nothing(warehouses: Mapping[str, Warehouse], sql: str):
    """What only looks like an attack counts rows and leaves them there."""
    got = [answer(warehouse, sql) for warehouse in warehouses.values()]

    assert [[(40,)]] * 3 == got
    assert [[40, 25, 1]] * 3 == [counts(warehouse) for warehouse in warehouses.values()]


@pytest.mark.parametrize("sql", LEGITIMATE)
def test_engines_give_the_same_answer(warehouses: Mapping[str, Warehouse], sql: str):
    """Legitimate queries are accepted, run on all three, and agree row by row."""
    got = {engine: answer(warehouse, sql) for engine, warehouse in warehouses.items()}

    assert got["duckdb"]
    assert got["duckdb"] == got["sqlite"]
    assert got["duckdb"] == got["postgres"]
