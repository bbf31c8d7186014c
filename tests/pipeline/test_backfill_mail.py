"""A backfill mails only what was asked for and confirmed."""

import shutil
import socket
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from reports.cli.app import app
from reports.errors import ConfigError
from tests.small import REVIEW_TOML, make_small

pytestmark = pytest.mark.slow

MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "reviews@acme.example"
[[audiences]]
name = "leads"
recipients = ["ada@acme.example", "ben@acme.example"]
edition = "summary"
"""
REST = REVIEW_TOML[REVIEW_TOML.index("[warehouse]") :]
RANGE = ("--from", "2026-W45", "--to", "2026-W46")


@dataclass
class Box:
    """What arrived, by recipient."""

    got: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        """Take a message."""
        self.got += envelope.rcpt_tos
        return "250 queued"


@pytest.fixture
def box():
    """Return a box that is served."""
    return Box()


@pytest.fixture
def folder(tmp_path: Path, box: Box):
    """Return the small workspace with two recipients and a server that takes everything."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = make_small(tmp_path / "small")
    shutil.rmtree(made / "archive", ignore_errors=True)
    review = made / "review.toml"
    text = review.read_text()
    review.write_text(text.replace("[warehouse]", f"{MAIL.format(port=port)}[warehouse]", 1))
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield made
    controller.stop()


def _run(folder: Path, *words: str):
    return CliRunner().invoke(app, ["backfill", *RANGE, *words, "--workspace", str(folder)])


def test_without_the_right_number_nothing_is_built_or_sent(folder, box):
    """A script says how many messages it expects; the error says how many there are."""
    for words, got in (((), "nothing"), (("--messages", "3"), "3")):
        done = _run(folder, "--send", *words)
        assert isinstance(done.exception, ConfigError)
        assert ("4, for 2 weeks", got) == (done.exception.expected, done.exception.got)

    assert [] == box.got
    assert not list(folder.rglob("review.pdf"))


def test_what_was_built_is_sent_once(folder, box):
    """Two weeks to two people; without --send nothing leaves, and a second run sends nothing."""
    done = _run(folder, "--send", "--messages", "4")
    again = _run(folder, "--send", "--messages", "0")

    assert (0, 0) == (done.exit_code, again.exit_code)
    assert "4 messages sent, 0 not" in done.output
    assert ["ada@acme.example", "ben@acme.example"] * 2 == box.got


def test_a_backfill_mails_nothing_by_itself(folder, box):
    """However many audiences there are."""
    assert 0 == _run(folder).exit_code
    assert [] == box.got


def test_sending_to_nobody_is_refused_before_anything_is_built(folder):
    """Not after an hour of building."""
    review = folder / "review.toml"
    review.write_text(review.read_text().split("[[audiences]]")[0] + REST)
    done = _run(folder, "--send", "--messages", "0")

    assert isinstance(done.exception, ConfigError)
    assert "nobody gets these reviews" in str(done.exception)
    assert not list(folder.rglob("review.pdf"))
