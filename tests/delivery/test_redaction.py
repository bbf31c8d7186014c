"""A redacted review leaves a tombstone; nothing else ever leaves the archive."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports import mailing, pipeline, redacting
from reports.cli.app import app
from reports.config import load_workspace
from reports.errors import ArchiveError, ConfigError
from reports.store import open_store
from reports.store.archive import Archive
from tests.delivery.conftest import NOW, WEEK, review_of

REASON = "shows a customer's name"


@pytest.fixture
def place(folder: Path) -> Path:
    """Return where the review lies."""
    return folder / "archive/bot/2026" / WEEK / "r1"


def _command(folder: Path, *words: str):
    return CliRunner().invoke(app, [*words, "--workspace", str(folder)])


def _redact(workspace, reason=REASON, owner="run"):
    return redacting.redact_review(workspace, review_of(workspace), reason, now=NOW, owner=owner)


def test_a_tombstone_with_the_hashes_of_all_files_stays(folder: Path, place: Path):
    """When, why, and what each file was; not one of the files."""
    hashes = {one.name: one.sha256 for one in review_of(load_workspace(folder, {})).files}
    done = _command(folder, "redact", "W46", "--reason", REASON)
    tombstone = json.loads((place / "tombstone.json").read_text())

    assert 0 == done.exit_code
    assert ["tombstone.json"] == [one.name for one in place.iterdir()]
    assert hashes == {name: one["sha256"] for name, one in tombstone["files"].items()}
    assert (REASON, "bot", WEEK, 1) == tuple(
        tombstone[name] for name in ("reason", "product", "week", "revision")
    )


def test_verify_accepts_the_tombstone_and_sees_what_is_done_to_it(folder: Path, place: Path):
    """An altered tombstone and a file put back are findings."""
    _command(folder, "redact", WEEK, "--reason", REASON)
    clean = _command(folder, "verify")
    (place / "review.html").write_text("put back")
    (place / "tombstone.json").write_text("{}")

    assert 0 == clean.exit_code
    workspace = load_workspace(folder, {})
    assert {"review.html", "tombstone.json"} == {
        Path(one.split()[0]).name for one in pipeline.verify_review(workspace, review_of(workspace))
    }
    assert 0 != _command(folder, "verify").exit_code


@pytest.mark.parametrize("words", [("send", "--week", WEEK), ("diff", WEEK, "r1", "r1")])
def test_commands_that_need_the_review_say_that_it_is_gone(folder: Path, words):
    """With its reason; an error of ours, so no traceback."""
    _command(folder, "redact", WEEK, "--reason", REASON)
    done = _command(folder, *words)

    assert isinstance(done.exception, ArchiveError)
    assert "was redacted" in str(done.exception)
    assert REASON in str(done.exception)


def test_the_site_shows_that_it_was_there(folder: Path, tmp_path: Path):
    """Without a link to pages that are no more."""
    _command(folder, "redact", WEEK, "--reason", REASON)
    done = _command(folder, "site", "--to", str(tmp_path / "site"))
    pages = "".join(one.read_text() for one in (tmp_path / "site").rglob("*.html"))

    assert 0 == done.exit_code, done.output
    assert WEEK in pages or "Week 46" in pages
    assert "review.pdf" not in pages


def test_an_earlier_reason_stands(folder: Path, place: Path):
    """Redacting again changes nothing."""
    workspace = load_workspace(folder, {})
    _redact(workspace)
    before = (place / "tombstone.json").read_bytes()
    _redact(workspace, "another reason")

    assert before == (place / "tombstone.json").read_bytes()


def test_what_was_broken_off_is_finished_by_the_same_command(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
):
    """The ledger comes first; the archive follows, at the latest the second time."""
    workspace = load_workspace(folder, {})
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "redact", _die)
        with pytest.raises(KeyboardInterrupt):
            _redact(workspace)
    assert (place / "review.html").exists()
    with pytest.raises(ArchiveError, match="redacted"):
        mailing.send_review(workspace, review_of(workspace), clock=lambda: NOW)
    _redact(workspace)

    assert ["tombstone.json"] == [one.name for one in place.iterdir()]


def _die(*_given):
    raise KeyboardInterrupt


def test_messages_that_wait_are_given_up(folder: Path):
    """Nobody gets a review that was taken back before it left."""
    _command(folder, "send", "--week", WEEK)
    _command(folder, "redact", WEEK, "--reason", REASON)
    listed = json.loads(_command(folder, "deliveries", WEEK, "--json").output)

    assert {"refused"} == {row["state"] for row in listed}


def test_a_week_in_work_is_left_alone(folder: Path, place: Path):
    """A run that holds the week could publish a revision meanwhile."""
    workspace = load_workspace(folder, {})
    with open_store(workspace.ledger_url) as store:
        store.ledger.lease("bot", WEEK, owner="somebody", now=NOW, ttl_s=600)
    with pytest.raises(ArchiveError, match="is in work"):
        _redact(workspace)

    assert (place / "review.html").exists()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_needed(folder: Path, place: Path, reason: str):
    """One line that says something."""
    with pytest.raises(ConfigError, match="needs its reason"):
        _redact(load_workspace(folder, {}), reason)

    assert (place / "review.html").exists()
