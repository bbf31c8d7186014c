"""Commands that need no flow: help, check, kpi, init."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports.cli.app import app
from reports.errors import ConfigError

RUN = CliRunner()
COMMANDS = [
    ["demo"],
    ["init"],
    ["check"],
    ["run"],
    ["preview"],
    ["site"],
    ["kpi", "list"],
    ["kpi", "try"],
    ["kpi", "sql"],
    ["iteration", "new"],
    ["iteration", "bet"],
    ["iteration", "action"],
    ["iteration", "close"],
    ["roadmap", "add"],
    ["roadmap", "score"],
    ["roadmap", "drop"],
    ["status"],
    ["backfill"],
    ["send"],
    ["deliveries"],
    ["open"],
    ["verify"],
    ["diff"],
    ["redact"],
    ["approve"],
    ["watch"],
    ["heartbeat"],
    ["serve"],
    ["deploy"],
]


@pytest.fixture
def folder(small: Path) -> Path:
    """Return the small workspace."""
    return small


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(words: list[str]):
    """`--help` works without a workspace and shows an example."""
    result = RUN.invoke(app, [*words, "--help"])

    assert 0 == result.exit_code
    assert "Example: product-review " + " ".join(words) in result.output


def test_check_tells_what_can_be_known_before_a_run(folder: Path):
    """Connection, relations and KPIs appear, as JSON for programs."""
    result = RUN.invoke(app, ["check", "--workspace", str(folder), "--json"])
    found = {item["item"]: item for item in json.loads(result.output)}

    assert 0 == result.exit_code
    assert "ok" == found["events"]["state"]
    assert "2026-11-15" in found["events"]["detail"]
    assert ("note", "predictions is not mapped") == (
        found["predictions"]["state"],
        found["predictions"]["detail"],
    )


def test_check_fails_on_a_broken_definition(folder: Path):
    """A refused KPI is a problem with its reason."""
    (folder / "kpis.toml").write_text('[odd]\ntitle = "Odd"\n')

    result = RUN.invoke(app, ["check", "--workspace", str(folder), "--json"])

    assert 1 == result.exit_code
    assert "problem" == {i["item"]: i for i in json.loads(result.output)}["odd"]["state"]


def test_kpi_list_names_every_definition(folder: Path):
    """Shipped and own KPIs are listed, one a line."""
    result = RUN.invoke(app, ["kpi", "list", "--workspace", str(folder)])
    names = [line.split("\t")[0] for line in result.output.splitlines()]

    assert 0 == result.exit_code
    assert {"active_users", "messages", "messages_per_user", "latency_p95"} < set(names)


def test_kpi_try_counts_without_keeping(folder: Path):
    """A try shows six weeks with n and days, and leaves no ledger facts."""
    result = RUN.invoke(
        app, ["kpi", "try", "messages", "--workspace", str(folder), "--week", "2026-W46"]
    )
    last = next(line for line in result.output.splitlines() if line.startswith("2026-W46"))

    assert 0 == result.exit_code
    assert ["2026-W46", "22", "22.0", "", "", "22", "7/7", "ok"] == last.split("\t")


def test_kpi_try_by_dimension_suppresses_small_cells(folder: Path):
    """Segments are counted apart; cells under the workspace's minimum are not shown."""
    text = (folder / "review.toml").read_text().replace("minimum_cell = 2", "minimum_cell = 8")
    (folder / "review.toml").write_text(text)

    result = RUN.invoke(
        app,
        [
            "kpi",
            "try",
            "messages",
            "--workspace",
            str(folder),
            "--week",
            "2026-W46",
            "--by",
            "plan",
        ],
    )
    rows = {line.split("\t")[0]: line.split("\t") for line in result.output.splitlines()}

    assert ("insufficient: fewer than 8", "15.0") == (rows["free"][-1], rows["paid"][2])


def test_kpi_sql_shows_the_statement_as_sent(folder: Path):
    """The SQL names the user's table and binds instants as parameters."""
    result = RUN.invoke(
        app, ["kpi", "sql", "messages", "--workspace", str(folder), "--week", "2026-W46"]
    )

    assert 0 == result.exit_code
    assert "log" in result.output
    assert "2026-11-0" in result.output.split("-- :", 1)[1]


def test_init_writes_a_workspace_and_refuses_to_overwrite(tmp_path: Path):
    """A second init in the same folder is refused."""
    first = RUN.invoke(app, ["init", str(tmp_path / "new")])
    second = RUN.invoke(app, ["init", str(tmp_path / "new")])

    assert 0 == first.exit_code
    assert (tmp_path / "new" / "review.toml").is_file()
    assert isinstance(second.exception, ConfigError)


def test_a_missing_workspace_is_an_error_with_a_next_step(tmp_path: Path):
    """Without review.toml a command says what to do."""
    result = RUN.invoke(app, ["check", "--workspace", str(tmp_path)])

    assert isinstance(result.exception, ConfigError)
    assert "product-review init" in str(result.exception)
