"""Sending to a real server on this machine: who gets what, once, and what is remembered."""

import json
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from html import unescape

import pytest

from reports.stages.letters import Choice
from reports.stages.sending import Post
from reports.store import open_store
from tests.delivery.conftest import NOW, WEEK, authenticate, review_of, with_port
from tests.delivery.delivery_parts import numbers_in

ADA, BEN = "ada@acme.example", "ben@acme.example"
EVERYBODY = Choice()


def _deliver(workspace, *, now=NOW, choice=EVERYBODY, context=None):
    with open_store(workspace.ledger_url) as store:
        receipts = Post(workspace, store, lambda: now, context).deliver(
            review_of(workspace), choice
        )
    return {one.key.recipient: one for one in receipts}


def _states(receipts):
    return {name: one.state for name, one in receipts.items()}


def _parsed(content: bytes):
    return BytesParser(policy=policy.default).parsebytes(content)


def test_everybody_gets_one_message_with_headers_of_their_own(opened, desk):
    """Sender, recipient, identity, list and reply address; nobody sees the others."""
    receipts = _deliver(opened)
    messages = {to: _parsed(content) for to, content in desk.received}
    ada = messages[ADA]

    assert {ADA: "accepted", BEN: "accepted"} == _states(receipts)
    assert [ADA, BEN] == sorted(messages)
    assert "Ämce AI <reviews@acme.example>" == str(ada["From"])
    assert (ADA, "pm@acme.example", "auto-generated") == (
        ada["To"], ada["Reply-To"], ada["Auto-Submitted"],
    )  # fmt: skip
    assert "<bot-review.acme.example>" == ada["List-Id"]
    assert "<mailto:pm@acme.example?subject=unsubscribe>" == ada["List-Unsubscribe"]
    assert receipts[ADA].message_id == ada["Message-ID"] != messages[BEN]["Message-ID"]
    assert BEN not in str(ada)
    assert "queued" in receipts[ADA].answer


def test_the_message_has_the_parts_mail_programs_expect(opened, desk, folder):
    """Mixed of alternative and PDF; the page is related to its pictures; bytes are archived."""
    _deliver(opened)
    message = _parsed(desk.received[0][1])
    alternative, pdf = message.iter_parts()
    plain, related = alternative.iter_parts()
    page, *pictures = related.iter_parts()
    archive = folder / "archive" / "bot" / "2026" / WEEK / "r1"

    assert ["multipart/mixed", "multipart/alternative", "multipart/related"] == [
        part.get_content_type() for part in (message, alternative, related)
    ]
    assert ("text/plain", "text/html") == (plain.get_content_type(), page.get_content_type())
    assert "product-review_bot_2026-W46_r1.pdf" == pdf.get_filename()
    assert (archive / "summary.pdf").read_bytes() == pdf.get_content()
    assert {"image/png"} == {part.get_content_type() for part in pictures}
    archived = _parsed((archive / "summary.eml").read_bytes())
    assert archived.get_body(("html",)).get_content() == page.get_content()
    assert 80_000 > len(page.get_content().encode())
    for part in pictures:
        name = part["Content-ID"].strip("<>")
        assert f'src="cid:{name}"' in page.get_content()


def test_the_numbers_of_the_message_are_those_of_the_review(opened, desk, folder):
    """Each number of the card stands in review.json, in the text part as in the page."""
    _deliver(opened)
    message = _parsed(desk.received[0][1])
    twin = json.loads((folder / "archive/bot/2026" / WEEK / "r1/review.json").read_text())
    plain = message.get_body(("plain",)).get_content()
    page = unescape(message.get_body(("html",)).get_content())
    known = [one for one in twin["kpis"].values() if one["box"]["last_week"]["value"] is not None]
    assert known
    for kpi in known:
        said = numbers_in(kpi)
        assert said in plain
        assert said in page


def test_a_second_run_sends_nothing_to_those_who_have_it(opened, desk):
    """Accepted is accepted; only a person may ask for a second copy."""
    _deliver(opened)
    _deliver(opened)
    again = _deliver(opened, choice=Choice(resend=ADA))

    assert [ADA, BEN, ADA] == [to for to, _ in desk.received]
    assert 2 == again[ADA].attempts


def test_a_refused_recipient_does_not_stop_the_others(opened, desk):
    """5xx is final and shown; the other gets the message."""
    desk.refuse[ADA] = "550 5.1.1 no such user"
    receipts = _deliver(opened)

    assert {ADA: "refused", BEN: "accepted"} == _states(receipts)
    assert "550 5.1.1 no such user" == receipts[ADA].answer
    assert {ADA: "refused", BEN: "accepted"} == _states(_deliver(opened, now=NOW + timedelta(1)))


