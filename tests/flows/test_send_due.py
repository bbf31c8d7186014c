"""What a mail server put off is tried again by a flow of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.send import send_due
from reports import mailing
from reports.config import load_workspace
from tests.delivery.conftest import (  # noqa: F401 - fixtures
    desk,
    folder,
    published,
    review_of,
    serve,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def waiting(folder, serve, desk):  # noqa: F811 - fixtures
    """Return a workspace with one message that waits and whose next try has come."""
    review = folder / "review.toml"
    review.write_text(review.read_text().replace("port = 25", f"port = {serve()}"))
    workspace = load_workspace(folder, {})
    desk.refuse["ben@acme.example"] = "451 4.7.1 greylisted"
    before = datetime.now(UTC) - timedelta(hours=1)
    mailing.send_review(workspace, review_of(workspace), clock=lambda: before)
    assert ["ada@acme.example"] == [to for to, _ in desk.received]
    return folder


def test_the_flow_goes_on_with_what_waits(waiting, desk):  # noqa: F811
    """Once the list lets it through it is sent, and never again."""
    desk.refuse.clear()
    for expected in ("1 messages, 0 still waiting, 0 lost", "0 messages"):
        state = send_due(str(waiting), return_state=True)
        assert state.is_completed()
        assert state.message.startswith(expected)

    assert ["ada@acme.example", "ben@acme.example"] == [to for to, _ in desk.received]


def test_a_message_lost_for_good_fails_the_run(waiting, desk):  # noqa: F811
    """So that whoever watches the runs sees it."""
    desk.refuse["ben@acme.example"] = "550 5.1.1 no such person"
    state = send_due(str(waiting), return_state=True)

    assert state.is_failed()
    assert "1 lost" in state.message


def test_a_workspace_without_mail_has_nothing_to_do(waiting):
    """The deployment is there for every workspace."""
    review = waiting / "review.toml"
    text = review.read_text()
    start, end = text.index("[mail]"), text.index("[warehouse]")
    review.write_text(text[:start] + text[end:])

    assert send_due(str(waiting), return_state=True).is_completed()
