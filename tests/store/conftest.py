"""Stores on both engines, each empty."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from reports.store import Store, open_store

_NUMBERS = itertools.count(1)


@pytest.fixture
def new_postgres_url(postgres_url: str) -> Callable[[], str]:
    """Return a maker of URLs that each lead to an empty schema of their own."""

    def make() -> str:
        name = f"store_{next(_NUMBERS)}"
        engine = create_engine(postgres_url)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        engine.dispose()
        mark = "&" if "?" in postgres_url else "?"
        return f"{postgres_url}{mark}options=-csearch_path%3D{name}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database of either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return request.getfixturevalue("new_postgres_url")()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Open an empty store on either engine."""
    with open_store(store_url) as opened:
        yield opened
