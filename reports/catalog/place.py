"""Where a definition stands: its file, its TOML text and the lines of its keys."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reports.catalog.names import did_you_mean
from reports.errors import DefinitionError

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_FILE = re.compile(r"\A(?P<lead>\s*)/\*(?P<header>.*?)\*/(?P<body>.*)\Z", re.DOTALL)
_LONGEST_SHOWN = 80

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """A TOML text in a file; `table` names the part of it that is being read.

    Units: `first_line` is the line of the file on which `text` starts, counted from 1.
    """

    file: str
    text: str = ""
    first_line: int = 1
    table: str = ""

    def within(self, table: str) -> "Place":
        """Return the place of a table below this one."""
        return replace(self, table=f"{self.table}.{table}" if self.table else table)

    def refuse(
        self, what: str, *, key: str = "", expected: str = "", got: object = "", next_step: str = ""
    ) -> DefinitionError:
        """Return the error that names file, line and key."""
        return DefinitionError(
            what,
            where=self.at(key),
            expected=expected,
            got=got if isinstance(got, str) else shown(got),
            next_step=next_step,
        )

    def at(self, key: str = "") -> str:
        """Write the place as file, line and key, as far as they are known.

        Example: "sql/kpis/active_users.sql, line 4, unit"
        """
        line = self._line(key)
        label = f"[{self.table}] {key}".strip() if self.table else key
        return ", ".join(
            part for part in (self.file, f"line {line}" if line else "", label) if part
        )

    def check_keys(
        self, table: Table, *, required: Iterable[str], optional: Iterable[str] = ()
    ) -> None:
        """Refuse keys that are unknown or missing.

        Raises: DefinitionError
        """
        needed = tuple(required)
        known = (*needed, *optional)
        for key in table:
            if key not in known:
                raise self.refuse(
                    f'unknown key "{key}"',
                    key=key,
                    expected="one of " + ", ".join(known),
                    next_step=did_you_mean(key, known) or "remove it",
                )
        missing = [key for key in needed if key not in table]
        if missing:
            raise self.refuse(
                "missing key " + ", ".join(f'"{key}"' for key in missing),
                expected="all of " + ", ".join(needed),
                got=", ".join(table) or "no key",
                next_step=f'add a line "{missing[0]} = …"',
            )

    def parse(self) -> dict[str, object]:
        """Parse the TOML text.

        Raises: DefinitionError
        """
        try:
            return tomllib.loads(self.text)
        except (ValueError, RecursionError) as error:
            found = _AT_LINE.search(str(error))
            number = int(found[1]) if found and found[1] else self.text.count("\n") + 1
            raise DefinitionError(
                "not valid TOML: " + _AT_LINE.sub("", str(error)),
                where=f"{self.file}, line {self.first_line + number - 1}",
                expected='lines like unit = "share"',
            ) from error

    def _line(self, key: str) -> int:
        """Find the line of a key, else of its table; 0 where neither is found."""
        start = 0
        if self.table:
            head = re.search(rf"^\s*\[\s*{re.escape(self.table)}\s*\]", self.text, re.MULTILINE)
            if head is None:
                return 0
            start = head.end()
        found = _find_key(self._own_text(start), key, start) if key else -1
        if found < 0 and not self.table:
            return 0
        return self.first_line + self.text.count("\n", 0, max(found, start))

    def _own_text(self, start: int) -> str:
        """Return the text up to the next table, whose keys are not this one's."""
        next_table = re.compile(r"^\s*\[", re.MULTILINE).search(self.text, start)
        return self.text[: next_table.start()] if self.table and next_table else self.text


def split_file(path: Path) -> tuple[Place, str, Place]:
    """Return the header of a definition file as a place, its query, and the query's place.

    Raises: DefinitionError where there is no header.
    """
    text = read_text(path)
    found = _FILE.match(text)
    if found is None:
        raise DefinitionError(
            "no header",
            where=str(path),
            expected="a TOML header in a block comment /* … */ at the top, then one SELECT",
            got=text.strip()[:40] or "an empty file",
        )
    header = Place(str(path), found["header"], 1 + found["lead"].count("\n"))
    below = Place(str(path), "", 1 + text.count("\n", 0, found.start("body")))
    return header, found["body"], below


def shown(value: object) -> str:
    """Write a value for a message, shortened."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits
        return "a very large number"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def read_text(path: Path) -> str:
    """Read a definition file.

    Raises: DefinitionError unless it is readable UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(
            "the file cannot be read",
            where=str(path),
            expected="a readable text file in UTF-8",
            got=str(error),
        ) from error


def _find_key(text: str, key: str, start: int) -> int:
    """Return where a key, or the table of that name, begins after `start`; -1 if nowhere."""
    word = rf"[\"']?{re.escape(key)}[\"']?"
    pattern = re.compile(rf"^[ \t]*(?:({word})\s*=|\[\s*({word})\s*\])", re.MULTILINE)
    found = pattern.search(text, start)
    return found.start(1) if found and found[1] else found.start() if found else -1
