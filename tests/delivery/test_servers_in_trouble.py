"""Servers that are slow, refuse everybody, or take only small messages."""

import asyncio
from dataclasses import dataclass

import pytest

from reports.stages.letters import Choice
from reports.stages.sending import Post
from reports.store import open_store
from tests.delivery.conftest import NOW, Desk, review_of, with_port

ADA, BEN = "ada@acme.example", "ben@acme.example"


@dataclass
class SlowDesk(Desk):
    """Takes longer than anybody waits, at one of the steps."""

    slow_at: str = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Answer to a recipient, late."""
        if self.slow_at == "rcpt":
            await asyncio.sleep(3)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Answer to a message, late."""
        if self.slow_at == "data":
            await asyncio.sleep(3)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def desk() -> SlowDesk:
    """Return a desk that can be slow."""
    return SlowDesk()


def _deliver(workspace):
    with open_store(workspace.ledger_url) as store:
        receipts = Post(workspace, store, lambda: NOW).deliver(review_of(workspace), Choice())
    return {one.key.recipient: one for one in receipts}


@pytest.mark.parametrize(("step", "state"), [("rcpt", "pending"), ("data", "unknown")])
def test_nobody_waits_for_a_slow_server(opened, desk, serve, step, state):
    """Before the message it is tried again later; after it nobody knows, so it is not."""
    desk.slow_at = step
    receipts = _deliver(with_port(opened, serve(), timeout_s=1))

    assert state == receipts[ADA].state
    assert "time" in receipts[ADA].answer
    assert ("pending" == state) == (receipts[ADA].next_try is not None)


def test_a_server_that_refuses_everybody_is_remembered(opened, desk):
    """Each with the server's own words, and nothing was handed over."""
    desk.refuse = {ADA: "550 5.1.1 unknown", BEN: "553 5.7.1 not here"}
    receipts = _deliver(opened)

    assert {ADA: "refused", BEN: "refused"} == {name: one.state for name, one in receipts.items()}
    assert "unknown" in receipts[ADA].answer
    assert "not here" in receipts[BEN].answer
    assert [] == desk.received


def test_a_message_larger_than_the_server_takes_is_refused_for_good(opened, desk, serve):
    """The server said so before the message was sent."""
    receipts = _deliver(with_port(opened, serve(data_size_limit=10_000)))

    assert {"refused"} == {one.state for one in receipts.values()}
    assert all("552" in one.answer for one in receipts.values())
    assert [] == desk.received
