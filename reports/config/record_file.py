"""Add to `iterations.toml`, or close an action in it, and leave all else as it is."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit

from reports.config.documents import read_text
from reports.config.editing import append_table, edit_document
from reports.config.problems import suggestion
from reports.config.records import FILE, parse_records
from reports.errors import ConfigError
from reports.values.record import ActionEnd, Records


def add_record(
    root: Path, table: str, keys: Mapping[str, object], products: tuple[str, ...]
) -> Path:
    """Write a table behind those of the file, which is made where there is none.

    Example: add_record(root, "iterations", {"name": "2026-15", "first_day": …, "last_day": …}, ())
    Raises: ConfigError when the keys are wrong, or the file holds mistakes.
    """
    path = (root / FILE).resolve()
    before = parse_records(read_text(path) or "", products)
    count = len(getattr(before, table)) + 1

    def grown(written: Path) -> bool:
        after = parse_records(read_text(written) or "", products)
        return len(getattr(after, table)) == count and _others(after, table) == _others(
            before, table
        )

    append_table(path, table, keys, check=grown)
    return path


def close_action(
    root: Path,
    what: str,
    closing: Mapping[str, object],
    products: tuple[str, ...],
) -> Path:
    """Close the open action that begins with some words; `closing` are the keys to set.

    Raises: ConfigError when no open action, or more than one, begins so.
    """
    path = (root / FILE).resolve()
    before = parse_records(read_text(path) or "", products)
    index = _open_action(before, what)

    def set_keys(document: tomlkit.TOMLDocument) -> None:
        entries: Any = document["actions"]
        for key, value in closing.items():
            entries[index][key] = value

    def only_that(written: Path) -> bool:
        after = parse_records(read_text(written) or "", products)
        rest = [one for at, one in enumerate(after.actions) if at != index]
        kept = [one for at, one in enumerate(before.actions) if at != index]
        return rest == kept and _others(after, "actions") == _others(before, "actions")

    edit_document(path, set_keys, check=only_that)
    return path


def closing_keys(ended: ActionEnd, on: date, *, effect: bool | None) -> Mapping[str, object]:
    """Return the keys of an action that was done or dropped."""
    keys: dict[str, object] = {"closed_on": on, "ended": ended}
    return keys if effect is None else {**keys, "effect": effect}


def _open_action(records: Records, what: str) -> int:
    """Return which action is meant."""
    still = [(at, one) for at, one in enumerate(records.actions) if one.closed_on is None]
    found = [at for at, one in still if one.what.casefold().startswith(what.casefold())]
    exact = [at for at, one in still if one.what == what]
    if len(exact or found) == 1:
        return (exact or found)[0]
    names = tuple(one.what for _, one in still)
    raise ConfigError(
        f"{'no' if not found else 'more than one'} open action begins with {what!r}",
        where=FILE,
        expected="one of " + "; ".join(names) if names else "an open action",
        next_step=suggestion(what, names) or "write more of its words",
    )


def _others(records: Records, table: str) -> list[object]:
    """Return all records but those of one table."""
    return [
        getattr(records, name)
        for name in Records.__dataclass_fields__
        if name not in (table, "comments")
    ]
