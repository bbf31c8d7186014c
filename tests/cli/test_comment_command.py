"""`comment`: what an owner says is written down, listed, or refused in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reports.cli import comments
from reports.cli.app import app
from reports.config import load_workspace
from reports.errors import ConfigError
from reports.values.record import Comment

NOW = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
SAID = {"--kpi": "messages", "--state": "known", "--says": "We asked.", "--by": "support lead"}
HEADER = "product\tweek\tkpi\tstate\tsays\tby\ton"
Runner = Callable[..., Result]


@pytest.fixture
def say(small: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return what runs the command on the small workspace late on 17 November 2026."""
    monkeypatch.setattr(comments, "now", lambda: NOW)

    def run(*words: str, **changes: str) -> Result:
        options = {**SAID, **{f"--{key}": value for key, value in changes.items()}}
        given = [word for pair in options.items() if pair[1] for word in pair]
        listing = given if "--list" not in words else []
        return CliRunner().invoke(app, ["comment", *words, *listing, "--workspace", str(small)])

    return run


def two_products(small: Path) -> None:
    """Give the small workspace a second product."""
    text = (small / "review.toml").read_text()
    other = text[text.index("[products.bot]") :].replace("products.bot", "products.pen")
    (small / "review.toml").write_text(text + other)


def test_the_command_explains_itself_with_an_example():
    """`--help` works without a workspace."""
    result = CliRunner().invoke(app, ["comment", "--help"])

    assert 0 == result.exit_code
    assert "Example: product-review comment 2026-W46 --kpi" in result.output


def test_a_comment_is_on_the_last_week_today(say: Runner, small: Path):
    """Without week and day it is the last complete week, and the day in the product's zone."""
    result = say()

    assert (0, "bot 2026-W46 messages: known") == (result.exit_code, result.output.splitlines()[0])
    assert (
        Comment(
            product="bot",
            week_label="2026-W46",
            kpi="messages",
            state="known",
            says="We asked.",
            by="support lead",
            on=date(2026, 11, 18),
        ),
    ) == load_workspace(small, {}).records.comments


def test_week_and_day_can_be_named(say: Runner, small: Path):
    """A comment may be on an earlier week, and may have been made on another day."""
    say("2026-W40", on="2026-10-05", state="false alarm")
    (comment,) = load_workspace(small, {}).records.comments

    assert ("2026-W40", "false alarm", date(2026, 10, 5)) == (
        comment.week_label,
        comment.state,
        comment.on,
    )


def test_comments_of_a_week_are_listed(say: Runner):
    """`--list` prints the comments of a week in their order, of one KPI if it is named."""
    say(says="a", on="2026-11-17")
    say(says="b", on="2026-11-17", kpi="active_users")
    say("2026-W45", says="c", on="2026-11-17")
    last, earlier = say("--list"), say("2026-W45", "--list")
    one = say("--list", "--kpi", "active_users")
    tail = "support lead\t2026-11-17"

    assert [
        HEADER,
        f"bot\t2026-W46\tmessages\tknown\ta\t{tail}",
        f"bot\t2026-W46\tactive_users\tknown\tb\t{tail}",
    ] == last.output.splitlines()
    assert [HEADER, f"bot\t2026-W45\tmessages\tknown\tc\t{tail}"] == earlier.output.splitlines()
    assert [HEADER, f"bot\t2026-W46\tactive_users\tknown\tb\t{tail}"] == one.output.splitlines()


@pytest.mark.parametrize(
    ("words", "changes", "told"),
    [
        ([], {"kpi": "mesages"}, ("--kpi: no KPI is called 'mesages'", "did you mean messages?")),
        ([], {"kpi": "x"}, ("--kpi: no KPI is called 'x'", "expected: one of ")),
        ([], {"product": "bott"}, ("no product is called 'bott'", "did you mean bot?")),
        ([], {"state": "unknown"}, ("--state", "'investigating' or 'false alarm'", "unknown")),
        ([], {"says": "two\nlines"}, ("--says: a line break or control", "one line of text")),
        ([], {"says": "\x1b[31m"}, ("--says: a line break or control",)),
        ([], {"says": "a" * 501}, ("--says", "at most 500 letters")),
        ([], {"by": "a\x00"}, ("--by: a line break or control",)),
        ([], {"by": " "}, ("--by: an empty text",)),
        ([], {"by": ""}, ("not complete", "--kpi …, --state …, --says …, --by …")),
        ([], {"on": "monday"}, ("--on is no day", "2026-11-16", "got: monday")),
        ([], {"on": "0001-01-01"}, ("--on: a day that is too far away",)),
        (["2026-W47"], {}, ("WEEK: week 2026-W47 of bot is not over", "up to 2026-W46")),
        (["2026-W54"], {}, ("WEEK: no such week: '2026-W54'",)),
        (["last"], {}, ("WEEK: no such week: 'last'", "written like 2026-W46")),
        (["0001-W01"], {}, ("--week: a day that is too far away",)),
        (["--list", "--says", "x"], {}, ("--list writes nothing", "got: --says")),
        (["--list", "--product", "bott"], {}, ("no product is called 'bott'",)),
    ],
)
def test_what_cannot_be_meant_is_refused(
    say: Runner, small: Path, words: list[str], changes: dict[str, str], told: tuple[str, ...]
):
    """Each refusal names the option and a way on, and leaves no file behind."""
    before = {path.name for path in small.iterdir()}
    result = say(*words, **changes)
    message = str(result.exception)

    assert isinstance(result.exception, ConfigError)
    assert message.startswith("product-review comment")
    assert [] == [words for words in (*told, "next: ") if words not in message]
    assert before == {path.name for path in small.iterdir()}


def test_one_of_several_products_must_be_chosen(say: Runner, small: Path):
    """With two products a comment needs --product; a list shows both."""
    two_products(small)
    refused, written = say(), say(product="pen")

    assert isinstance(refused.exception, ConfigError)
    assert "expected: one of bot, pen" in str(refused.exception)
    assert "pen 2026-W46 messages: known" == written.output.splitlines()[0]
    assert ["product", "pen"] == [line.split("\t")[0] for line in say("--list").output.splitlines()]


def test_a_refused_definition_is_named(say: Runner, small: Path):
    """A KPI whose definition is broken is answered with the reason."""
    (small / "kpis.toml").write_text('[odd]\ntitle = "Odd"\n')
    result = say(kpi="odd")

    assert "kpis.toml" in str(result.exception)
    assert not (small / "comments.toml").exists()


def test_a_comment_needs_no_ledger(say: Runner, small: Path):
    """Writing and listing touch neither data nor ledger."""
    say()
    say("--list")

    assert not (small / ".product-review").exists()
