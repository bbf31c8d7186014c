"""The command `init --from`: what it prints, keeps and refuses."""

import socket
from pathlib import Path

import pytest
from foreign import camel, telemetry
from typer.testing import CliRunner

from reports.cli.app import app
from reports.config import read_typed_source
from reports.errors import ConfigError, ContractError


def test_findings_and_the_next_step_are_printed(init, tmp_path):
    """A table tells relation, table, confidence and doubts, and the last line what to do."""
    made = init(camel(tmp_path))
    lines = made.output.splitlines()

    assert "relation\ttable\tconfidence\tdoubts" in lines
    assert "events\tchatActions\thigh\t" in lines
    assert "market\t-\t-\t" in lines
    assert lines[-1].endswith(f"product-review check --workspace {made.folder}")


def test_existing_workspace_is_refused_before_anything_is_looked_at(tmp_path):
    """A folder with a workspace is named at once, whatever the URL."""
    (tmp_path / "review.toml").write_text("mine")

    result = CliRunner().invoke(app, ["init", str(tmp_path), "--from", "nonsense"])

    assert isinstance(result.exception, ConfigError)
    assert "would be overwritten" in str(result.exception)


@pytest.mark.parametrize(
    ("typed", "url", "kept"),
    [
        (
            "postgresql://ana:${PGPASSWORD}@db/x",
            "postgresql+psycopg://ana:p%40ss%2Fword@db/x",
            "postgresql://ana:${PGPASSWORD}@db/x",
        ),
        (
            "postgresql://ana:hun%21ter@db:5432/x?sslmode=require",
            "postgresql+psycopg://ana:hun%21ter@db:5432/x?sslmode=require",
            "postgresql://ana:${WAREHOUSE_PASSWORD}@db:5432/x?sslmode=require",
        ),
        (
            "postgresql://ana:p@ss@db/x",
            "postgresql+psycopg://ana:p%40ss@db/x",
            "postgresql://ana:${WAREHOUSE_PASSWORD}@db/x",
        ),
        (
            "postgresql://ana@db/x?password=hunter",
            "postgresql+psycopg://ana@db/x?password=hunter",
            "postgresql://ana@db/x?password=${WAREHOUSE_PASSWORD}",
        ),
        ("postgresql://ana@db/x", "postgresql+psycopg://ana@db/x", "postgresql://ana@db/x"),
    ],
)
def test_passwords_are_used_and_not_kept(typed, url, kept, tmp_path):
    """A variable stays a variable, and a typed password becomes one."""
    found = read_typed_source(typed, tmp_path, {"PGPASSWORD": "p@ss/word"})

    assert (url, kept) == (found.url, found.template)
    assert ("WAREHOUSE_PASSWORD" in kept) == bool(found.variable)
    assert "hun" not in repr(found)


def test_a_typed_password_is_found_nowhere(init, postgres_url):
    """The file names a variable and says so; the password is neither written nor printed."""
    telemetry(postgres_url)
    made = init(postgres_url.replace("postgres:@", "postgres:hunter2@"))
    files = [path.read_text() for path in made.folder.rglob("*") if path.is_file()]

    assert 'url = "postgresql+psycopg://postgres:${WAREHOUSE_PASSWORD}@/postgres?' in made.text
    assert "# The password given on the command line is not kept" in made.text
    assert "export WAREHOUSE_PASSWORD=" in made.output
    assert not any("hunter2" in text for text in [made.output, *files])
    assert made.workspace(WAREHOUSE_PASSWORD="hunter2").products


def test_paths_are_those_of_the_workspace_or_absolute(tmp_path, monkeypatch):
    """A path that was typed beside the workspace still leads to the file."""
    monkeypatch.chdir(tmp_path)
    inside = read_typed_source("duckdb:///reviews/data/x.duckdb", tmp_path / "reviews", {})
    beside = read_typed_source("sqlite:///x.db", tmp_path / "reviews", {})

    assert "duckdb:///data/x.duckdb" == inside.template
    assert f"sqlite:///{tmp_path / 'x.db'}" == beside.template
    assert f"sqlite:///{tmp_path / 'x.db'}" == beside.url


@pytest.mark.parametrize(
    ("database", "product"),
    [("shop_assistant", "shop-assistant"), ("postgres", "assistant"), ("2fast", "assistant")],
)
def test_the_product_is_called_after_a_telling_database(database, product, tmp_path):
    """A name that says nothing is not taken."""
    assert product == read_typed_source(f"postgresql://h/{database}", tmp_path, {}).product


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://ana:hunter2@db/x", "scheme is not supported"),
        ("postgresql://ana:${NO_SUCH_VARIABLE}@db/x", "NO_SUCH_VARIABLE is not set"),
        ("postgresql://ana:hunter2@db/x?password=other", "more than one secret"),
        ("duckdb:///:memory:", "in memory has no tables"),
        ("hunter2", "scheme is not supported"),
    ],
)
def test_urls_that_lead_nowhere_are_refused_without_their_secret(url, words, init):
    """The message says what is wrong, and neither shows a password nor writes a file."""
    with pytest.raises(ConfigError) as caught:
        init(url)

    assert "--from" == caught.value.where
    assert words in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_unreachable_host_is_told(init, tmp_path):
    """A server that does not answer is a message that names the option."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(ContractError, match="cannot connect") as caught:
            init(f"postgresql://ana:hunter2@127.0.0.1:{port}/x")

    assert "--from" == caught.value.where
    assert "hunter2" not in str(caught.value)
    assert not (tmp_path / "reviews").exists()


def test_missing_file_and_wrong_file_are_told(init, tmp_path):
    """A path without a database is told as such."""
    wrong = Path(tmp_path / "notes.txt")
    wrong.write_text("not a database, but long enough to be looked at as one" * 20)

    with pytest.raises(ContractError, match="not there"):
        init(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(ContractError, match="cannot connect"):
        init(f"sqlite:///{wrong}")


def test_unknown_zone_is_refused(init):
    """A zone that does not exist is named before the database is looked at."""
    with pytest.raises(ConfigError, match="no such time zone"):
        init("sqlite:///none.db", "--zone", "Europe/Atlantis")
