"""What a crash between archive and ledger leaves is healed by the next run."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports.store.archive import Archive
from reports.store.recovery import clear_orphan, next_key
from reports.values.ledger import PublishedReview, ReviewKey, Run

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
KEY = ReviewKey("assistant", "2026-W46", 1)
FILES = {"review.html": b"<p>42</p>"}

_CRASH = """
import os, signal, sys
from pathlib import Path
from reports.store.archive import Archive
from reports.values.ledger import ReviewKey
key = ReviewKey("assistant", "2026-W46", 1)
Archive(Path(sys.argv[1])).publish(key, {"review.html": b"old"}, {"as_of": "then"}, run={})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an empty archive."""
    return Archive(tmp_path / "archive")


def _publish(store, archive: Archive) -> PublishedReview:
    key = next_key(store.ledger, "assistant", "2026-W46")
    clear_orphan(store.ledger, archive, key)
    files = archive.publish(key, FILES, {}, run={})
    review = PublishedReview(key, NOW, NOW, "run", "0.1.0", "d" * 64, files)
    store.ledger.publish(review, [])
    return review


def test_a_run_killed_between_archive_and_ledger_is_made_good(store, archive):
    """The next run replaces the folder nobody was told of and publishes the same revision."""
    subprocess.run([sys.executable, "-c", _CRASH, str(archive.root)], check=False)
    assert archive.orphan(KEY)["as_of"] == "then"

    store.ledger.begin_run(Run("run", "weekly", NOW, "0.1.0", NOW))
    review = _publish(store, archive)
    assert review.key == KEY
    assert archive.verify(KEY, review.files) == ()
    assert [path.name for path in archive.folder(KEY).parent.iterdir()] == ["r1"]


def test_a_published_review_is_never_discarded(store, archive):
    """What the ledger knows stays, and the next key is the next revision."""
    store.ledger.begin_run(Run("run", "weekly", NOW, "0.1.0", NOW))
    review = _publish(store, archive)

    assert clear_orphan(store.ledger, archive, KEY) is False
    assert archive.verify(KEY, review.files) == ()
    assert next_key(store.ledger, "assistant", "2026-W46").revision == 2


def test_a_damaged_folder_is_no_orphan_but_is_cleared_too(store, archive):
    """It can be neither trusted nor left in the way."""
    archive.publish(KEY, FILES, {}, run={})
    (archive.folder(KEY) / "review.html").write_bytes(b"?")

    assert archive.orphan(KEY) is None
    assert clear_orphan(store.ledger, archive, KEY) is True
    assert clear_orphan(store.ledger, archive, KEY) is False
    assert archive.holds(KEY) is False
