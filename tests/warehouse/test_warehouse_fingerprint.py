"""A query's hash follows its numbers, not its prose."""

from dataclasses import replace
from pathlib import Path

import databases
import pytest

from reports.values.calendar import Calendar
from reports.values.query import Query, Reads
from reports.values.workspace import Product
from reports.warehouse import Warehouse

ROWS = [{"user_id": "a", "occurred_at": "2026-11-10T10:00:00Z", "name": "x", "plan": "free"}]
TABLES = {"events": ROWS}
SQL = "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events GROUP BY 1, 2"
QUERY = Query("sample", "total", SQL, ("events",), parameters=("limit",))
PRODUCT = databases.product_of(TABLES, limit=1)
EVENTS = PRODUCT.relations["events"]


def mark(folder: Path, query: Query = QUERY, product: Product = PRODUCT, **more: str) -> str:
    """Return the hash of a query."""
    with Warehouse(databases.load("duckdb", TABLES, folder=folder), product) as warehouse:
        return warehouse.fingerprint(query, **more)


@pytest.mark.parametrize(
    ("query", "product"),
    [
        (replace(QUERY, name="renamed", source="elsewhere.sql"), PRODUCT),
        (replace(QUERY, sql=f"/* said otherwise */ {SQL.lower()} -- so\n"), PRODUCT),
        (replace(QUERY, sql=SQL.replace(" ", "\n  ")), PRODUCT),
        (QUERY, replace(PRODUCT, title="Renamed", owner="someone")),
        (QUERY, databases.with_mapping(PRODUCT, replace(EVENTS, source="elsewhere"))),
    ],
)
def test_prose_and_formatting_do_not_count(tmp_path: Path, query: Query, product: Product) -> None:
    """Comments, spelling and names leave the hash as it is."""
    assert mark(tmp_path) == mark(tmp_path, query, product)


@pytest.mark.parametrize(
    ("query", "product"),
    [
        (replace(QUERY, sql=SQL.replace("COUNT(*) AS value", "SUM(1) AS value")), PRODUCT),
        (replace(QUERY, kind="level"), PRODUCT),
        (replace(QUERY, reads=Reads("trailing", 7)), PRODUCT),
        (QUERY, replace(PRODUCT, parameters={"limit": 2})),
        (QUERY, replace(PRODUCT, calendar=Calendar("Europe/London"))),
        (QUERY, replace(PRODUCT, calendar=Calendar(first_weekday=6))),
        (QUERY, databases.with_mapping(PRODUCT, replace(EVENTS, zone="Asia/Tokyo"))),
        (QUERY, databases.with_mapping(PRODUCT, replace(EVENTS, table="other"))),
    ],
)
def test_everything_that_decides_on_numbers_counts(
    tmp_path: Path, query: Query, product: Product
) -> None:
    """SQL, kind, window, parameters, calendar and mapping change the hash."""
    assert mark(tmp_path) != mark(tmp_path, query, product)


def test_dimension_counts(tmp_path: Path) -> None:
    """Each cut has a hash of its own."""
    assert mark(tmp_path) != mark(tmp_path, dimension="plan")
