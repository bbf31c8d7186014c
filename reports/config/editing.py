"""Edit a TOML file of the workspace and leave all else in it as it is."""

import os
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copymode

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from reports.errors import ConfigError

Check = Callable[[Path], bool]
Edit = Callable[[tomlkit.TOMLDocument], None]


def append_table(path: Path, name: str, table: Mapping[str, object], *, check: Check) -> None:
    """Write a table [[name]] behind all that stands in a file, which is made where there is none.

    The file is replaced in one step, once `check` has read what was written.
    Raises: ConfigError when it cannot be edited, or the check fails.
    """

    def extended(text: str) -> str:
        return _extended(text, path.name, name, table)

    _rewrite(path, extended, check)


def edit_document(path: Path, edit: Edit, *, check: Check) -> None:
    """Change values of a file; comments and layout stay.

    Raises: ConfigError when it cannot be edited, or the check fails.
    """

    def edited(text: str) -> str:
        document = _document(text, path.name)
        edit(document)
        return tomlkit.dumps(document)

    _rewrite(path, edited, check)


def _rewrite(path: Path, change: Callable[[str], str], check: Check) -> None:
    content = path.read_bytes() if path.exists() else b""
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    text = content.removeprefix(mark).decode()
    try:
        _replace(path, mark + change(text).encode(), check)
    except OSError as error:
        raise ConfigError(
            "nothing was written",
            where=path.name,
            got=error.strerror or "an unknown fault",
            next_step="make room, or check the permissions of the folder",
        ) from error


def _extended(text: str, file: str, name: str, table: Mapping[str, object]) -> str:
    """Return the text with a table behind it; the text itself is not touched."""
    document = _document(text, file)
    if name in document and not isinstance(document[name], AoT):
        raise ConfigError(
            f"the {name} stand in a list, which is not edited without changing its form",
            where=file,
            expected=f"a table [[{name}]] for each",
            next_step="write them as tables, or add this one by hand",
        )
    written, tables = tomlkit.table(), tomlkit.aot()
    for key, value in table.items():
        written.append(key, _inline(value))
    tables.append(written)
    gap = "\n" if text and not text.endswith("\n") else ""
    gap += "\n" if text.strip() else ""
    added = gap + tomlkit.dumps({name: tables})
    return text + (added.replace("\n", "\r\n") if "\r\n" in text else added)


def _inline(value: object) -> object:
    """Write tables within a table on one line."""
    if isinstance(value, Mapping):
        line = tomlkit.inline_table()
        line.update({key: _inline(one) for key, one in value.items()})
        return line
    if isinstance(value, list | tuple):
        items = tomlkit.array()
        items.extend([_inline(one) for one in value])
        return items
    return value


def _document(text: str, file: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError(
            "the file cannot be edited", where=file, got=str(error), next_step="edit it by hand"
        ) from error


def _replace(path: Path, content: bytes, check: Check) -> None:
    """Write under another name, read that again, then rename."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not check(unfinished):
            raise ConfigError(
                "the change would alter something else",
                where=path.name,
                next_step="edit the file by hand",
            )
        if path.exists():
            copymode(path, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
