"""Where a review lies in the archive; names are checked, so that nothing gets out of it."""

import re

from reports.errors import ArchiveError
from reports.store.manifest import MANIFEST
from reports.values.ledger import ReviewKey

_PRODUCT = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_WEEK = re.compile(r"[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def review_path(key: ReviewKey) -> str:
    """Return the folder of a review below the archive.

    Raises: ArchiveError when a part of the key is no safe name.
    Example: "assistant/2026/2026-W46/r1"
    """
    if not _PRODUCT.fullmatch(key.product):
        raise _unsafe("product", key.product, "a lower-case name like assistant or search_ads")
    if not _WEEK.fullmatch(key.week_label):
        raise _unsafe("week", key.week_label, "an ISO week like 2026-W46")
    if key.revision < 1:
        raise _unsafe("revision", str(key.revision), "1 or more")
    return f"{key.product}/{key.week_label[:4]}/{key.week_label}/r{key.revision}"


def check_file_name(name: str) -> str:
    """Return a plain file name.

    Raises: ArchiveError when it is none, or the manifest's.
    """
    if name == MANIFEST or not _FILE.fullmatch(name):
        raise _unsafe("file", name, "a plain name like review.html")
    return name


def _unsafe(part: str, got: str, expected: str) -> ArchiveError:
    return ArchiveError(
        f"this {part} cannot name a place in the archive", expected=expected, got=repr(got)
    )
