"""Owners hear what went wrong: one short mail for each cause, with the command that goes on."""

from dataclasses import replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser

import pytest

from reports import mailing
from reports.stages.telling import Teller
from reports.store import open_store
from reports.values.job import Outcome
from tests.delivery.conftest import NOW, WEEK, review_of

OWNER = "owner@acme.example"


@pytest.fixture
def owned(opened):
    """Return the workspace with an owner who can be written to."""
    return _owned(opened, OWNER)


def _owned(workspace, address: str):
    products = tuple(replace(one, owner_mail=address) for one in workspace.products)
    return replace(workspace, products=products)


def _now():
    return NOW


def _told(desk):
    parsed = [
        (to, BytesParser(policy=policy.default).parsebytes(content))
        for to, content in desk.received
    ]
    return [(to, str(one["Subject"]), one.get_content()) for to, one in parsed if to == OWNER]


@pytest.mark.parametrize(
    ("state", "title", "command"),
    [
        ("failed", "the review failed", f"product-review run --week {WEEK} --product bot"),
        ("held", "the review is held", f"product-review run --week {WEEK} --product bot"),
        ("refused", "the review is not published", f"product-review run --week {WEEK}"),
        ("draft", "a draft waits", f"product-review approve {WEEK} --product bot"),
    ],
)
def test_the_owner_is_told_the_reason_and_how_to_go_on(owned, desk, state, title, command):
    """Once for each cause, however often the run is tried again."""
    outcome = Outcome("bot", WEEK, state, error="events: rows on 3 of 7 days")
    for _ in range(3):
        mailing.tell_owners(owned, [outcome], clock=_now)
    ((to, subject, text),) = _told(desk)

    assert (OWNER, True) == (to, title in subject)
    assert "Bot" in subject
    assert "events: rows on 3 of 7 days" in text
    assert command in text


def test_another_reason_is_told_again(owned, desk):
    """A cause is a product, a week, a state and a reason."""
    for reason in ("no rows", "no connection"):
        mailing.tell_owners(owned, [Outcome("bot", WEEK, "failed", error=reason)], clock=_now)

    assert ["no rows", "no connection"] == [text.splitlines()[0] for _, _, text in _told(desk)]


def test_what_went_well_is_not_told(owned, desk):
    """Neither published weeks nor those left alone."""
    states = ("published", "already published", "left to another run")
    mailing.tell_owners(owned, [Outcome("bot", WEEK, state) for state in states], clock=_now)

    assert [] == _told(desk)


def test_nobody_is_told_without_an_address(opened, desk):
    """An owner's name alone is no address."""
    mailing.tell_owners(opened, [Outcome("bot", WEEK, "failed", error="no rows")], clock=_now)

    assert [] == desk.received


def test_recipients_refused_for_good_are_named(owned, desk):
    """With the server's answer, the list of deliveries and the command that sends again."""
    desk.refuse["ben@acme.example"] = "550 5.1.1 no such user"
    for _ in range(2):
        mailing.send_review(owned, review_of(owned), clock=_now)
    ((_, subject, text),) = _told(desk)

    assert "1 of its messages did not arrive" in subject
    assert "ben@acme.example: refused" in text
    assert "no such user" in text
    assert f"product-review deliveries {WEEK} --product bot" in text
    assert "--resend ben@acme.example" in text


def test_a_notice_waits_for_a_server_that_is_away(owned, desk):
    """The short scheduled run that goes on with deliveries goes on with notices too."""
    away = replace(owned, mail=replace(owned.mail, port=1))
    mailing.tell_owners(away, [Outcome("bot", WEEK, "held", error="no rows")], clock=_now)
    later = NOW + timedelta(days=1)
    mailing.send_due(owned, clock=lambda: later)

    assert 1 == len(_told(desk))


def test_a_notice_that_waited_too_long_is_given_up(owned, desk):
    """After the deadline of mail nobody wants to hear of it."""
    away = replace(owned, mail=replace(owned.mail, port=1))
    outcome = Outcome("bot", WEEK, "held", error="no rows")
    mailing.tell_owners(away, [outcome], clock=_now)
    for hours in (47, 52, 57):
        mailing.send_due(away, clock=lambda hours=hours: NOW + timedelta(hours=hours))
    mailing.send_due(owned, clock=lambda: NOW + timedelta(hours=70))

    assert [] == _told(desk)


def test_an_owner_outside_of_the_allowed_domains_gets_nothing(opened, desk):
    """The allow-list holds for notices too."""
    strange = _owned(opened, "owner@evil.example")
    mailing.tell_owners(strange, [Outcome("bot", WEEK, "held", error="no rows")], clock=_now)

    assert [] == desk.received


def test_a_line_break_in_a_title_starts_no_header(owned, desk):
    """What is not one line is refused before it reaches the server."""
    with open_store(owned.ledger_url) as store:
        Teller(owned, store, _now).tell("bot", "Bot\r\nBcc: eve@evil.example", ("no rows",))

    assert all("evil.example" not in str(one) for one in desk.received)
