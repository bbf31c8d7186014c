"""Add to `roadmap.toml`, or change keys of an item in it, and leave all else as it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from reports.config.documents import read_text
from reports.config.editing import append_table, edit_document
from reports.config.problems import suggestion
from reports.config.roadmap import FILE, Known, parse_roadmap
from reports.errors import ConfigError


def add_item(root: Path, keys: Mapping[str, object], known: Known) -> Path:
    """Write an item behind those of the file, which is made where there is none.

    Raises: ConfigError when the keys are wrong, or the file holds mistakes.
    """
    path = (root / FILE).resolve()
    before = parse_roadmap(read_text(path) or "", known)

    def grown(written: Path) -> bool:
        after = parse_roadmap(read_text(written) or "", known)
        return after.items[:-1] == before.items and after.method == before.method

    append_table(path, "items", keys, check=grown)
    return path


def change_item(root: Path, name: str, keys: Mapping[str, object], known: Known) -> Path:
    """Set keys of one item.

    Raises: ConfigError when there is no such item, or the keys are wrong.
    """
    path = (root / FILE).resolve()
    before = parse_roadmap(read_text(path) or "", known)
    names = tuple(item.name for item in before.items)
    if name not in names:
        raise ConfigError(
            f"no item is called {name!r}",
            where=FILE,
            expected=f"one of {', '.join(names)}" if names else "an item; see roadmap add",
            next_step=suggestion(name, names) or "product-review roadmap --help",
        )
    index = names.index(name)

    def set_keys(document: tomlkit.TOMLDocument) -> None:
        entries: Any = document["items"]
        for key, value in keys.items():
            entries[index][key] = list(value) if isinstance(value, tuple) else value

    def only_that(written: Path) -> bool:
        after = parse_roadmap(read_text(written) or "", known)
        others = [item for item in after.items if item.name != name]
        return others == [item for item in before.items if item.name != name]

    edit_document(path, set_keys, check=only_that)
    return path
