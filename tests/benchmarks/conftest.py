"""What benchmarks share: their size, the figures they take, and the table at the end."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.rows import EVENTS, copy_into, generate
from tests.benchmarks.stopwatch import Figure, table_of

Record = Callable[..., Figure]
FIGURES = pytest.StashKey[list[Figure]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a quick run take fewer rows."""
    group = parser.getgroup("benchmarks")
    group.addoption("--rows", type=int, default=EVENTS["duckdb"], help="events in DuckDB")
    group.addoption("--server-rows", type=int, default=EVENTS["postgres"], help="and in PostgreSQL")
    group.addoption("--repetitions", type=int, default=5, help="least number of times")
    group.addoption("--weeks", type=int, default=52, help="weeks of a backfill")


@pytest.fixture(scope="session")
def repetitions(request: pytest.FixtureRequest) -> int:
    """Return how often each step is measured."""
    return request.config.getoption("--repetitions")


@pytest.fixture(scope="session")
def weeks(request: pytest.FixtureRequest) -> int:
    """Return how many weeks a backfill has."""
    return request.config.getoption("--weeks")


@pytest.fixture(scope="session")
def record(request: pytest.FixtureRequest) -> Record:
    """Return what puts a figure into the table."""
    figures = request.config.stash.setdefault(FIGURES, [])

    def keep(*values: object, **named: object) -> Figure:
        figures.append(Figure(*values, **named))
        return figures[-1]

    return keep


@pytest.fixture(scope="session")
def duckdb_url(request: pytest.FixtureRequest, tmp_path_factory) -> str:
    """Fill a DuckDB file and return its URL."""
    path = tmp_path_factory.mktemp("duckdb") / "rows.duckdb"
    generate(path, request.config.getoption("--rows"))
    return f"duckdb:///{path}"


@pytest.fixture(scope="session")
def server_url(request: pytest.FixtureRequest, tmp_path_factory) -> str:
    """Fill a PostgreSQL and return its URL."""
    folder: Path = tmp_path_factory.mktemp("copied")
    generate(folder / "rows.duckdb", request.config.getoption("--server-rows"))
    url = request.getfixturevalue("postgres_url")
    copy_into(url, folder / "rows.duckdb")
    return url


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Print the table below the results."""
    figures = config.stash.get(FIGURES, [])
    if figures:
        screen = config.get_terminal_writer()
        table = table_of(figures, terminal=screen.hasmarkup, width=screen.fullwidth)
        terminalreporter.write_line("")
        terminalreporter.write(table)
