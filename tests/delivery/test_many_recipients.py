"""Many recipients, a process killed in the middle, and servers that set limits."""

import asyncio
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace

import pytest

from reports import mailing
from reports.config import load_workspace
from tests.delivery.conftest import NOW, Desk, review_of, with_port

MANY = 200
SCRIPT = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from reports import mailing, pipeline
from reports.config import load_workspace
workspace = load_workspace(Path(sys.argv[1]), {})
workspace = replace(workspace, mail=replace(workspace.mail, port=int(sys.argv[2])))
(review,) = pipeline.find_reviews(workspace, "bot", "2026-W46")
mailing.send_review(workspace, review, clock=lambda: datetime.now(UTC))
"""


class SlowDesk(Desk):
    """A server that takes its time over each message."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Answer a little later."""
        await asyncio.sleep(0.01)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def desk():
    """Return a slow desk."""
    return SlowDesk()


@pytest.fixture
def crowd(folder):
    """Give the audience of the workspace many recipients."""
    names = ", ".join(f'"reader{number}@acme.example"' for number in range(MANY))
    review = folder / "review.toml"
    few = '"ada@acme.example", "ben@acme.example"'
    review.write_text(review.read_text().replace(few, names))
    return folder


def _wait(is_so, within_s: float = 60.0) -> None:
    until = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.parametrize("first", [1, 60, 150])
def test_a_kill_in_the_middle_sends_nobody_two(crowd, desk, serve, first: int):
    """A rerun sends to all the others; the one that was on its way is of unknown fate."""
    port = serve()
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(crowd), str(port)])
    _wait(lambda: len(desk.received) >= first)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(desk.received) < MANY

    workspace = with_port(load_workspace(crowd, {}), port)
    receipts = mailing.send_review(workspace, review_of(workspace), clock=lambda: NOW)
    got = Counter(recipient for recipient, _ in desk.received)
    fates = Counter(one.state for one in receipts)

    assert {1} == set(got.values())
    assert fates["accepted"] >= MANY - 1
    assert MANY == fates["accepted"] + fates["sending"] + fates["unknown"]
    accepted = {one.key.recipient for one in receipts if one.state == "accepted"}
    assert accepted <= set(got)


def test_a_message_beyond_the_server_s_limit_is_refused_for_good(folder, serve, desk):
    """With what the server said; trying again would not make it smaller."""
    workspace = with_port(load_workspace(folder, {}), serve(data_size_limit=20_000))
    receipts = mailing.send_review(workspace, review_of(workspace), clock=lambda: NOW)

    assert {"refused"} == {one.state for one in receipts}
    assert all(one.answer.startswith("552") for one in receipts)
    assert [] == desk.received


def test_a_server_that_does_not_answer_in_time_keeps_all_waiting(folder, serve, desk):
    """Each step has its time; nobody waits for ever, and nobody gets two."""
    desk.drop = "never"

    async def never(server, session, envelope, address, options):
        await asyncio.sleep(30)

    desk.handle_RCPT = never
    workspace = with_port(load_workspace(folder, {}), serve())
    workspace = replace(workspace, mail=replace(workspace.mail, timeout_s=1))
    started = time.monotonic()
    receipts = mailing.send_review(workspace, review_of(workspace), clock=lambda: NOW)

    assert {"pending"} == {one.state for one in receipts}
    assert time.monotonic() - started < 15
