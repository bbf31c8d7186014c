"""The archive: whole or not at all, and never changed."""

import errno
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports.errors import ArchiveError
from reports.store import archive as archive_module
from reports.store.archive import Archive
from reports.store.folders import archive_lock
from reports.values.ledger import Finding, ReviewKey

KEY = ReviewKey("assistant", "2026-W46", 1)
PATH = "assistant/2026/2026-W46/r1"
FILES = {"review.html": b"<p>42</p>", "review.json": b"{}", "review.pdf": b"%PDF"}
FACTS = {
    "as_of": datetime(2026, 11, 16, 6, tzinfo=UTC),
    "code_version": "0.1.0",
    "data": "d" * 64,
    "definitions": {"error_share": "e" * 64},
    "counts": {"kpis": 12},
}

# Publishes, and dies by SIGKILL when the named function is called for the nth time.
_KILLED = """
import os, signal, sys
from pathlib import Path
from reports.store import archive
from reports.values.ledger import ReviewKey
root, name, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
real = getattr(archive, name)
def deadly(*arguments):
    global calls
    calls -= 1
    if not calls:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)
setattr(archive, name, deadly)
key = ReviewKey("assistant", "2026-W46", 1)
archive.Archive(Path(root)).publish(key, {"a": b"1", "b": b"2"}, {}, run={})
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an empty archive."""
    return Archive(tmp_path / "archive")


def _publish(archive: Archive, key: ReviewKey = KEY, run=None):
    return archive.publish(key, FILES, FACTS, run=run or {"host": "a"})


def _seen(archive: Archive) -> list[str]:
    """Return everything below the archive except its lock."""
    found = (path.relative_to(archive.root).as_posix() for path in archive.root.rglob("*"))
    return sorted(path for path in found if path != ".lock")


def test_a_review_is_archived_with_its_manifest(archive):
    """Files lie where the ledger is told, byte for byte."""
    files = _publish(archive)

    names = ["review.html", "review.json", "review.pdf", "manifest.json"]
    assert [file.path for file in files] == [f"{PATH}/{name}" for name in names]
    assert [(archive.root / file.path).stat().st_size for file in files] == [
        file.size_bytes for file in files
    ]
    assert {name: archive.read(KEY, name) for name in FILES} == FILES
    assert archive.verify(KEY, files) == ()
    assert archive.folder(KEY) == archive.root / PATH


def test_the_manifest_names_what_the_review_was_made_from(archive):
    """Only `run` differs between two equal runs."""
    _publish(archive)
    again = Archive(archive.root.with_name("again"))
    _publish(again, run={"host": "b", "finished_at": datetime(2026, 11, 17, tzinfo=UTC)})
    one, two = (json.loads(each.read(KEY, "manifest.json")) for each in (archive, again))

    assert one.pop("run") == {"host": "a"}
    assert two.pop("run") == {"host": "b", "finished_at": "2026-11-17T00:00:00+00:00"}
    assert one == two
    assert (one["week"], one["revision"], one["counts"]) == ("2026-W46", 1, {"kpis": 12})
    assert one["as_of"] == "2026-11-16T06:00:00+00:00"
    assert one["files"]["review.json"]["bytes"] == 2


def test_a_manifest_keeps_its_own_words(archive):
    """Facts may not pass for the list of files."""
    with pytest.raises(ArchiveError, match="files, week"):
        archive.publish(KEY, FILES, {"week": 1, "files": {}}, run={})


def test_an_archived_review_is_never_overwritten(archive):
    """The second attempt is refused and changes nothing."""
    _publish(archive)
    before = archive.read(KEY, "manifest.json")
    with pytest.raises(ArchiveError, match="archived already"):
        _publish(archive, run={"host": "b"})

    assert archive.read(KEY, "manifest.json") == before
    _publish(archive, ReviewKey("assistant", "2026-W46", 2))
    assert archive.holds(ReviewKey("assistant", "2026-W46", 2))


def test_of_two_writers_one_wins(archive, monkeypatch):
    """Also when both have looked before either renames."""
    real = archive_module.sync_folder

    def overtaken(folder: Path) -> None:
        monkeypatch.setattr(archive_module, "sync_folder", real)
        _publish(archive, run={"host": "quicker"})

    monkeypatch.setattr(archive_module, "sync_folder", overtaken)
    with pytest.raises(ArchiveError, match="archived already"):
        _publish(archive)

    assert archive.manifest(KEY)["run"] == {"host": "quicker"}
    assert [name for name in _seen(archive) if ".tmp" in name] == []


