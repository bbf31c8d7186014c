"""Desks over small tables."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import databases
import pytest

from reports.store import open_store
from reports.values.workspace import Product
from tests.stages.desk import Desk, Listening, make_job


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Return what loads tables into DuckDB and lays out a desk with an empty store."""
    with ExitStack() as stack:

        def lay(tables: databases.Tables, product: Product | None = None) -> Desk:
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            source = databases.load("duckdb", tables, folder=folder)
            product = product or databases.product_of(tables)
            warehouse = stack.enter_context(Listening(source, product))
            store = stack.enter_context(open_store(f"sqlite:///{folder / 'ledger.db'}"))
            return Desk(make_job(folder, product, source), warehouse, store)

        yield lay
