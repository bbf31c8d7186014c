"""A crash at any point and a rerun: nobody gets a message twice, and nothing stays half done."""

from dataclasses import replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from reports import mailing, pipeline, redacting
from reports.config import load_workspace
from reports.stages import carrying, telling
from reports.store.deliveries import Deliveries
from reports.values.job import Outcome
from tests.delivery.conftest import NOW, WEEK, review_of

LATER = NOW + timedelta(hours=1)


class Crash(BaseException):
    """The machine goes; nothing that catches errors sees it."""


def _crashing(monkeypatch, point: int) -> None:
    """Crash before or after the nth step of carrying messages."""
    left = [point]

    def step() -> None:
        left[0] -= 1
        if left[0] == -1:
            raise Crash

    def around(function):
        def run(*args, **kwargs):
            step()
            done = function(*args, **kwargs)
            step()
            return done

        return run

    for name in ("begin", "end"):
        monkeypatch.setattr(Deliveries, name, around(getattr(Deliveries, name)))
    monkeypatch.setattr(carrying, "send", around(carrying.send))


@pytest.mark.parametrize("point", range(12))
def test_a_crash_at_any_point_never_mails_twice(opened, desk, monkeypatch, point):
    """Two messages of three steps each: what was on its way is unknown, all else arrives once."""
    review = review_of(opened)
    with monkeypatch.context() as patch:
        _crashing(patch, point)
        with pytest.raises(Crash):
            mailing.send_review(opened, review, clock=lambda: NOW)
    receipts = mailing.send_review(opened, review, clock=lambda: LATER)
    got = [to for to, _ in desk.received]

    assert len(got) == len(set(got))
    assert {one.state for one in receipts} <= {"accepted", "unknown"}
    assert {one.key.recipient for one in receipts if one.state == "accepted"} <= set(got)
    assert 1 >= sum(one.state == "unknown" for one in receipts)


def test_an_owner_hears_of_trouble_after_a_crash_while_being_told(opened, desk, monkeypatch):
    """A notice that was on its way is sent again half an hour later, not at once."""
    products = tuple(replace(one, owner_mail="owner@acme.example") for one in opened.products)
    owned = replace(opened, products=products)

    def crash(*_args):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(telling, "send", crash)
        with pytest.raises(Crash):
            mailing.tell_owners(
                owned, [Outcome("bot", WEEK, "failed", error="no rows")], clock=lambda: NOW
            )
    mailing.send_due(owned, clock=lambda: NOW + timedelta(minutes=5))
    assert [] == desk.received
    for _ in range(2):
        mailing.send_due(owned, clock=lambda: LATER)
    ((to, content),) = desk.received

    assert "owner@acme.example" == to
    assert "failed" in BytesParser(policy=policy.default).parsebytes(content)["Subject"]


def test_a_redaction_that_broke_off_is_finished_by_the_same_command(folder, monkeypatch):
    """The archive never holds both the review and its tombstone."""
    workspace = load_workspace(folder, {})
    rename = Path.rename

    def crash(self, to):
        if ".tmp-" in self.name:
            raise Crash
        return rename(self, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", crash)
        with pytest.raises(Crash):
            redacting.redact_review(workspace, review_of(workspace), "why", now=NOW, owner="a")
    redacting.redact_review(workspace, review_of(workspace), "why", now=NOW, owner="b")
    left = [one for one in workspace.archive.rglob("*") if one.is_file() and WEEK in str(one)]

    assert ["tombstone.json"] == [one.name for one in left]
    assert () == tuple(pipeline.verify_review(workspace, review_of(workspace)))
