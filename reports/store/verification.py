"""Compare an archived folder with what was published."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reports.errors import ArchiveError
from reports.store.manifest import MANIFEST, promised_hashes, read_manifest, sha256_of_bytes
from reports.values.ledger import Finding, PublishedFile


def compare(folder: Path, path: str, entered: Sequence[PublishedFile]) -> tuple[Finding, ...]:
    """Return the differences by path; what the ledger entered outweighs the manifest."""
    expected = {**_promised(folder), **{one.name: one.sha256 for one in entered}}
    return _differences(folder, path, expected)


def compare_only(folder: Path, path: str, only: PublishedFile) -> tuple[Finding, ...]:
    """Return the differences of a folder that holds one file."""
    return _differences(folder, path, {only.name: only.sha256})


def _differences(folder: Path, path: str, expected: Mapping[str, str]) -> tuple[Finding, ...]:
    present = {entry.name: _hash(entry) for entry in folder.iterdir()} if folder.is_dir() else {}
    findings = [
        *_absent_or_altered(path, expected, present),
        *(
            Finding("extra", f"{path}/{name}", got=present[name])
            for name in present
            if name not in expected
        ),
    ]
    return tuple(sorted(findings, key=lambda finding: finding.path))


def _promised(folder: Path) -> Mapping[str, str]:
    """Return the hashes of the manifest, whose own is not in it."""
    manifest = folder / MANIFEST
    try:
        data = manifest.read_bytes()
        return {**promised_hashes(read_manifest(data, where=str(manifest))), MANIFEST: ""}
    except (OSError, ArchiveError):
        return {MANIFEST: "a manifest that can be read"}


def _absent_or_altered(
    path: str, expected: Mapping[str, str], present: Mapping[str, str]
) -> Sequence[Finding]:
    findings = []
    for name, sha256 in expected.items():
        if name not in present:
            findings.append(Finding("missing", f"{path}/{name}", expected=sha256))
        elif sha256 and present[name] != sha256:
            findings.append(
                Finding("altered", f"{path}/{name}", expected=sha256, got=present[name])
            )
    return findings


def _hash(entry: Path) -> str:
    plain = entry.is_file() and not entry.is_symlink()
    return sha256_of_bytes(entry.read_bytes()) if plain else "no plain file"
