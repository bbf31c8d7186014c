"""A full disk or a sudden end while archiving: whole or not at all, and the next run mends it."""

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reports import pipeline
from reports.errors import ArchiveError
from reports.store import archive as archive_module
from reports.store.ledger import Ledger
from tests.bad_input.answers import (
    Answer,
    job_of,
    last_run,
    publish,
    published,
    visible,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PLACE = "archive/bot/2026/2026-W46/r1"

PUBLISH = """
import os, resource, signal, sys
from pathlib import Path
from reports.store import archive
from reports.store.ledger import Ledger
from tests.bad_input.answers import job_of, publish
folder, fault, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def counted(real, end):
    def call(*words, **options):
        global count
        count -= 1
        if not count:
            end()
        return real(*words, **options)
    return call
kill = lambda: os.kill(os.getpid(), signal.SIGKILL)
def limited(real):
    def call(*words):
        resource.setrlimit(resource.RLIMIT_FSIZE, (4, resource.RLIM_INFINITY))
        try:
            return real(*words)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    return call
if fault == "write":
    archive.write_durably = counted(archive.write_durably, kill)
if fault == "rename":
    archive._reveal = counted(archive._reveal, kill)
if fault == "enter":
    Ledger.publish = counted(Ledger.publish, kill)
if fault == "limit":
    archive.write_durably = limited(archive.write_durably)
outcome = publish(job_of(folder))
print(outcome.state, outcome.exit_code, outcome.error)
"""


def publish_in_child(
    folder: Path, fault: str, count: int, *before: str
) -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own that meets a fault at the nth call."""
    return subprocess.run(
        [*before, sys.executable, "-c", PUBLISH, str(folder), fault, str(count)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def assert_nothing_was_published(folder: Path, before: list[str]) -> None:
    """Check that neither the folder nor the ledger shows a review."""
    assert before == [path for path in visible(folder) if path != "archive"]
    assert () == published(folder)


def assert_the_next_run_publishes(folder: Path) -> None:
    """Check that a later run publishes the first revision and leaves no rests."""
    outcome = publish(job_of(folder), later_s=121)
    job = job_of(folder)
    left = [path.name for path in (folder / PLACE).parent.iterdir()]

    assert ("published", ["r1"]) == (outcome.state, left)
    assert job.published is not None
    assert () == pipeline.verify_review(job.workspace, job.published)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_no_trace(small: Path, monkeypatch: pytest.MonkeyPatch, number: int):
    """The second file finds no room: the run fails, and with room again it publishes."""
    before = visible(small)
    real, written = archive_module.write_durably, []

    def full(path: Path, data: bytes) -> None:
        if written:
            raise OSError(number, os.strerror(number))
        written.append(path)
        real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(archive_module, "write_durably", full)
        outcome = publish(job_of(small))

    assert ("failed", 8) == (outcome.state, outcome.exit_code)
    assert PLACE in outcome.error
    assert "the disk of the archive is full" in outcome.error
    assert "next: make room, then run again" in outcome.error
    assert "failed" == last_run(small).state
    assert_nothing_was_published(small, before)
    assert_the_next_run_publishes(small)


def test_a_limit_of_the_kernel_leaves_no_trace(small: Path):
    """A write that the kernel cuts off for real is told and undone."""
    before = visible(small)
    ended = publish_in_child(small, "limit", 1)

    assert (0, "") == (ended.returncode, ended.stderr)
    assert "failed 8" in ended.stdout
    assert "File too large" in ended.stdout
    assert_nothing_was_published(small, before)


def test_a_small_file_system_leaves_no_trace(small: Path):
    """The same on a real file system of one page, where the system lets tests mount one."""
    (small / "archive").mkdir()
    mount = 'mount -t tmpfs -o size=4k tmpfs "$0" && exec "$@"'
    inside = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount)
    target = str(small / "archive")
    if subprocess.run([*inside, target, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a file system of their own")
    before = [path for path in visible(small) if path != "archive"]
    ended = publish_in_child(small, "none", 1, *inside, target)

    assert (0, "") == (ended.returncode, ended.stderr)
    assert "failed 8" in ended.stdout
    assert "the disk of the archive is full" in ended.stdout
    assert_nothing_was_published(small, before)


def test_a_ledger_that_refuses_takes_the_folder_back(small: Path, monkeypatch: pytest.MonkeyPatch):
    """A review that could not be entered does not stay in the archive."""
    before = visible(small)

    def refuse(*_words: object, **_options: object) -> None:
        raise ArchiveError("the disk is full", where="ledger", next_step="make room")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "publish", refuse)
        outcome = publish(job_of(small))

    assert ("failed", 8) == (outcome.state, outcome.exit_code)
    assert_nothing_was_published(small, before)
    assert_the_next_run_publishes(small)


@pytest.mark.parametrize(
    ("fault", "count"), [("write", 1), ("write", 2), ("rename", 1), ("enter", 1)]
)
def test_a_killed_run_is_made_good(small: Path, fault: str, count: int):
    """Killed between files, before the rename or before the entry: the next run publishes r1."""
    ended = publish_in_child(small, fault, count)
    files = [path for path in visible(small / "archive") if path.endswith("review.html")]

    assert -signal.SIGKILL == ended.returncode
    assert () == published(small)
    assert (fault == "enter") == bool(files)
    assert_the_next_run_publishes(small)


def test_a_killed_run_keeps_its_week_for_a_while(small: Path, command: Callable[..., Answer]):
    """Until its lease is over the week may still be in work, which the next run says."""
    publish_in_child(small, "write", 2)
    outcome = publish(job_of(small), later_s=60)
    status = command("status", "--workspace", small, "--json")

    assert ("failed", 8) == (outcome.state, outcome.exit_code)
    assert "is being published by another run" in outcome.error
    assert "next: run again when it has ended, or after 120 seconds" in outcome.error
    assert (0, []) == (status.exit_code, [r for r in json.loads(status.out) if r["revision"]])
    assert_the_next_run_publishes(small)


def test_a_preview_on_a_full_disk_is_told(
    small: Path, preview: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
):
    """A preview that cannot be written is an error with a next step, not a traceback."""

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pipeline, "render", lambda *_a, **_o: [{"review.html": b"1"}])
    monkeypatch.setattr(Path, "write_bytes", full)
    answer = preview(small)

    assert 8 == answer.exit_code
    assert [] == answer.lacks("the document cannot be written", "No space left", "next: make room")
