"""Typed reading of single header keys."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from reports.catalog.names import did_you_mean, is_lower_snake
from reports.catalog.place import Place, Table
from reports.errors import DefinitionError
from reports.values.query import Reads, Window

_READS = re.compile(r"(lookback|lookahead|trailing|cohort) ([1-9][0-9]{0,3}) days?")
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys of one table, read one by one with their types checked.

    Raises: every method raises DefinitionError with file, line and key.
    """

    table: Table
    place: Place

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not empty."""
        if default is not None and key not in self.table:
            return default
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a text in quotes that is not empty")
        if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in value):
            raise self._wrong(key, "a text without control characters")
        return value.strip()

    def choice(self, key: str, words: Iterable[str], default: str | None = None) -> str:
        """Read one word of a closed list."""
        value = self.text(key, default)
        known = tuple(words)
        if value not in known:
            raise self.place.refuse(
                f'unknown {key} "{value}"',
                key=key,
                expected="one of " + ", ".join(known),
                got=value,
                next_step=did_you_mean(value, known),
            )
        return value

    def number(self, key: str, default: float | None, limits: tuple[float, float]) -> float | None:
        """Read a number between two limits, both allowed."""
        if key not in self.table:
            return default
        value = self.table[key]
        low, high = limits
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            raise self._wrong(key, f"a number from {low:g} to {high:g}")
        return float(value)

    def whole(self, key: str, default: int) -> int:
        """Read a whole number that is not negative."""
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**12:
            raise self._wrong(key, "a whole number, 0 or more")
        return value

    def names(self, key: str) -> tuple[str, ...] | None:
        """Read a list of distinct lower_snake_case names; null where the key is absent."""
        if key not in self.table:
            return None
        value = self.table[key]
        if not isinstance(value, list) or not all(
            isinstance(name, str) and is_lower_snake(name) for name in value
        ):
            raise self._wrong(key, "a list of names in lower_snake_case")
        if len(set(value)) < len(value):
            raise self._wrong(key, "each name once")
        return tuple(cast("list[str]", value))

    def quantile(self) -> float:
        """Read a quantile strictly between 0 and 1."""
        value = self.number("quantile", None, (0.0, 1.0))
        if value is None or value in (0.0, 1.0):
            raise self._wrong("quantile", "a number between 0 and 1, like 0.95")
        return value

    def day(self, key: str) -> str:
        """Read a date, as ISO text; empty where the key is absent."""
        if key not in self.table:
            return ""
        iso = iso_day(self.table[key])
        if not iso:
            raise self._wrong(key, "a date like 2026-11-09")
        return iso

    def dated_lines(self, key: str) -> tuple[str, ...]:
        """Read a list of lines that start with a date."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(line, str) and _DATED.match(line) and iso_day(line[:10]) for line in value
        ):
            raise self._wrong(key, 'a list of lines like "2026-11-09 counts guests too"')
        return tuple(cast("list[str]", value))

    def reads(self) -> Reads:
        """Read which rows the query sees."""
        value = self.text("reads", "period")
        if value in ("period", "history"):
            return Reads(cast("Window", value))
        found = _READS.fullmatch(value)
        if found is None:
            raise self._wrong(
                "reads",
                "period, history, or lookback, lookahead, trailing or cohort N days",
            )
        return Reads(cast("Window", found[1]), int(found[2]))

    def below(self, key: str) -> Table:
        """Read a table."""
        value = self.table.get(key)
        if not isinstance(value, dict):
            raise self._wrong(key, f"a table [{key}]")
        return value

    def _wrong(self, key: str, expected: str) -> DefinitionError:
        """Return the error about a value of the wrong type or form."""
        got = self.table.get(key, "nothing")
        return self.place.refuse(f"wrong {key}", key=key, expected=expected, got=got)


def iso_day(value: object) -> str:
    """Return a TOML date or an ISO text as ISO text, or nothing."""
    if isinstance(value, datetime):
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str) or not _DATED.fullmatch(value):
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""
