"""Chat channels get headline and link, once; what goes wrong there stops nothing."""

import json
import logging
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from reports import mailing
from reports.config import load_workspace
from reports.errors import ConfigError
from reports.stages.letters import Choice
from reports.values.chat import ChatChannel
from tests.delivery.conftest import NOW, WEEK, review_of

SECRET = "t0k3n-of-the-team"


@pytest.fixture
def room():
    """Serve a webhook on this machine; it notes what it gets and answers as it is told."""

    class Room(ThreadingHTTPServer):
        heard: list[dict]
        answer = 200

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            self.server.heard.append(json.loads(self.rfile.read(length)))
            self.send_response(self.server.answer)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = Room(("127.0.0.1", 0), Handler)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def chatting(opened, room):
    """Return the workspace with one channel."""
    url = f"json://127.0.0.1:{room.server_port}/{SECRET}"
    return replace(opened, chat=(ChatChannel("Team", url),))


def _now():
    return NOW


def _states(receipts):
    return {one.key.recipient: one.state for one in receipts if one.key.channel == "chat"}


def test_no_channel_hears_anything_by_default(opened):
    """Chat is off until review.toml names a channel."""
    receipts = mailing.send_review(opened, review_of(opened), clock=_now)

    assert {"mail"} == {one.key.channel for one in receipts}


def test_a_channel_gets_headline_and_link_once(chatting, room):
    """A second sending posts nothing."""
    for _ in range(2):
        receipts = mailing.send_review(chatting, review_of(chatting), clock=_now)
    (heard,) = room.heard

    assert {"team": "accepted"} == _states(receipts)
    assert "Bot" in heard["title"]
    assert f"https://reviews.acme.example/bot/2026/{WEEK}/r1/review.html" in heard["message"]


def test_a_channel_can_be_posted_to_again(chatting, room):
    """By name, as a recipient of mail can."""
    mailing.send_review(chatting, review_of(chatting), clock=_now)
    mailing.send_review(chatting, review_of(chatting), Choice(resend="team"), clock=_now)

    assert 2 == len(room.heard)


def test_a_failing_channel_keeps_nobody_from_mail(chatting, room, desk, caplog):
    """Its fate is unknown and it is not tried again; its URL is seen nowhere."""
    room.answer = 500
    with caplog.at_level(logging.DEBUG):
        receipts = mailing.send_review(chatting, review_of(chatting), clock=_now)

    assert {"team": "unknown"} == _states(receipts)
    assert 2 == len(desk.received)
    assert SECRET not in caplog.text + str(receipts) + repr(chatting)


def test_what_the_library_raises_keeps_nobody_from_mail(chatting, desk, monkeypatch):
    """Its message may hold the secret, so that only its kind is told."""

    def fail(*_args, **_options):
        raise RuntimeError(SECRET)

    monkeypatch.setattr("apprise.Apprise.notify", fail)
    receipts = mailing.send_review(chatting, review_of(chatting), clock=_now)
    (answer,) = (one.answer for one in receipts if one.key.channel == "chat")

    assert {"team": "unknown"} == _states(receipts)
    assert "RuntimeError in the library that posts" == answer
    assert 2 == len(desk.received)


def test_the_url_of_a_channel_is_no_part_of_the_file(folder):
    """It is a secret, so it comes from the environment."""
    review = folder / "review.toml"
    channel = f'[[chat]]\nname = "Team"\nurl = "json://host/{SECRET}"\n'
    review.write_text(review.read_text().replace("[warehouse]", f"{channel}[warehouse]", 1))

    with pytest.raises(ConfigError, match="is a secret and stands in the file") as caught:
        load_workspace(folder, {})
    assert SECRET not in str(caught.value)
