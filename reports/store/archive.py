"""The archive: published reviews as folders that appear whole and never change."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reports.errors import ArchiveError
from reports.store.folders import archive_lock, make_durably, sync_folder, write_durably
from reports.store.manifest import MANIFEST, manifest_bytes, read_manifest, sha256_of_bytes
from reports.store.places import check_file_name, review_path
from reports.store.tombstone import TOMBSTONE, tombstone_entry
from reports.store.verification import compare, compare_only
from reports.values.ledger import Finding, PublishedFile, PublishedReview, ReviewKey

_TEMPORARY = ".tmp-"


class Archive:
    """Published reviews below one folder."""

    def __init__(self, root: Path) -> None:
        """Name the folder; it is made when the first review is published."""
        self.root = root

    def folder(self, key: ReviewKey) -> Path:
        """Return where a review lies, or would lie."""
        return self.root / review_path(key)

    def holds(self, key: ReviewKey) -> bool:
        """Tell whether a folder of this review is there, in whatever state."""
        return os.path.lexists(self.folder(key))

    def publish(
        self,
        key: ReviewKey,
        files: Mapping[str, bytes],
        manifest: Mapping[str, object],
        *,
        run: Mapping[str, object],
    ) -> tuple[PublishedFile, ...]:
        """Store a review with its manifest; it is seen whole or not at all.

        Raises: ArchiveError when the review is there already or the disk refuses.
        """
        names = [check_file_name(name) for name in files]
        contents = {name: files[name] for name in sorted(names)}
        contents[MANIFEST] = manifest_bytes(key, contents, manifest, run)
        place = self.folder(key)
        try:
            with _refusing(place):
                self._write(place, contents)
        except ArchiveError:
            self._forget(place.parent)
            raise
        return tuple(self._entry(key, name, data) for name, data in contents.items())

    def read(self, key: ReviewKey, name: str) -> bytes:
        """Return one file of a review.

        Raises: ArchiveError when it is not there.
        """
        path = self.folder(key) / (name if name == MANIFEST else check_file_name(name))
        with _refusing(path):
            return path.read_bytes()

    def manifest(self, key: ReviewKey) -> Mapping[str, Any]:
        """Return the manifest of a review.

        Raises: ArchiveError when it is not there or damaged.
        """
        path = self.folder(key) / MANIFEST
        return read_manifest(self.read(key, MANIFEST), where=str(path))

    def definitions(self, key: ReviewKey) -> Mapping[str, str]:
        """Return the hash of every definition a review was built with; none where it is damaged."""
        try:
            found = self.manifest(key).get("definitions", {})
        except ArchiveError:
            return {}
        return {str(name): str(sha256) for name, sha256 in found.items()}

    def verify(self, key: ReviewKey, entered: Sequence[PublishedFile] = ()) -> tuple[Finding, ...]:
        """Hash all files again and name those that are missing, altered or extra.

        The manifest vouches for the files; what the ledger `entered` vouches for the manifest.
        """
        with _refusing(self.folder(key)):
            return compare(self.folder(key), review_path(key), entered)

    def verify_tombstone(self, review: PublishedReview) -> tuple[Finding, ...]:
        """Tell whether the folder of a redacted review holds its tombstone and nothing else."""
        place = self.folder(review.key)
        with _refusing(place):
            return compare_only(place, review_path(review.key), tombstone_entry(review))

    def redact(self, key: ReviewKey, tombstone: bytes) -> None:
        """Replace a review by its tombstone.

        Only `redaction_of_reviews` calls this, after the ledger has entered it.
        Raises: ArchiveError when the disk refuses; the same call then finishes it.
        """
        place = self.folder(key)
        with _refusing(place), archive_lock(self.root):
            make_durably(place.parent, below=self.root)
            temporary, aside = _temporary(place), _temporary(place)
            temporary.mkdir()
            write_durably(temporary / TOMBSTONE, tombstone)
            sync_folder(temporary)
            if os.path.lexists(place):
                place.rename(aside)
            temporary.rename(place)
            sync_folder(place.parent)
            if aside.exists():
                shutil.rmtree(aside)
        self.sweep()

    def orphan(self, key: ReviewKey) -> Mapping[str, Any] | None:
        """Return the manifest of a whole and unharmed folder, null when there is none.

        A run that died after archiving and before its entry in the ledger leaves such a folder.
        """
        if not self.holds(key) or self.verify(key):
            return None
        return self.manifest(key)

    def discard_orphan(self, key: ReviewKey) -> bool:
        """Remove a folder that no ledger knows; tell whether there was one.

        Only `recovery.clear_orphan` asks the ledger first; nothing else should call this.
        """
        place = self.folder(key)
        if not self.holds(key):
            return False
        with _refusing(place), archive_lock(self.root):
            aside = _temporary(place)
            place.rename(aside)
            sync_folder(place.parent)
            shutil.rmtree(aside)
        self._forget(place.parent)
        return True

    def sweep(self) -> int:
        """Remove what killed processes left unfinished; return the number of folders.

        Nothing happens while any process is publishing: its folder is unfinished, not left.
        """
        if not self.root.is_dir():
            return 0
        with _refusing(self.root), archive_lock(self.root, alone=True) as alone:
            left = sorted(self.root.glob(f"*/*/*/{_TEMPORARY}*")) if alone else []
            for folder in left:
                shutil.rmtree(folder)
        return len(left)

    def _write(self, place: Path, contents: Mapping[str, bytes]) -> None:
        with archive_lock(self.root):
            if os.path.lexists(place):
                raise _already(place)
            make_durably(place.parent, below=self.root)
            temporary = _temporary(place)
            temporary.mkdir()
            try:
                for name, data in contents.items():
                    write_durably(temporary / name, data)
                sync_folder(temporary)
                _reveal(temporary, place)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
            sync_folder(place.parent)

    def _forget(self, folder: Path) -> None:
        """Remove the folders made for a review that was not written, where they are empty."""
        with suppress(OSError), archive_lock(self.root, alone=True) as alone:
            while alone and folder != self.root:
                folder.rmdir()
                folder = folder.parent

    def _entry(self, key: ReviewKey, name: str, data: bytes) -> PublishedFile:
        return PublishedFile(name, f"{review_path(key)}/{name}", sha256_of_bytes(data), len(data))


def _temporary(place: Path) -> Path:
    return place.with_name(f"{_TEMPORARY}{place.name}-{secrets.token_hex(6)}")


def _reveal(temporary: Path, place: Path) -> None:
    """Rename, which fails when another process was quicker, because its folder is not empty."""
    try:
        temporary.rename(place)
    except OSError as error:
        if error.errno in {errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR}:
            raise _already(place) from error
        raise


def _already(place: Path) -> ArchiveError:
    return ArchiveError(
        "this revision is archived already, and an archived review never changes",
        where=str(place),
        next_step="publish the next revision",
    )


@contextmanager
def _refusing(place: Path) -> Iterator[None]:
    """Turn what the file system refuses into an error for a person."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise ArchiveError(
            "the disk of the archive is full" if full else "the archive cannot be used",
            where=str(place),
            got=error.strerror or str(error),
            next_step="make room, then run again" if full else "check the path and permissions",
        ) from error
