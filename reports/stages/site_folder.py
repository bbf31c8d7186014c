"""The folder of the site: written aside, then put in place of the one before as a whole."""

import errno
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reports.errors import ArchiveError, ConfigError

MARK = ".product-review-site"
_FORMAT = 1


def check_site_folder(target: Path, archive: Path) -> None:
    """Refuse a folder that is no site of ours, or holds more than a site.

    Raises: ConfigError.
    """
    here, there = target.resolve(), archive.resolve()
    if here == there or there in here.parents or here in there.parents:
        raise _refusal(target, "the site and the archive cannot lie in each other", str(archive))
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise _refusal(target, "this is no folder that a site could stand in", "a file or a link")
    foreign = sorted(_names(target) - _written(target) - {MARK})
    if foreign:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise _refusal(
            target,
            "this folder holds files that product-review did not write",
            f"{', '.join(foreign[:3])}{more}",
        )


def replace_site(target: Path, archive: Path, files: Mapping[str, bytes]) -> None:
    """Put a site in place; who opens it sees the old one or the new one, never a mixture.

    Raises: ConfigError for a folder that is no site; ArchiveError when the disk refuses.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        fresh = _beside(target, "new")
        fresh.mkdir()
        try:
            with _held(fresh):
                _write(fresh, files)
                check_site_folder(target, archive)
                _swap(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise ArchiveError(
            "the site cannot be written",
            where=str(target),
            got=error.strerror or str(error),
            next_step="make room, then run again" if full else "check the path and permissions",
        ) from error


def _refusal(target: Path, what: str, got: str) -> ConfigError:
    return ConfigError(
        what,
        where=f"{target} (--to)",
        expected="a new or empty folder, or an earlier site without other files",
        got=got,
        next_step="name another folder with --to, or move what else is in it",
    )


def _names(folder: Path) -> set[str]:
    """Return all files below a folder, links to folders among them."""
    return {
        (Path(place) / name).relative_to(folder).as_posix()
        for place, folders, names in os.walk(folder)
        for name in [*names, *(one for one in folders if (Path(place) / one).is_symlink())]
    }


def _written(folder: Path) -> set[str]:
    """Return the files that the mark says are ours."""
    try:
        listed = json.loads((folder / MARK).read_bytes())["files"]
        return {str(name) for name in listed}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write(fresh: Path, files: Mapping[str, bytes]) -> None:
    mark = {"written_by": "product-review site", "format": _FORMAT, "files": sorted(files)}
    text = json.dumps(mark, ensure_ascii=False, indent=1, sort_keys=True)
    (fresh / MARK).write_text(f"{text}\n", encoding="utf-8")
    for name, data in files.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _swap(fresh: Path, target: Path) -> None:
    """Move the old site aside and the new one in; if that fails, move the old one back."""
    if not target.exists():
        fresh.rename(target)
        return
    old = _beside(target, "old")
    with _held(target):
        target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _sweep(target: Path) -> None:
    """Remove what killed runs left beside the site; what a living run holds stays."""
    for kind in ("new", "old"):
        for left in target.parent.glob(f".{target.name}.{kind}-*"):
            with _held(left, wait=False) as free:
                if free:
                    shutil.rmtree(left, ignore_errors=True)


def _beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{kind}-{secrets.token_hex(6)}")


@contextmanager
def _held(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Lock a folder while the block runs; tell whether it could be had.

    The kernel frees the lock when its process dies.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _lock(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
