"""Add a comment to `comments.toml` and leave all that stands there as it is."""

import os
from codecs import BOM_UTF8
from dataclasses import fields
from pathlib import Path
from shutil import copymode

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from reports.config.comments import FILE, parse_comments
from reports.config.documents import read_text
from reports.errors import ConfigError
from reports.values.record import Comment

# What the file calls a field of a comment that goes by another name here.
_KEYS = {"week_label": "week"}


def add_comment(root: Path, comment: Comment, products: tuple[str, ...]) -> Path:
    """Write a comment behind those of the workspace in `root` and return the file.

    The file is made where there is none. It is replaced in one step, once what was written has
    been read again, so that it is whole at any time.
    Raises: ConfigError when the file holds mistakes or cannot be written.
    """
    path = (root / FILE).resolve()
    checked = read_text(path) or ""
    before = parse_comments(checked, products)
    try:
        _replace(path, _with_comment(path, comment), (*before, comment), products)
    except OSError as error:
        raise ConfigError(
            "the comment was not written",
            where=FILE,
            got=error.strerror or "an unknown fault",
            next_step="make room, or check the permissions of the folder",
        ) from error
    return path


def _with_comment(path: Path, comment: Comment) -> bytes:
    """Return the content of the file with one more comment."""
    content = path.read_bytes() if path.exists() else b""
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    return mark + _extended(content.removeprefix(mark).decode(), comment).encode()


def _extended(text: str, comment: Comment) -> str:
    """Return the text with a table behind it; the text itself is not touched."""
    if "comments" in (document := _document(text)) and not isinstance(document["comments"], AoT):
        raise ConfigError(
            "the comments stand in a list, which is not edited without changing its form",
            where=FILE,
            expected="a table [[comments]] for each",
            next_step="write them as tables, or add this one by hand",
        )
    table, tables = tomlkit.table(), tomlkit.aot()
    for field in fields(Comment):
        table.append(_KEYS.get(field.name, field.name), getattr(comment, field.name))
    tables.append(table)
    gap = "\n" if text and not text.endswith("\n") else ""
    gap += "\n" if text.strip() else ""
    added = gap + tomlkit.dumps({"comments": tables})
    return text + (added.replace("\n", "\r\n") if "\r\n" in text else added)


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError(
            "the file cannot be edited", where=FILE, got=str(error), next_step="edit it by hand"
        ) from error


def _replace(
    path: Path, content: bytes, expected: tuple[Comment, ...], products: tuple[str, ...]
) -> None:
    """Write under another name, read that again, then rename."""
    unfinished = path.with_name(f".{FILE}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if parse_comments(read_text(unfinished) or "", products) != expected:
            raise ConfigError(
                "the comment would change others", where=FILE, next_step="edit the file by hand"
            )
        if path.exists():
            copymode(path, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
