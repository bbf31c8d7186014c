"""Names, paths, filters and values from a workspace's files are never taken for SQL."""

from pathlib import Path

import databases
import pytest

from reports.catalog import load_catalog
from reports.errors import ContractError, ReportError
from reports.values.calendar import Calendar
from reports.values.query import Query
from reports.values.relation import RelationMapping
from reports.values.workspace import WarehouseSource
from reports.warehouse import Warehouse

WEEKS = (Calendar().week("2026-W46"),)
EVENTS = [
    {"user_id": "a", "occurred_at": "2026-11-10T10:00:00Z", "name": name, "value": 1}
    for name in ("used", "100% sure", "'; DELETE FROM events; --")
]
TABLES = {"events": EVENTS, "secrets": [{"occurred_at": "2026-11-09T00:00:00Z", "word": "hush"}]}
COUNT = Query(
    "count",
    "total",
    "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events GROUP BY period, segment",
    ("events",),
)
BULK = """
[odd]
title = "Odd"
why = "Because."
unit = "count"
better = "none"
chapter = "quality"
relation = {relation}
aggregate = {aggregate}
column = {column}
filter = {filter}
"""
FILTERS = (
    "1 = 1) GROUP BY period, segment; DELETE FROM events --",
    "1 = 1; DELETE FROM events",
    "1 = 1 UNION ALL SELECT 1, 'all', 1, 1",
    "name IN (SELECT word FROM secrets)",
    "EXISTS (SELECT 1 FROM secrets)",
    "(SELECT COUNT(*) FROM secrets) > 0",
    "(WITH x AS (DELETE FROM events RETURNING 1) SELECT 1 FROM x) = 1",
    "pg_sleep(10) IS NULL",
    "pg_read_file('/etc/passwd') = ''",
    "load_extension('x') IS NULL",
    "read_text('/etc/passwd') = ''",
    "getenv('HOME') = ''",
    "current_setting('data_directory') = ''",
    "current_user = 'x'",
    "random() < 0.5",
    "name = ?",
    "name = $1",
    "name = :unset",
    "a.b.c = 1",
    '"na me" = 1',
    "secrets.word = 'hush'",
    "COUNT(*) > 1",
    "ROW_NUMBER() OVER () = 1",
    "name = 'x' AS y",
    "name = 'open",
    "* = 1",
    "name = 1 ORDER BY 1",
    "name ~ '(a+)+$'",
    "[x FOR x IN range(1000000000)] = []",
    "CASE WHEN 1 = 1 THEN",
    "(" * 3000 + "1" + ")" * 3000,
    "SELECT 1",
    "FROM secrets",
)
COLUMNS = (
    *("value) FROM secrets --", "value, (SELECT 1)", "*", "value; DROP TABLE events", 'va"lue'),
    *("current_user", "rowid", "ctid", "1", "value AS x", "events.value", "v\u0430lue", "select"),
)
RELATIONS = (
    *("events; DROP TABLE events", "events, secrets", "sqlite_master", "pg_authid", "secrets"),
    *("read_csv('x')", '"events"', "events e", "main.events", "EVENTS", "(SELECT 1)"),
)


def bulk(**given: str) -> str:
    """Return a kpis.toml with one KPI."""
    words = {"relation": "events", "aggregate": "sum", "column": "value", "filter": "1 = 1"}
    quoted = {key: "'''" + text + "'''" for key, text in (words | given).items()}
    return BULK.format(**quoted)


@pytest.fixture
def warehouse(engine: str, engine_url: str, tmp_path: Path):
    """Return a warehouse over events; a table of secrets lies beside it."""
    source = databases.load(engine, TABLES, folder=tmp_path, postgres_url=engine_url)
    product = databases.product_of({"events": EVENTS})
    with Warehouse(source, product) as opened:
        yield opened


def counted(source: WarehouseSource, mapping: RelationMapping, **parameters: object) -> float:
    """Return how many rows a warehouse with one mapping counts in a week."""
    product = databases.product_of({}, **parameters)
    with Warehouse(source, databases.with_mapping(product, mapping)) as opened:
        return float(sum(value or 0 for value in opened.extract(COUNT, WEEKS).first))


@pytest.mark.parametrize(
    ("key", "texts"), [("filter", FILTERS), ("column", COLUMNS), ("relation", RELATIONS)]
)
def test_kpis_toml_cannot_break_out(
    warehouse: Warehouse, tmp_path: Path, key: str, texts: tuple[str, ...]
):
    """Each text is refused as a definition, or by the warehouse; what passes is one SELECT."""
    path = tmp_path / "kpis.toml"
    passed = []
    for text in texts:
        path.write_text(bulk(**{key: text}))
        catalog = load_catalog([], path, strict=False)
        if "odd" in catalog.broken:
            continue
        query = catalog.kpis["odd"].query
        assert query is not None
        if warehouse.can_answer(query) is None:
            passed.append(text)

    assert [] == passed
    assert (3,) == warehouse.extract(COUNT, WEEKS).first


def test_kpis_toml_filters_by_odd_texts(warehouse: Warehouse, tmp_path: Path):
    """Quotes, percent signs and comments inside a text are compared as they are."""
    path = tmp_path / "kpis.toml"
    found = []
    for text in ("'''; DELETE FROM events; --'", "'100% sure'", "'used' -- a remark"):
        path.write_text(
            bulk(filter=f"name = {text}")
            .replace("'''name", '"name')
            .replace(f"{text}'''", f'{text}"')
        )
        query = load_catalog([], path).kpis["odd"].query
        assert query is not None
        found.append(warehouse.extract(query, WEEKS).n)

    assert [(1,), (1,), (1,)] == found


