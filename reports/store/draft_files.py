"""The files of drafts: beside the archive's reviews, in a folder of their own."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from reports.errors import ArchiveError
from reports.store.folders import make_durably, sync_folder, write_durably
from reports.store.places import check_file_name

_FOLDER = ".drafts"


def write_draft(archive: Path, product: str, week_label: str, files: Mapping[str, bytes]) -> Path:
    """Write a draft in place of an earlier one and return its folder; it is seen whole.

    Raises: ArchiveError when the disk refuses.
    """
    place = archive / _FOLDER / product / week_label
    fresh = place.with_name(f".{week_label}-{os.getpid()}")
    try:
        make_durably(place.parent, below=archive)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        for name, content in files.items():
            write_durably(fresh / check_file_name(name), content)
        shutil.rmtree(place, ignore_errors=True)
        fresh.rename(place)
        sync_folder(place.parent)
    except OSError as error:
        raise ArchiveError(
            "the draft cannot be written",
            where=str(place),
            got=error.strerror or str(error),
            next_step="make room, or check the permissions of the archive",
        ) from error
    return place


def remove_draft(archive: Path, product: str, week_label: str) -> None:
    """Remove the files of a draft that was published."""
    shutil.rmtree(archive / _FOLDER / product / week_label, ignore_errors=True)
