"""What differs between the engines: casts, clocks, placeholders, literal tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

EngineName = Literal["duckdb", "sqlite", "postgres"]

OPEN_RELATION, OPEN_PARAMETER, CLOSE = "\ue000", "\ue002", "\ue001"
MARKS = frozenset((OPEN_RELATION, OPEN_PARAMETER, CLOSE))

_PARAMETER = re.compile(f"{OPEN_PARAMETER}([^{CLOSE}]+){CLOSE}")
_DAY_S = 86_400
# Integer division truncates; counting from a day far in the past keeps older instants right.
_DAYS_BACK = 1_000_000
# SQLite's parser has room for about 100 open brackets, so a tree may not be deep.
_FLAT = 8


def mark_relation(name: str) -> str:
    """Return the text that stands for a relation until its subquery is known."""
    return f"{OPEN_RELATION}{name}{CLOSE}"


def mark_parameter(name: str) -> str:
    """Return the text that stands for a placeholder until the engine's style is applied."""
    return f"{OPEN_PARAMETER}{name}{CLOSE}"


def quoted(name: str) -> str:
    """Quote one identifier.

    Example: quoted("plan") == '"plan"'
    """
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """Quote text of ours, or of the product's definition, as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine's expressions.

    Units: `ticks` per second are what `clock` expressions count.
    """

    name: EngineName
    ticks: int = 1

    def clock(self, column: str) -> str:
        """Return ticks since 1970 of a time column, read as UTC where it has no zone."""
        if self.name == "duckdb":
            return f"EPOCH_US({column})"
        if self.name == "postgres":
            return f"DATE_PART('epoch', {column})"
        # SQLite keeps milliseconds, which is what the rounding restores.
        parsed = f"ROUND((JULIANDAY({column}) - 2440587.5) * 86400.0, 3)"
        return f"CASE WHEN TYPEOF({column}) = 'text' THEN {parsed} ELSE {column} END"

    def seconds(self, clock: str) -> str:
        """Return epoch seconds of a clock expression."""
        return f"({clock} / 1000000.0)" if self.name == "duckdb" else clock

    def clock_of(self, seconds: str) -> str:
        """Return the clock expression of epoch seconds."""
        return f"CAST(ROUND({seconds} * 1000000) AS BIGINT)" if self.name == "duckdb" else seconds

    def day(self, clock: str, offset: str, *, since_1970: bool = False) -> str:
        """Return the local epoch day of a clock expression and an offset in ticks."""
        if self.name == "duckdb":
            day, moved = _DAY_S * self.ticks, f"{clock} + {offset}"
            if since_1970:
                return f"CAST(({moved}) // {day} AS INTEGER)"
            return f"CAST(({moved} + {_DAYS_BACK * day}) // {day} - {_DAYS_BACK} AS INTEGER)"
        return f"CAST(FLOOR(({clock} + {offset}) / 86400.0) AS INTEGER)"

    def date_day(self, column: str) -> str:
        """Return the epoch day of a date column."""
        if self.name == "sqlite":
            midnight = f"JULIANDAY(SUBSTR({column}, 1, 10))"
            return f"CAST(ROUND({midnight} - 2440587.5) AS INTEGER)"
        return f"(CAST({column} AS DATE) - DATE '1970-01-01')"

    def whole(self, dividend: str, divisor: int) -> str:
        """Return the whole part of a division of integers that are not negative."""
        return f"({dividend}) {'//' if self.name == 'duckdb' else '/'} {divisor}"

    def text(self, column: str) -> str:
        """Return a column as text."""
        return f"CAST({column} AS TEXT)"

    def money(self, column: str, places: int) -> str:
        """Return a column as exact decimals where the engine has them."""
        return column if self.name == "sqlite" else f"CAST({column} AS DECIMAL(18, {places}))"

    def truth(self, column: str) -> str:
        """Return a column as a truth value, from 0 and 1 or from words."""
        if self.name == "sqlite":
            true = f"LOWER(CAST({column} AS TEXT)) IN ('1', 'true', 't', 'yes', 'y')"
            return f"CASE WHEN {column} IS NULL THEN NULL WHEN {true} THEN 1 ELSE 0 END"
        if self.name == "postgres":
            return f"CAST(CAST({column} AS TEXT) AS BOOLEAN)"
        return f"CAST({column} AS BOOLEAN)"

    def true(self) -> str:
        """Return the truth value that `truth` gives."""
        return "1" if self.name == "sqlite" else "TRUE"

    def ordered_text(self, column: str) -> str:
        """Return a text expression that sorts by code point on every engine."""
        return f'{column} COLLATE "C"' if self.name == "postgres" else column

    def fence(self) -> str:
        """Return what keeps an engine from repeating a subquery's expressions in its reader."""
        return {"postgres": "\nOFFSET 0", "sqlite": "\nLIMIT -1", "duckdb": ""}[self.name]

    def rows_table(self, names: Sequence[str], rows: Sequence[Sequence[int]]) -> str:
        """Return a literal table of integers."""
        values = ", ".join("(" + ", ".join(map(str, row)) + ")" for row in rows)
        first = 0 if self.name == "duckdb" else 1
        stem = "col" if self.name == "duckdb" else "column"
        columns = ", ".join(f"{stem}{first + k} AS {name}" for k, name in enumerate(names))
        return f"(SELECT {columns} FROM (VALUES {values}) AS v)"  # noqa: S608 integers of ours

    def finish(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Put the engine's placeholders in and return their names."""
        names = tuple(sorted(set(_PARAMETER.findall(text))))
        if self.name == "postgres":
            return _PARAMETER.sub(r"%(\1)s", text.replace("%", "%%")), names
        return _PARAMETER.sub(r"$\1" if self.name == "duckdb" else r":\1", text), names


DIALECTS = {
    "duckdb": Dialect("duckdb", 1_000_000),
    "sqlite": Dialect("sqlite"),
    "postgresql": Dialect("postgres"),
}


def choose(value: str, pairs: Sequence[tuple[int, str]]) -> str:
    """Return a balanced tree of CASE that picks the last pair whose bound is not above `value`.

    The first pair also holds below its bound.
    """
    if len(pairs) == 1:
        return pairs[0][1]
    if len(pairs) <= _FLAT:
        later = " ".join(f"WHEN {value} >= {bound} THEN {item}" for bound, item in pairs[:0:-1])
        return f"CASE {later} ELSE {pairs[0][1]} END"
    middle = len(pairs) // 2
    left, right = choose(value, pairs[:middle]), choose(value, pairs[middle:])
    return f"CASE WHEN {value} < {pairs[middle][0]} THEN {left} ELSE {right} END"
