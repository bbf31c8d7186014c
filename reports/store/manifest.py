"""The manifest of an archived review: what it consists of, and what it was made from."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from reports.errors import ArchiveError
from reports.values.ledger import ReviewKey

MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1

_RESERVED = frozenset({"format", "product", "week", "revision", "files", "run"})


def manifest_bytes(
    key: ReviewKey,
    files: Mapping[str, bytes],
    facts: Mapping[str, object],
    run: Mapping[str, object],
) -> bytes:
    """Write a manifest; only its `run` may differ between two equal runs.

    Raises: ArchiveError when `facts` uses a word that the manifest keeps for itself.
    """
    taken = sorted(_RESERVED & facts.keys())
    if taken:
        raise ArchiveError(
            f"the manifest writes {', '.join(taken)} itself", where=str(key), expected="other keys"
        )
    contents = {
        **facts,
        "format": MANIFEST_FORMAT,
        "product": key.product,
        "week": key.week_label,
        "revision": key.revision,
        "files": {name: _entry(data) for name, data in files.items()},
        "run": dict(run),
    }
    text = json.dumps(contents, default=_plain, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def read_manifest(data: bytes, *, where: str) -> Mapping[str, Any]:
    """Read a manifest.

    Raises: ArchiveError when it cannot be read.
    """
    try:
        contents: Mapping[str, Any] = json.loads(data)
        promised_hashes(contents)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(
            "the manifest cannot be read", where=where, next_step="restore it from a backup"
        ) from error
    return contents


def promised_hashes(contents: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the hash of every file in a manifest, which does not hold its own."""
    return {name: str(entry["sha256"]) for name, entry in contents["files"].items()}


def sha256_of_bytes(data: bytes) -> str:
    """Hash a file."""
    return hashlib.sha256(data).hexdigest()


def _entry(data: bytes) -> Mapping[str, object]:
    return {"sha256": sha256_of_bytes(data), "bytes": len(data)}


def _plain(value: object) -> str:
    if isinstance(value, date):  # and with it every datetime
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a manifest")
