"""Warehouses over small tables, on each engine."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import databases
import pytest

from reports.values.calendar import Calendar
from reports.values.workspace import Product
from reports.warehouse import Warehouse

Opener = Callable[..., Warehouse]


@pytest.fixture(params=databases.ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return the name of an engine."""
    return request.param


@pytest.fixture
def engine_url(engine: str, request: pytest.FixtureRequest) -> str:
    """Return the server's URL where the engine has one."""
    return request.getfixturevalue("postgres_url") if engine == "postgres" else ""


@pytest.fixture
def opener(engine: str, engine_url: str, tmp_path: Path) -> Iterator[Opener]:
    """Return what loads tables into the engine and opens a warehouse over them."""
    with ExitStack() as stack:

        def load(
            tables: databases.Tables,
            product: Product | None = None,
            calendar: Calendar | None = None,
            **parameters: object,
        ) -> Warehouse:
            source = databases.load(engine, tables, folder=tmp_path, postgres_url=engine_url)
            chosen = product or databases.product_of(tables, calendar=calendar, **parameters)
            return stack.enter_context(Warehouse(source, chosen))

        yield load
