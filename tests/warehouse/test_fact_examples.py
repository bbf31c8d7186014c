"""Every shipped fact file gives its worked example on every engine."""

from datetime import date
from pathlib import Path

import databases
import pytest

from reports.catalog import load_fact_queries, with_arguments
from reports.errors import ContractError
from reports.resources import resource_folder
from reports.values.calendar import Period, epoch_day
from reports.values.query import Query, TableField
from reports.warehouse import Warehouse
from reports.warehouse.conform import rounded

SHIPPED = load_fact_queries([resource_folder("sql")])
WEEK = Period(date(2026, 11, 9), date(2026, 11, 16), "week")


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_shipped_fact_query_gives_its_example(
    name: str, engine: str, engine_url: str, tmp_path: Path
) -> None:
    """A table's example holds on each engine."""
    example, query = SHIPPED[name].example, SHIPPED[name].query
    source = databases.load(engine, example.rows, folder=tmp_path, postgres_url=engine_url)
    product = databases.product_of(example.rows, **example.parameters)
    periods = [
        Period(date.fromisoformat(start), date.fromisoformat(end), "week")
        for start, end in example.periods
    ]
    with Warehouse(source, product) as warehouse:
        table = warehouse.extract_table(query, periods, dimension=example.dimension)
    expected = [
        (
            epoch_day(periods[int(str(row["period"]))].start),
            epoch_day(periods[int(str(row["period"]))].end),
            *(_cell(row[column]) for column in table.columns[2:]),
        )
        for row in example.expected
    ]

    assert sorted(expected, key=str) == sorted(table.rows, key=str)


def _cell(value: object) -> object:
    return rounded(value) if isinstance(value, float) else value


def _query(sql: str, *fields: TableField, parameters: tuple[str, ...] = ()) -> Query:
    return Query("made", "table", sql, ("events",), fields=fields, parameters=parameters)


NAME = TableField("name", "text", key=True)
N = TableField("n", "integer")
EVENTS = [
    {"user_id": "u1", "occurred_at": "2026-11-09T10:00:00Z", "name": "opened"},
    {"user_id": "u2", "occurred_at": "2026-11-10T10:00:00Z", "name": "opened"},
]


def test_a_row_that_stands_twice_is_refused(opener) -> None:
    """Keys that do not name a row would be counted double later."""
    warehouse = opener({"events": EVENTS})
    query = _query(
        "SELECT period, segment, name, COUNT(*) AS n FROM events "
        "GROUP BY period, segment, name, user_id",
        NAME,
        N,
    )

    with pytest.raises(ContractError, match="the same row twice"):
        warehouse.extract_table(query, [WEEK])


def test_a_cell_of_another_type_is_refused(opener) -> None:
    """A text where a number was promised names query and column."""
    warehouse = opener({"events": EVENTS})
    query = _query(
        "SELECT period, segment, name, MIN(name) AS n FROM events GROUP BY period, segment, name",
        NAME,
        N,
    )

    with pytest.raises(ContractError, match="column n"):
        warehouse.extract_table(query, [WEEK])


def test_arguments_are_bound_and_belong_to_the_identity(opener) -> None:
    """A query with another argument is another series of facts."""
    warehouse = opener({"events": EVENTS})
    sql = (
        "SELECT period, segment, name, COUNT(*) AS n FROM events WHERE user_id = :who "
        "GROUP BY period, segment, name"
    )
    query = _query(sql, NAME, N, parameters=("who",))
    first, second = (with_arguments(query, who=who) for who in ("u1", "u3"))

    assert (1,) == warehouse.extract_table(first, [WEEK]).column("n")
    assert () == warehouse.extract_table(second, [WEEK]).column("n")
    assert warehouse.fingerprint(first) != warehouse.fingerprint(second)
