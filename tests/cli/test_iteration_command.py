"""`iteration new|bet|action|close`: written down, read back, refused in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reports.cli import iterations
from reports.cli.app import app
from reports.config import load_workspace
from reports.errors import ConfigError
from reports.values.record import Records

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
BET = [
    "bet",
    "short answers",
    *("--hypothesis", "Short answers are read"),
    *("--kpi", "messages"),
    *("--expected", "0.05..0.2..0.35", "--probability", "0.6"),
    *("--rule", "Keep them if messages rise"),
    *("--owner", "product manager", "--review-on", "2026-12-14", "--experiment", "short"),
    *("--guardrail", "messages_per_user=0.05", "--segment", "plan=free"),
]
ACTION = ["action", "Cache contexts", "--owner", "model lead", "--due", "2026-11-27"]
OLD = "# our own words\n[[actions]]\nwhat = 'Old'   # first\nowner = \"x\"\ndue = 2026-11-01\n"
Runner = Callable[..., Result]


@pytest.fixture
def write(small: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return what runs `iteration` on the small workspace on 17 November 2026."""
    monkeypatch.setattr(iterations, "now", lambda: NOW)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["iteration", *words, "--workspace", str(small)])

    return run


def _records(folder: Path) -> Records:
    return load_workspace(folder, {}).records


def test_an_iteration_is_added(write: Runner, small: Path):
    """Its days and its goal are read back."""
    result = write("new", "14", "--from", "2026-11-16", "--to", "2026-11-29", "--goal", "Faster")
    found = _records(small).iterations[0]

    assert 0 == result.exit_code
    assert ("14", date(2026, 11, 29), "Faster") == (found.name, found.last_day, found.goal)


def test_a_bet_is_written_with_the_day_it_was_written_on(write: Runner, small: Path):
    """The day is today's: a bet cannot be dated back by an option."""
    result = write(*BET)
    bet = _records(small).bets[0]

    assert 0 == result.exit_code, result.output
    assert (date(2026, 11, 17), "experiment", "short", ("plan", "free")) == (
        bet.written_on,
        bet.basis,
        bet.subject,
        bet.segment,
    )
    assert ("messages_per_user", 0.05) == (bet.guardrails[0].kpi, bet.guardrails[0].margin)


def test_an_action_is_closed_and_the_rest_of_the_file_stays(write: Runner, small: Path):
    """Comments and layout of the file are kept byte for byte."""
    path = small / "iterations.toml"
    path.write_text(OLD)
    opened = write(*ACTION, "--kind", "prevent")
    closed = write("close", "cache", "--effect", "yes")
    actions = _records(small).actions

    assert (0, 0) == (opened.exit_code, closed.exit_code)
    assert path.read_text().startswith(OLD)
    assert (None, date(2026, 11, 17), True) == (
        actions[0].closed_on,
        actions[1].closed_on,
        actions[1].effect,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new", "14", "--from", "2026-11-29", "--to", "2026-11-16"], "before the first"),
        (["new", "14", "--from", "today", "--to", "2026-11-16"], "--from cannot be 'today'"),
        ([*BET, "--release", "r1"], "on an experiment or on a release"),
        ([word.replace("messages", "mesages") for word in BET], "--kpi cannot be 'mesages'"),
        ([word.replace("..0.2..", "..") for word in BET], "--expected cannot be"),
        ([*BET, "--guardrail", "messages_per_user"], "--guardrail cannot be"),
        ([*ACTION, "--kind", "fix"], "kind"),
        ([*ACTION, "--bet", "no such"], "no bet is called no such"),
        (["close", "Nothing"], "no open action begins with 'Nothing'"),
        (["close", "Nothing", "--as", "gone"], "--as cannot be 'gone'"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_written(
    write: Runner, small: Path, words: list[str], told: str
):
    """The file stays as it was."""
    result = write(*words)

    assert isinstance(result.exception, ConfigError)
    assert told in str(result.exception)
    assert not (small / "iterations.toml").exists()


def test_two_actions_that_begin_alike_are_told_apart(write: Runner, small: Path):
    """The exact words decide; a beginning of both is refused."""
    for what in ("Cache", "Cache contexts"):
        write("action", what, "--owner", "x", "--due", "2026-11-27")
    refused, exact = write("close", "Cac"), write("close", "Cache")

    assert "more than one open action" in str(refused.exception)
    assert 0 == exact.exit_code
    assert [date(2026, 11, 17), None] == [one.closed_on for one in _records(small).actions]


def test_a_report_on_an_unknown_iteration_names_those_there_are(write: Runner):
    """A slip of the keyboard is answered with what could be meant."""
    write("new", "14", "--from", "2026-11-16", "--to", "2026-11-29")

    result = write("report", "41")

    assert 0 != result.exit_code
    assert isinstance(result.exception, ConfigError)
    assert ("iterations.toml", "14", "41") == (
        result.exception.where,
        result.exception.expected,
        result.exception.got,
    )


def test_a_report_on_an_iteration_that_has_not_begun_is_refused(write: Runner):
    """Without a complete week there is nothing to tell."""
    write("new", "15", "--from", "2026-11-30", "--to", "2026-12-13")

    result = write("report", "15")

    assert isinstance(result.exception, ConfigError)
    assert "2026-11-30" == result.exception.got