@pytest.mark.parametrize(
    "key",
    [
        ReviewKey("../other", "2026-W46", 1),
        ReviewKey("Assistant", "2026-W46", 1),
        ReviewKey("", "2026-W46", 1),
        ReviewKey("assistant\n", "2026-W46", 1),
        ReviewKey("assistant", "2026-W54", 1),
        ReviewKey("assistant", "../../..", 1),
        ReviewKey("assistant", "2026-W46", 0),
    ],
)
def test_a_key_that_is_no_safe_name_is_refused(archive, key):
    """Nothing gets out of the archive."""
    with pytest.raises(ArchiveError, match="cannot name a place"):
        _publish(archive, key)

    assert not archive.root.exists()


@pytest.mark.parametrize("name", ["../review.html", "a/b", ".hidden", "manifest.json", ""])
def test_a_file_that_is_no_plain_name_is_refused(archive, name):
    """Files lie in their review's folder, and the manifest is written by the archive."""
    with pytest.raises(ArchiveError, match="cannot name a place"):
        archive.publish(KEY, {name: b""}, {}, run={})


def test_missing_altered_and_extra_files_are_found(archive):
    """Every difference is named with both hashes."""
    files = {file.name: file for file in _publish(archive)}
    folder = archive.folder(KEY)
    (folder / "review.html").write_bytes(b"<p>43</p>")
    (folder / "review.pdf").unlink()
    (folder / "note").write_bytes(b"")

    findings = archive.verify(KEY)
    assert [(one.kind, one.path) for one in findings] == [
        ("extra", f"{PATH}/note"),
        ("altered", f"{PATH}/review.html"),
        ("missing", f"{PATH}/review.pdf"),
    ]
    assert findings[1].expected == files["review.html"].sha256
    assert findings[1].got != findings[1].expected


def test_a_forged_manifest_is_found_by_what_the_ledger_entered(archive):
    """The ledger vouches for the manifest."""
    files = _publish(archive)
    manifest = archive.folder(KEY) / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b"\n")

    assert archive.verify(KEY) == ()
    assert [one.path for one in archive.verify(KEY, files)] == [f"{PATH}/manifest.json"]


def test_a_lost_folder_is_found(archive):
    """Without the ledger's list at least the manifest is missed."""
    files = _publish(archive)
    archive.folder(KEY).rename(archive.root / "elsewhere")

    assert [one.kind for one in archive.verify(KEY, files)] == ["missing"] * 4
    expected = Finding("missing", f"{PATH}/manifest.json", "a manifest that can be read")
    assert archive.verify(KEY) == (expected,)
    with pytest.raises(ArchiveError, match="cannot be used"):
        archive.read(KEY, "review.html")


@pytest.mark.parametrize("call", ["write_durably", "sync_folder", "_reveal"])
def test_a_full_disk_leaves_nothing_visible(archive, monkeypatch, call):
    """The message says so, the unfinished folder is gone, and the next attempt succeeds."""

    def refuse(*_arguments) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(archive_module, call, refuse)
        with pytest.raises(ArchiveError, match="disk of the archive is full") as caught:
            _publish(archive)

    assert "make room" in caught.value.next_step
    assert _seen(archive) == []
    _publish(archive)


@pytest.mark.parametrize(("call", "times"), [("write_durably", 2), ("_reveal", 1)])
def test_a_killed_process_leaves_nothing_visible(archive, call, times):
    """Its unfinished folder is hidden, is swept, and does not hinder the next attempt."""
    command = [sys.executable, "-c", _KILLED, str(archive.root), call, str(times)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL

    left = list(archive.folder(KEY).parent.iterdir())
    assert [path.name.startswith(".tmp-r1-") for path in left] == [True]
    assert (archive.holds(KEY), archive.orphan(KEY)) == (False, None)
    assert (archive.sweep(), archive.sweep()) == (1, 0)
    _publish(archive)


def test_sweeping_leaves_a_living_writer_alone(archive):
    """While anybody publishes, nothing is swept; reviews are never swept."""
    _publish(archive)
    left = archive.folder(KEY).with_name(".tmp-r2-abc")
    left.mkdir()
    with archive_lock(archive.root):
        assert archive.sweep() == 0
    assert left.is_dir()

    assert archive.sweep() == 1
    assert archive.verify(KEY) == ()
    assert Archive(archive.root / "none").sweep() == 0


def test_writers_do_not_wait_for_each_other(archive):
    """The lock is shared among those who publish."""
    with archive_lock(archive.root):
        writer = threading.Thread(target=_publish, args=(archive,))
        writer.start()
        writer.join(timeout=10)

        assert archive.holds(KEY)