def test_a_greylisted_recipient_waits_and_is_tried_again_when_due(opened, desk):
    """4xx stays pending with its next try; before that nothing is sent."""
    desk.refuse = dict.fromkeys((ADA, BEN), "451 4.7.1 come back later")
    first = _deliver(opened)
    desk.refuse.clear()
    early = _deliver(opened, now=NOW + timedelta(minutes=2))
    late = _deliver(opened, now=NOW + timedelta(minutes=6))

    assert {ADA: "pending", BEN: "pending"} == _states(first) == _states(early)
    assert NOW + timedelta(minutes=5) == first[ADA].next_try
    assert {ADA: "accepted", BEN: "accepted"} == _states(late)
    assert 2 == late[ADA].attempts


def test_after_the_deadline_a_waiting_message_is_given_up(opened, desk):
    """Two days of 4xx are a refusal, with the last answer beside it."""
    desk.refuse = dict.fromkeys((ADA, BEN), "451 4.7.1 come back later")
    _deliver(opened)
    receipts = _deliver(opened, now=NOW + timedelta(hours=49))

    assert "refused" == receipts[ADA].state
    assert "given up after 48 h: 451 4.7.1 come back later" == receipts[ADA].answer


@pytest.mark.parametrize("drop", ["before", "after"])
def test_a_connection_lost_while_sending_leaves_the_fate_unknown(opened, desk, drop):
    """Nothing is sent again by itself, for it may have arrived."""
    desk.drop = drop
    receipts = _deliver(opened)
    desk.drop = ""
    again = _deliver(opened, now=NOW + timedelta(days=1))

    assert "unknown" == receipts[ADA].state
    assert "unknown" == again[ADA].state
    assert "lost while sending" in again[ADA].answer


def test_the_policy_may_send_again_what_is_unknown(opened, desk):
    """Where a second copy is better than none."""
    desk.drop = "after"
    _deliver(opened)
    desk.drop = ""
    assert opened.mail is not None
    willing = replace(opened, mail=replace(opened.mail, resend_unknown=True))

    assert {"accepted"} == set(_states(_deliver(willing)).values())


def test_a_connection_lost_before_the_message_is_tried_again(opened, desk):
    """At the recipient nothing has gone out yet."""
    desk.drop = "rcpt"
    first = _deliver(opened)
    desk.drop = ""

    assert "pending" == first[ADA].state
    assert "accepted" == _deliver(opened, now=NOW + timedelta(hours=1))[ADA].state


def test_a_server_that_is_not_there_keeps_everybody_waiting(opened):
    """The answer says what happened."""
    receipts = _deliver(with_port(opened, 1))

    assert {ADA: "pending", BEN: "pending"} == _states(receipts)
    assert "refused" in receipts[ADA].answer.lower()


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ädä@bücher.example", "ädä@xn--bcher-kva.example"),
    ],
)
def test_addresses_in_other_letters_than_english_ones_work(opened, desk, serve, written, sent):
    """A domain as name servers know it; a name before the @ where the server takes such names."""
    audience = replace(opened.audiences[0], recipients=(written,))
    foreign = with_port(opened, serve(), domains=())
    foreign = replace(foreign, audiences=(audience,))

    assert {written: "accepted"} == _states(_deliver(foreign))
    ((to, content),) = desk.received

    assert sent == to
    assert f"\r\nTo: {sent}\r\n".encode() in content


def test_a_server_without_such_names_refuses_them_for_good(opened, serve):
    """Waiting would not help; the answer says what is missing."""
    audience = replace(opened.audiences[0], recipients=("ädä@acme.example", ADA))
    plain = with_port(opened, serve(enable_SMTPUTF8=False))
    receipts = _deliver(replace(plain, audiences=(audience,)))

    assert {"ädä@acme.example": "refused", ADA: "accepted"} == _states(receipts)
    assert "letters beyond a to z" in receipts["ädä@acme.example"].answer


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_is_encrypted_and_authenticated(opened, desk, serve, certificates, security):
    """Both ways of encryption, with a user and a verified certificate."""
    tls = (
        {"ssl_context": certificates.server, "auth_require_tls": False}
        if security == "tls"
        else {"tls_context": certificates.server, "require_starttls": True}
    )
    port = serve(authenticator=authenticate, **tls)
    assert opened.mail is not None
    secured = with_port(
        opened, port, host="localhost", security=security, user="reviews", password="secret"
    )

    assert {"accepted"} == set(_states(_deliver(secured, context=certificates.client)).values())
    assert 2 == len(desk.received)


def test_a_wrong_certificate_or_password_sends_nothing(opened, desk, serve, certificates):
    """The reason is told; nothing goes out unencrypted."""
    port = serve(tls_context=certificates.server, authenticator=authenticate)
    secured = with_port(opened, port, host="localhost", security="starttls", user="x", password="y")
    distrusted = _deliver(secured)
    resent = _deliver(secured, choice=Choice(resend=ADA), context=certificates.client)

    assert {ADA: "pending", BEN: "pending"} == _states(distrusted)
    assert "certificate" in distrusted[ADA].answer
    assert ("pending", "535 the server refused user or password") == (
        resent[ADA].state, resent[ADA].answer,
    )  # fmt: skip
    assert [] == desk.received
