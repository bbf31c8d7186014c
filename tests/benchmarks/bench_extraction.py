"""A week out of a large warehouse, beside SQL written by hand for the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import psycopg
import pytest

from reports.catalog import load_catalog
from reports.resources import resource_folder
from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.fact import FactColumns
from reports.values.query import Query
from reports.values.relation import RelationMapping
from reports.values.workspace import Product, WarehouseSource
from reports.warehouse import Warehouse
from tests.benchmarks.byhand import CASES, OF_THE_WEEK, WEEK, ZONE, by_hand
from tests.benchmarks.rows import EVENTS
from tests.benchmarks.stopwatch import medians

RATIO = 3.0
RELATIONS = ("events", "predictions")


@dataclass(frozen=True, slots=True)
class Side:
    """One engine with its data; fewer rows than promised are judged by no bound."""

    engine: str
    source: WarehouseSource
    product: Product
    title: str
    bound: float | None

    def open(self) -> Warehouse:
        """Open our warehouse."""
        return Warehouse(self.source, self.product)

    def connect(self) -> Any:
        """Connect as an analyst would."""
        if self.engine == "duckdb":
            return duckdb.connect(self.source.url.removeprefix("duckdb:///"), read_only=True)
        return psycopg.connect(self.source.url.replace("+psycopg", ""), autocommit=True)


@dataclass(frozen=True, slots=True)
class Question:
    """A shipped KPI's query, its periods, and the same by hand."""

    query: Query
    periods: tuple[Period, ...]
    dimension: str | None
    sql: str

    def ask(self, warehouse: Warehouse) -> FactColumns:
        """Answer it our way."""
        return warehouse.extract(self.query, self.periods, dimension=self.dimension)

    def ask_as_a_run(self, warehouse: Warehouse) -> FactColumns:
        """Answer it with all that a run wants to know about the query before."""
        warehouse.can_answer(self.query, dimension=self.dimension)
        warehouse.has_known_at(self.query)
        warehouse.fingerprint(self.query, dimension=self.dimension)
        return self.ask(warehouse)

    def rows(self, result: Sequence[tuple]) -> list[tuple]:
        """Bring rows of the hand-written SQL into the shape of ours."""
        week = epoch_day(self.periods[0].start)
        whole = [row if self.query.by_day else (week, *row) for row in result]
        return sorted(row if self.dimension else (row[0], "all", *row[1:]) for row in whole)


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def side(request: pytest.FixtureRequest) -> Side:
    """Return an engine with its rows."""
    name = request.param
    url = request.getfixturevalue("duckdb_url" if name == "duckdb" else "server_url")
    rows = request.config.getoption("--rows" if name == "duckdb" else "--server-rows")
    dimensions = (("plan", "plan"),)
    relations = {one: RelationMapping(one, table=one, dimensions=dimensions) for one in RELATIONS}
    label = {"duckdb": "DuckDB", "postgres": "PostgreSQL"}[name]
    title = f"One week of {rows:,} events in {label}, beside SQL by hand"
    product = Product("sample", "Sample", Calendar(ZONE), relations)
    bound = RATIO if rows >= EVENTS[name] else None
    return Side(name, WarehouseSource(url), product, title, bound)


def question(case: str, side: Side) -> Question:
    """Return a case as asked of a week: additive kinds by day."""
    name, _, dimension = case.partition(" by ")
    query = load_catalog([resource_folder("sql")], None).kpis[name].query
    week = side.product.calendar.week(WEEK)
    periods = week.each_day() if query.by_day else (week,)
    return Question(query, periods, dimension or None, by_hand(case, side.engine))


def shaped(facts: FactColumns, query: Query) -> list[tuple]:
    """Return our facts as rows: day, segment, measures."""
    first = facts.bucket if query.kind == "quantile" else facts.first
    columns = [facts.start, facts.segment, first, facts.second, facts.n]
    if "denominator" not in query.measures:
        columns.remove(facts.second)
    return list(zip(*columns, strict=True))


def numbers(rows: Sequence[tuple]) -> list[float]:
    """Return the measures of all rows behind each other."""
    return [float(number) for row in rows for number in row[2:]]


@pytest.mark.parametrize("case", CASES)
def test_a_query_keeps_up_with_sql_by_hand(case, side, record, repetitions):
    """Each query gives the numbers of the hand-written one, within three times its time."""
    asked = question(case, side)
    with side.open() as warehouse:
        # Both sides share one connection, for DuckDB opens a file with one configuration only.
        raw = warehouse._database._connection.connection.driver_connection
        expected = asked.rows(raw.execute(asked.sql).fetchall())
        actual = shaped(asked.ask(warehouse), asked.query)

        assert [row[:2] for row in expected] == [row[:2] for row in actual]
        assert numbers(expected) == pytest.approx(numbers(actual), rel=1e-9)

        times = medians(
            lambda: asked.ask(warehouse),
            lambda: raw.execute(asked.sql).fetchall(),
            repetitions=repetitions,
        )
    figure = record(side.title, case, *times, bound=side.bound)

    assert figure.holds, figure


def test_all_queries_keep_up_from_connecting_to_closing(side, record, repetitions):
    """The week asked once over a fresh connection stays within three times as well."""
    questions = [question(case, side) for case in OF_THE_WEEK]

    def ours() -> None:
        with side.open() as warehouse:
            for asked in questions:
                asked.ask_as_a_run(warehouse)

    def theirs() -> None:
        with side.connect() as connection:
            for asked in questions:
                connection.execute(asked.sql).fetchall()

    times = medians(ours, theirs, repetitions=repetitions)
    figure = record(
        side.title, "the first eleven, from connecting to closing", *times, bound=side.bound
    )

    assert figure.holds, figure
