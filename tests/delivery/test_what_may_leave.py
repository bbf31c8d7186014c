"""What may leave: only what was published, to whom it may go, with headers that hold."""

import json
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports import mailing
from reports.cli.app import app
from reports.config import load_workspace
from reports.delivery.message import Envelope, addressed, message_id
from reports.errors import ArchiveError, ConfigError, DeliveryError
from reports.stages.letters import Choice, letters, write_letters
from reports.stages.sending import Post
from reports.store import open_store
from tests.delivery.conftest import NOW, WEEK, review_of

ADA, BEN = "ada@acme.example", "ben@acme.example"
EVERYBODY = Choice()


def _deliver(workspace, *, now=NOW, choice=EVERYBODY, context=None):
    with open_store(workspace.ledger_url) as store:
        receipts = Post(workspace, store, lambda: now, context).deliver(
            review_of(workspace), choice
        )
    return {one.key.recipient: one for one in receipts}


def _now():
    return NOW


def _states(receipts):
    return {name: one.state for name, one in receipts.items()}


def _parsed(content: bytes):
    return BytesParser(policy=policy.default).parsebytes(content)


def test_an_altered_message_is_not_sent(opened, desk, folder: Path):
    """What leaves is what was published, byte for byte."""
    path = folder / "archive/bot/2026" / WEEK / "r1/summary.eml"
    path.write_bytes(path.read_bytes().replace(b"Bot", b"Bat"))

    with pytest.raises(ArchiveError, match="not what was published"):
        _deliver(opened)
    assert [] == desk.received


def test_nobody_outside_of_the_allowed_domains_gets_mail(opened, desk):
    """Not even a test."""
    with pytest.raises(DeliveryError, match=r"mail to evil\.example is not allowed"):
        mailing.send_test_mail(opened, review_of(opened), "eve@evil.example", "", clock=_now)
    assert [] == desk.received


def test_a_dry_run_and_a_test_are_no_deliveries(opened, desk, tmp_path: Path):
    """Files are written, a test is sent, and the ledger knows nothing of it."""
    paths = write_letters(opened, review_of(opened), Choice(), tmp_path / "letters", NOW)
    answer = mailing.send_test_mail(
        opened, review_of(opened), "me@acme.example", "leads", clock=_now
    )

    assert ["summary_ada_at_acme.example.eml", "summary_ben_at_acme.example.eml"] == sorted(
        path.name for path in paths
    )
    assert ("accepted", ["me@acme.example"]) == (answer.state, [to for to, _ in desk.received])
    assert () == mailing.delivery_receipts(opened)


def test_what_a_dead_process_was_sending_is_unknown(opened, desk):
    """After half an hour nobody is sending any more; nothing goes out twice."""
    with open_store(opened.ledger_url) as store:
        meant = letters(opened, review_of(opened).key, Choice())
        store.deliveries.plan([one.key for one in meant], message_ids=["", ""])
        store.deliveries.begin(meant[0].key, now=NOW)
    receipts = _deliver(opened, now=NOW + timedelta(hours=1))

    assert {ADA: "unknown", BEN: "accepted"} == _states(receipts)


def test_line_breaks_never_reach_a_header(opened):
    """A name that would start a header of its own is refused."""
    review = review_of(opened)
    assert opened.mail is not None
    mail = replace(opened.mail, list_id="x>\r\nBcc: eve@evil.example")

    with pytest.raises(DeliveryError, match="line break"):
        addressed(b"Subject: s\r\n\r\nb", Envelope(review.key, "full", ADA), mail, NOW)


def test_a_corrected_revision_answers_the_first(opened):
    """Mail programs put both into one thread."""
    review = review_of(opened)
    assert opened.mail is not None
    second = Envelope(replace(review.key, revision=2), "summary", ADA)
    message = _parsed(addressed(b"Subject: s\r\n\r\nb", second, opened.mail, NOW))
    first = message_id(Envelope(review.key, "summary", ADA), opened.mail)

    assert first == message["In-Reply-To"] == message["References"] != message["Message-ID"]


def test_commands_list_deliveries_and_fail_where_some_are_missing(folder: Path):
    """Without a server nobody has the review yet, and the exit code says so."""
    run = CliRunner()
    sent = run.invoke(app, ["send", "--week", WEEK, "--workspace", str(folder)])
    listed = run.invoke(app, ["deliveries", WEEK, "--json", "--workspace", str(folder)])

    assert (DeliveryError.exit_code, 0) == (sent.exit_code, listed.exit_code)
    assert {"pending"} == {row["state"] for row in json.loads(listed.output)}
    dry = run.invoke(app, ["send", "--dry-run", "--workspace", str(folder)])
    assert 2 == len(dry.output.splitlines())


def test_unknown_audiences_and_recipients_are_refused(opened):
    """The message names those there are."""
    with pytest.raises(ConfigError, match="no audience 'boss'"):
        letters(opened, review_of(opened).key, Choice("boss"))
    with pytest.raises(ConfigError, match="no recipient"):
        letters(opened, review_of(opened).key, Choice(resend="eve@acme.example"))


def test_the_workspace_is_still_readable(folder: Path):
    """Audiences and server come from review.toml."""
    workspace = load_workspace(folder, {})

    assert ("leads", "summary") == (workspace.audiences[0].name, workspace.audiences[0].edition)
