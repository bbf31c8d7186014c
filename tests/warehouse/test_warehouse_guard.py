"""The guard lets analytic SELECTs through and nothing else."""

import pytest

from reports.errors import DefinitionError
from reports.values.query import Query
from reports.warehouse.guard import guard_query, guard_select
from tests.warehouse.guard_texts import ATTACKS, LEGITIMATE


def ask(sql: str) -> Query:
    """Return a query over two relations with one parameter."""
    return Query("sample", "total", sql, ("events", "predictions"), parameters=("name",))


@pytest.mark.parametrize("sql", ATTACKS)
def test_refuses_everything_but_a_select_over_declared_relations(sql: str) -> None:
    """Writes, files, system tables, engine functions and odd names are refused."""
    with pytest.raises(DefinitionError) as caught:
        guard_query(ask(sql))

    assert caught.value.where == "query sample"


@pytest.mark.parametrize("sql", LEGITIMATE)
def test_accepts_analytic_queries(sql: str) -> None:
    """The portable subset is enough for analysis."""
    assert guard_query(ask(sql)) is not None


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM 'other.parquet'",
        "SELECT * FROM pg_catalog.pg_authid",
        "SELECT * FROM duckdb_secrets()",
        "SELECT getenv('HOME') AS home FROM logs",
        "DELETE FROM logs",
        "SELECT 1; SELECT 2",
    ],
)
def test_refuses_a_mapping_that_reads_more_than_tables(sql: str) -> None:
    """A mapping's SELECT names real tables only."""
    with pytest.raises(DefinitionError):
        guard_select(sql, "duckdb", "review.toml, relation events")


def test_accepts_a_mapping_that_shapes_columns() -> None:
    """A mapping's SELECT may turn texts and JSON into columns."""
    sql = (
        "SELECT l.who AS user_id, CAST(l.at AS TIMESTAMPTZ) AS occurred_at, "
        "l.payload ->> 'kind' AS name FROM app.logs AS l WHERE l.payload IS NOT NULL"
    )

    assert guard_select(sql, "postgres", "review.toml") is not None
