"""Every shipped definition gives its worked example on every engine."""

from datetime import date
from functools import cache
from pathlib import Path

import databases
import pytest

from reports.catalog import load_catalog
from reports.resources import resource_folder
from reports.values.calendar import Period, epoch_day
from reports.values.kpi import Example, Kpi
from reports.values.query import Query
from reports.warehouse import Warehouse
from reports.warehouse.conform import rounded


@cache
def shipped() -> dict[str, Kpi]:
    """Return the shipped definitions that have an example."""
    kpis = load_catalog([resource_folder("sql")], None).kpis
    found = kpis.values() if hasattr(kpis, "values") else kpis
    return {kpi.name: kpi for kpi in found if kpi.example}


@pytest.mark.parametrize("name", [path.stem for path in resource_folder("sql").glob("kpis/*.sql")])
def test_shipped_kpi_gives_its_example(
    name: str, engine: str, engine_url: str, tmp_path: Path
) -> None:
    """A KPI's example holds on each engine."""
    kpi = shipped().get(name)
    if kpi is None or kpi.example is None or kpi.query is None:
        pytest.skip("a formula has no query")
    example = kpi.example
    source = databases.load(engine, example.rows, folder=tmp_path, postgres_url=engine_url)
    product = databases.product_of(example.rows, **example.parameters)
    periods = [
        Period(date.fromisoformat(start), date.fromisoformat(end), "week")
        for start, end in example.periods
    ]
    with Warehouse(source, product) as warehouse:
        facts = warehouse.extract(kpi.query, periods, dimension=example.dimension)
    got = sorted(
        zip(facts.start, facts.segment, facts.bucket, facts.first, facts.second, facts.n,
            strict=True)
    )  # fmt: skip

    assert _expected(kpi.query, example, periods) == got


def _expected(query: Query, example: Example, periods: list[Period]) -> list[tuple[object, ...]]:
    """Return the expected rows in the shape of facts."""
    pair = len(query.measures) == 3
    rows = []
    for row in example.expected:
        first = None if query.kind == "quantile" else _number(row[query.measures[0]])
        second = _number(row[query.measures[1]]) if pair else None
        start = epoch_day(periods[int(str(row["period"]))].start)
        rows.append((start, row["segment"], row.get("bucket", 0), first, second, row["n"]))
    return sorted(rows, key=lambda row: row[:3])


def _number(value: object) -> float | None:
    return None if value is None else rounded(float(str(value)))
