"""The folder of the site: replaced as a whole, and only where it is ours."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reports.errors import ArchiveError, ConfigError
from reports.stages.site_folder import MARK, check_site_folder, replace_site

FIRST = {"index.html": b"first", "weeks/2026-W45.html": b"one"}
SECOND = {"index.html": b"second", "weeks/2026-W46.html": b"two"}

# Replaces the site, and dies by SIGKILL when a folder is renamed for the nth time.
_KILLED = """
import os, signal, sys
from pathlib import Path
from reports.stages.site_folder import replace_site
root, calls = Path(sys.argv[1]), int(sys.argv[2])
real = Path.rename
def deadly(path, target):
    global calls
    calls -= 1
    if not calls:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(path, target)
Path.rename = deadly
replace_site(root / "site", root / "archive", {"index.html": b"never"})
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return the folder of an archive."""
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return where the site shall stand."""
    return tmp_path / "site"


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of a site without its mark."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARK
    }


def test_site_is_written_with_its_mark(target, archive):
    """A new folder, or an empty one, takes the files and the mark that makes it ours."""
    target.mkdir()
    replace_site(target, archive, FIRST)

    assert FIRST == files_in(target)
    assert (target / MARK).is_file()


def test_folders_above_are_made(tmp_path, archive):
    """A path that does not exist yet is made."""
    replace_site(tmp_path / "a" / "b", archive, FIRST)

    assert FIRST == files_in(tmp_path / "a" / "b")


def test_new_site_takes_the_place_of_the_old_one(target, archive, tmp_path):
    """Pages that are no more are gone, and nothing is left beside the site."""
    replace_site(target, archive, FIRST)
    replace_site(target, archive, SECOND)

    assert SECOND == files_in(target)
    assert {"archive", "site"} == {path.name for path in tmp_path.iterdir()}


def test_mark_is_the_same_for_the_same_files(target, archive):
    """Writing again gives equal bytes."""
    replace_site(target, archive, FIRST)
    before = (target / MARK).read_bytes()
    replace_site(target, archive, dict(reversed(FIRST.items())))

    assert before == (target / MARK).read_bytes()


def test_folder_without_the_mark_is_refused(target, archive):
    """Files of somebody else are never written over, nor removed."""
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")

    with pytest.raises(ConfigError, match=r"did not write\n.*\n  got: thesis\.txt"):
        replace_site(target, archive, FIRST)
    assert {"thesis.txt": b"years of work"} == files_in(target)


@pytest.mark.parametrize("foreign", ["CNAME", ".git/config", "weeks/notes.txt"])
def test_site_with_other_files_in_it_is_refused(target, archive, foreign):
    """A site that somebody put files into keeps them, and the error names them."""
    replace_site(target, archive, FIRST)
    (target / foreign).parent.mkdir(exist_ok=True)
    (target / foreign).write_text("mine")

    with pytest.raises(ConfigError, match=foreign):
        replace_site(target, archive, SECOND)
    assert FIRST | {foreign: b"mine"} == files_in(target)


def test_many_foreign_files_are_counted(target, archive):
    """The error names three and counts the others."""
    target.mkdir()
    for number in range(5):
        (target / f"{number}.txt").touch()

    with pytest.raises(ConfigError, match=r"0\.txt, 1\.txt, 2\.txt and 2 more"):
        check_site_folder(target, archive)


@pytest.mark.parametrize("mark", ["", "[]", "{}", '{"files": 3}'])
def test_mark_that_says_nothing_protects_nothing(target, archive, mark):
    """A damaged mark does not make other files ours."""
    target.mkdir()
    (target / MARK).write_text(mark)
    (target / "index.html").touch()

    with pytest.raises(ConfigError, match=r"index\.html"):
        check_site_folder(target, archive)


def test_file_or_link_in_its_place_is_refused(target, archive, tmp_path):
    """Only a plain folder can be replaced."""
    target.touch()
    with pytest.raises(ConfigError, match="no folder"):
        check_site_folder(target, archive)
    target.unlink()
    target.symlink_to(tmp_path)
    with pytest.raises(ConfigError, match=r"no folder|in each other"):
        check_site_folder(target, archive)


@pytest.mark.parametrize("place", ["archive", "archive/site", "."])
def test_archive_is_never_written_to(tmp_path, archive, place):
    """The site stands neither in the archive nor around it."""
    with pytest.raises(ConfigError, match="in each other"):
        replace_site(tmp_path / place, archive, FIRST)
    assert [] == list(archive.iterdir())


def test_way_into_the_archive_by_a_link_is_seen(tmp_path, archive):
    """A link does not hide where the site would stand."""
    (tmp_path / "link").symlink_to(archive)

    with pytest.raises(ConfigError, match="in each other"):
        check_site_folder(tmp_path / "link" / "site", archive)


def test_failed_swap_brings_the_old_site_back(target, archive, monkeypatch, tmp_path):
    """If the new folder cannot be moved in, the old one stands as it was."""
    replace_site(target, archive, FIRST)
    real, calls = Path.rename, []

    def failing(path, place):
        calls.append(path)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        return real(path, place)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ArchiveError, match="Input/output error"):
        replace_site(target, archive, SECOND)
    assert FIRST == files_in(target)
    assert {"archive", "site"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(("call", "there"), [(1, True), (2, False)])
def test_killed_run_never_leaves_half_a_site(target, archive, tmp_path, call, there):
    """The old site is whole, in its place or aside; the next run clears up."""
    replace_site(target, archive, FIRST)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), str(call)], check=False)

    assert -signal.SIGKILL == killed.returncode
    assert there == target.exists()
    aside = target if there else next(tmp_path.glob(".site.old-*"))
    assert FIRST == files_in(aside)
    replace_site(target, archive, SECOND)
    assert SECOND == files_in(target)
    assert {"archive", "site"} == {path.name for path in tmp_path.iterdir()}


def test_folder_of_a_living_run_is_left_alone(target, archive, tmp_path):
    """What another run is writing just now is not swept away."""
    other = tmp_path / ".site.new-0123"
    other.mkdir()
    descriptor = os.open(other, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        replace_site(target, archive, FIRST)
        assert other.is_dir()
    finally:
        os.close(descriptor)
    replace_site(target, archive, FIRST)
    assert not other.exists()


def test_disk_that_refuses_is_told(tmp_path, archive):
    """A place that cannot be written to is named with the reason."""
    (tmp_path / "file").touch()

    with pytest.raises(ArchiveError, match="cannot be written"):
        replace_site(tmp_path / "file" / "site", archive, FIRST)