SELECTS = (
    "SELECT * FROM events; DELETE FROM events",
    "DELETE FROM events",
    "WITH x AS (DELETE FROM events RETURNING *) SELECT * FROM x",
    "SELECT * INTO x FROM events",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    'SELECT * FROM "/etc/passwd"',
    "SELECT pg_read_file('/etc/passwd') AS name, user_id, occurred_at FROM events",
    "SELECT pg_sleep(10) AS name, user_id, occurred_at FROM events",
    "SELECT load_extension('x') AS name, user_id, occurred_at FROM events",
    "SELECT getenv('HOME') AS name, user_id, occurred_at FROM events",
    "SELECT current_user AS name, user_id, occurred_at FROM events",
    "SELECT * FROM pg_catalog.pg_authid",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM events WHERE name = :name",
    "SELECT * FROM events WHERE name = ?",
    "WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT * FROM x) SELECT * FROM x",
    "PRAGMA table_info(events)",
    "ATTACH 'x' AS y",
    "COPY events TO 'x'",
    "SELECT dblink('x', 'y') AS name, user_id, occurred_at FROM events",
    "SELECT set_config('a', 'b', false) AS name, user_id, occurred_at FROM events",
    "SELECT * FROM events FOR UPDATE",
    "SELECT * FROM generate_series(1, 1000000000)",
    "",
    "SELECT",
)
NAMES = (
    'events"; DROP TABLE events; --',
    "events; DROP TABLE events",
    "events--",
    "(SELECT * FROM secrets)",
    "read_text('/etc/passwd')",
    "/etc/passwd",
    "../events",
    "a.b.c.events",
    "'events'",
    "events.",
    "",
    "\u0435vents",
    "EVENTS\x00",
    "$1",
    "%s",
)


@pytest.mark.parametrize(("key", "texts"), [("select", SELECTS), ("table", NAMES)])
def test_a_mapping_cannot_break_out(
    engine: str, engine_url: str, tmp_path: Path, key: str, texts: tuple[str, ...]
):
    """A table is one name, a SELECT reads tables; the rest is refused on every engine."""
    source = databases.load(engine, TABLES, folder=tmp_path, postgres_url=engine_url)
    passed = []
    for text in texts:
        try:
            counted(source, RelationMapping("events", **{key: text}))
        except ReportError:
            continue
        passed.append(text)

    assert [] == passed
    assert 3 == counted(source, RelationMapping("events", table="events"))


def test_a_select_may_hold_percent_signs_and_quotes(engine: str, engine_url: str, tmp_path: Path):
    """A pattern in a mapping is no placeholder of a driver."""
    source = databases.load(engine, TABLES, folder=tmp_path, postgres_url=engine_url)
    texts = ("LIKE '100%%s%'", "LIKE '100%'", "NOT LIKE '%(name)s :name $1 ?'", "LIKE '''; DEL%'")
    select = "SELECT user_id, occurred_at, name FROM events WHERE name {}"

    assert [1, 1, 3, 1] == [
        counted(source, RelationMapping("events", select=select.format(text))) for text in texts
    ]


ODD = 'who"; DROP TABLE "log"; -- % $1 :a ?'


def test_odd_names_of_real_columns_are_quoted(engine: str, engine_url: str, tmp_path: Path):
    """A column or dimension that is really called like an attack is read as a column."""
    name = ODD.replace('"', '""').replace("?", "#")
    time = "TEXT" if engine == "sqlite" else "TIMESTAMPTZ"
    rows = [("a", "2026-11-10T10:00:00Z")]
    statements = [
        (f'CREATE TABLE log ("{name}" TEXT, occurred_at {time})', ()),
        ("INSERT INTO log VALUES (?, ?)", rows),
    ]
    source = databases.run(engine, statements, folder=tmp_path, postgres_url=engine_url)
    own = ODD.replace("?", "#")
    columns = (("user_id", own), ("name", own))
    mapping = RelationMapping("events", table="log", columns=columns, dimensions=(("odd", own),))
    product = databases.with_mapping(databases.product_of({}), mapping)
    with Warehouse(source, product) as opened:
        facts = opened.extract(COUNT, WEEKS, dimension="odd")

    assert (("a",), (1,)) == (facts.segment, facts.first)
    with pytest.raises(ContractError, match="has no column"):
        counted(source, RelationMapping("events", table="log", columns=(("name", own + " "),)))


def test_parameters_are_bound(engine: str, engine_url: str, tmp_path: Path):
    """A parameter's value stands beside the statement, never in it."""
    source = databases.load(engine, TABLES, folder=tmp_path, postgres_url=engine_url)
    value = EVENTS[2]["name"]
    product = databases.product_of({"events": EVENTS}, wanted=value)
    sql = COUNT.sql.replace("GROUP", "WHERE name = :wanted GROUP")
    query = Query("count", "total", sql, ("events",), parameters=("wanted",))
    with Warehouse(source, product) as opened:
        statement = opened.compile(query, WEEKS)
        facts = opened.extract(query, WEEKS)

    assert (False, value, (1,)) == (
        "DELETE" in statement.sql,
        statement.parameters["wanted"],
        facts.first,
    )
