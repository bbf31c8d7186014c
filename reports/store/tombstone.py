"""What stays of a redacted review: that it was there, its hashes, when it left and why."""

import json

from reports.errors import ArchiveError
from reports.store.manifest import sha256_of_bytes
from reports.values.ledger import PublishedFile, PublishedReview

TOMBSTONE = "tombstone.json"

_FORMAT = 1


def tombstone_bytes(review: PublishedReview) -> bytes:
    """Write the tombstone of a redacted review, the same from the same ledger.

    Raises: ArchiveError for a review that is not redacted.
    """
    if review.redaction is None:
        raise ArchiveError(f"{review.key} is not redacted", expected="an entry in the ledger")
    contents = {
        "format": _FORMAT,
        "product": review.key.product,
        "week": review.key.week_label,
        "revision": review.key.revision,
        "as_of": review.as_of.isoformat(),
        "published_at": review.published_at.isoformat(),
        "code_version": review.code_version,
        "data": review.data_digest,
        "redacted_at": review.redaction.redacted_at.isoformat(),
        "reason": review.redaction.reason,
        "files": {
            one.name: {"sha256": one.sha256, "bytes": one.size_bytes} for one in review.files
        },
    }
    text = json.dumps(contents, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def tombstone_entry(review: PublishedReview) -> PublishedFile:
    """Return the only file that the folder of a redacted review holds."""
    data = tombstone_bytes(review)
    folder = review.files[0].path.rpartition("/")[0] if review.files else str(review.key)
    return PublishedFile(TOMBSTONE, f"{folder}/{TOMBSTONE}", sha256_of_bytes(data), len(data))
