"""The command as a user meets it, and workspaces on each engine."""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import databases
import pytest

from reports.cli import main
from tests.bad_input.answers import AS_OF, Answer
from tests.small import KPIS_TOML, REVIEW_TOML

ROWS = [
    (who, f"2026-11-{day:02}T10:00:00Z", "message", plan, value)
    for day in range(2, 16)
    for who, plan, value in (("ada", "free", 1), ("ben", "paid", 2))
]
TIMES = {"duckdb": "TIMESTAMPTZ", "sqlite": "TEXT", "postgres": "TIMESTAMPTZ"}


@pytest.fixture(params=databases.ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return the name of an engine."""
    return request.param


@pytest.fixture
def engine_url(engine: str, request: pytest.FixtureRequest) -> str:
    """Return the server's URL where the engine has one."""
    return request.getfixturevalue("postgres_url") if engine == "postgres" else ""


@pytest.fixture
def command(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    """Return what runs the command with its exit code; any other error fails the test."""

    def run(*words: str | Path) -> Answer:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["product-review", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capfd.readouterr()
        return Answer(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def preview(command: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return what previews a week of a workspace."""

    def run(folder: Path, week: str = "2026-W46", as_of: str = AS_OF) -> Answer:
        return command("preview", "--workspace", folder, "--week", week, "--as-of", as_of)

    return run


@pytest.fixture
def alter(small: Path) -> Callable[..., Path]:
    """Return what runs statements on the small workspace's data."""

    def run(*statements: str) -> Path:
        database = sqlite3.connect(small / "data.sqlite")
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()
        return small

    return run


@pytest.fixture
def rewrite(small: Path) -> Callable[..., Path]:
    """Return what exchanges pieces of the small workspace's review.toml."""

    def change(*pairs: tuple[str, str]) -> Path:
        text = (small / "review.toml").read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        (small / "review.toml").write_text(text)
        return small

    return change


@pytest.fixture
def workspace_on(
    engine: str, engine_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """Return what makes a workspace over two weeks of one table on an engine.

    `columns` and `rows` replace the table's, `mapping` the relation's.
    """

    def make(
        columns: str = "",
        rows: list[tuple[object, ...]] = ROWS,
        mapping: tuple[str, str] = ("", ""),
        more: tuple[tuple[str, list[tuple[object, ...]]], ...] = (),
    ) -> Path:
        columns = columns or f'who TEXT, "at" {TIMES[engine]}, what TEXT, plan TEXT, value INTEGER'
        marks = ", ".join("?" for _ in (rows or ROWS)[0])
        filled = [(f"INSERT INTO log VALUES ({marks})", rows)] if rows else []
        statements = [(f"CREATE TABLE log ({columns})", ()), *filled, *more]
        source = databases.run(engine, statements, folder=tmp_path, postgres_url=engine_url)
        monkeypatch.setenv("WAREHOUSE", source.url)
        text = REVIEW_TOML.replace("sqlite:///data.sqlite", "${WAREHOUSE}")
        (tmp_path / "review.toml").write_text(text.replace(*mapping))
        (tmp_path / "kpis.toml").write_text(KPIS_TOML)
        return tmp_path

    return make
