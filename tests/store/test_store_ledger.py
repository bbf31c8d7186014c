"""The ledger: runs, published reviews and leases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reports.errors import ArchiveError, ContractError
from reports.values.calendar import Period
from reports.values.ledger import (
    PublishedFile,
    PublishedReading,
    PublishedReview,
    ReviewKey,
    Run,
    StatedReading,
)

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
RUN = Run("run-1", "weekly", NOW, "0.1.0", NOW, week_label="2026-W46")
WEEK = Period(date(2026, 11, 9), date(2026, 11, 16), "week")
READING = PublishedReading("error_share", WEEK, 0.0125, "ok", n=4000)


def _review(week_label: str = "2026-W46", revision: int = 1) -> PublishedReview:
    key = ReviewKey("assistant", week_label, revision)
    path = f"assistant/2026/{week_label}/r{revision}/review.html"
    files = (PublishedFile("review.html", path, "0" * 64, 12),)
    return PublishedReview(key, NOW, NOW, RUN.id, "0.1.0", "d" * 64, files)


@pytest.fixture
def ledger(store):
    """Return a ledger that knows one run."""
    store.ledger.begin_run(RUN)
    return store.ledger


def test_a_run_is_entered_and_finished(ledger):
    """What is read back is what was entered, with its end."""
    later = NOW + timedelta(minutes=3)
    ledger.begin_run(replace(RUN, id="run-2", started_at=later, product="assistant"))
    ledger.finish_run(RUN.id, state="succeeded", finished_at=later, detail="published r1")

    done = replace(RUN, state="succeeded", finished_at=later, detail="published r1")
    assert [run.id for run in ledger.runs()] == ["run-2", "run-1"]
    assert ledger.runs(state="succeeded") == (done,)
    assert ledger.runs(limit=1)[0].product == "assistant"


def test_a_run_is_entered_once_and_only_a_known_one_is_finished(ledger):
    """Both mistakes are refused."""
    with pytest.raises(ArchiveError, match="contradicts"):
        ledger.begin_run(RUN)
    with pytest.raises(ArchiveError, match="no run other"):
        ledger.finish_run("other", state="failed", finished_at=NOW)


def test_an_instant_without_a_zone_is_refused(ledger):
    """Nobody could say when that was."""
    with pytest.raises(ContractError, match="zone"):
        ledger.begin_run(replace(RUN, id="run-2", started_at=NOW.replace(tzinfo=None)))


def test_a_published_review_is_found_with_its_files(ledger):
    """The latest revision is the published one; all revisions stay."""
    assert ledger.published("assistant", "2026-W46") is None

    first, second = _review(), _review(revision=2)
    ledger.publish(first, [READING])
    ledger.publish(second, [READING])

    assert ledger.published("assistant", "2026-W46") == second
    assert ledger.reviews() == (first, second)
    assert ledger.reviews("other") == ()
    assert (ledger.knows(first.key), ledger.knows(_review(revision=3).key)) == (True, False)


@pytest.mark.parametrize(
    ("review", "readings"),
    [
        (_review(), [READING]),
        (replace(_review(revision=2), run_id="unknown"), [READING]),
        (_review(revision=2), [READING, READING]),
    ],
    ids=["revision twice", "unknown run", "number twice"],
)
def test_a_contradicting_review_is_refused_whole(ledger, review, readings):
    """Neither files nor numbers of it remain."""
    ledger.publish(_review(), [READING])
    with pytest.raises(ArchiveError):
        ledger.publish(review, readings)

    assert ledger.reviews() == (_review(),)


def test_a_number_is_remembered_as_stated_last_before_a_week(ledger):
    """Later weeks outweigh earlier ones, later revisions their predecessors."""
    restated = replace(READING, value=0.013)
    missing = replace(READING, kpi="cost", value=None, status="missing", n=0)
    corrected = replace(READING, value=0.014)
    ledger.publish(_review("2026-W47"), [restated])
    ledger.publish(_review("2026-W46"), [READING, missing])
    ledger.publish(_review("2026-W46", 2), [corrected])

    before = ledger.published_readings("assistant", before_week_label="2026-W47")
    assert before == (
        StatedReading(_review().key, missing),
        StatedReading(_review(revision=2).key, corrected),
    )
    latest = ledger.published_readings("assistant")
    assert latest[1] == StatedReading(_review("2026-W47").key, restated)
    assert ledger.published_readings("assistant", before_week_label="2026-W46") == ()
    assert ledger.published_readings("other") == ()


def _lease(ledger, owner: str, after_s: float = 0):
    now = NOW + timedelta(seconds=after_s)
    return ledger.lease("assistant", "2026-W46", owner=owner, now=now, ttl_s=60)


def test_a_week_has_one_owner_until_the_lease_expires(ledger):
    """A second owner waits until the first has given up, died or finished."""
    first = _lease(ledger, "a")

    assert first is not None
    assert _lease(ledger, "b", after_s=59) is None
    assert ledger.lease("assistant", "2026-W47", owner="b", now=NOW, ttl_s=60) is not None
    assert _lease(ledger, "b", after_s=60).owner == "b"
    assert ledger.renew(first, now=NOW, ttl_s=60) is None
    ledger.release(first)
    assert _lease(ledger, "a", after_s=61) is None


def test_a_renewed_lease_lasts_longer_and_a_released_one_is_free(ledger):
    """Renewing moves the expiry, releasing removes it."""
    first = _lease(ledger, "a")
    renewed = ledger.renew(first, now=NOW + timedelta(seconds=50), ttl_s=60)

    assert renewed == replace(first, expires_at=NOW + timedelta(seconds=110))
    assert _lease(ledger, "b", after_s=100) is None
    ledger.release(renewed)
    assert _lease(ledger, "b", after_s=100) is not None


def test_a_run_that_lost_its_week_cannot_publish(ledger):
    """A run that slept through its lease does not overwrite its successor's work."""
    first = _lease(ledger, "a")
    second = _lease(ledger, "b", after_s=61)
    with pytest.raises(ArchiveError, match="taken over"):
        ledger.publish(_review(), [READING], lease=first)
    ledger.publish(_review(), [READING], lease=second)

    assert ledger.reviews() == (_review(),)
