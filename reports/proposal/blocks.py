"""The part of `review.toml` that maps one relation, with reasons and doubts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from reports.proposal.columns import Choice
from reports.proposal.dimensions import find_dimensions
from reports.proposal.expressions import RATING, Expression, express, literal, quoted
from reports.proposal.kinds import NAIVE, TIMES
from reports.proposal.names import match, tokens
from reports.proposal.scoring import Candidate
from reports.proposal.toml import DOUBT, comment, doubted, noted, toml_lines, toml_table, toml_text
from reports.proposal.vocabulary import ARRIVED
from reports.values.relation import CANONICAL
from reports.values.schema import ColumnInfo, EngineName

_SOME_VALUES = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A canonical column with its source and the expression in between."""

    choice: Choice
    expression: Expression

    @property
    def name(self) -> str:
        """Return the canonical name."""
        return self.choice.canonical.name

    @property
    def reason(self) -> str:
        """Return why it was chosen, and the doubts, on one line."""
        column, note = self.choice.column, self.expression.note
        asked = not self.expression.sure or note.startswith("?")
        doubts = [*self.choice.doubts, *([note.removeprefix("? ")] if asked else [])]
        notes = [note] if note and not asked else []
        told = "; ".join([self.choice.reason, column.type, *notes])
        return f"{told}; ? {'; '.join(doubts)}" if doubts else told


@dataclass(frozen=True, slots=True)
class Block:
    """What is proposed for one relation."""

    candidate: Candidate
    columns: tuple[Column, ...]
    dimensions: tuple[tuple[str, ColumnInfo], ...]
    arrived: str
    table: str

    @property
    def is_active(self) -> bool:
        """Tell whether the proposal is sure enough to be at work."""
        return self.candidate.confidence != "low" and all(
            column.expression.sure or not column.choice.canonical.required
            for column in self.columns
        )

    @property
    def is_select(self) -> bool:
        """Tell whether a table with renames is not enough."""
        return (
            bool(self.candidate.constants)
            or any(c.expression.sql and c.expression.sure for c in self.columns)
            or bool(self._unwanted)
        )

    @property
    def is_naive(self) -> bool:
        """Tell whether some of its times lack a zone."""
        times = (c for c in self.columns if c.choice.canonical.type == "instant")
        return any(column.choice.column.kind in NAIVE for column in times)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return every doubt, that about the table first."""
        constants = [f"no column for {name}" for name, _ in self.candidate.constants]
        zone = ["times without a zone"] if self.is_naive else []
        own = [f"{c.name}: {doubt}" for c in self.columns for doubt in _own_doubts(c)]
        return (*self.candidate.doubts, *constants, *zone, *own)

    @property
    def _unwanted(self) -> set[str]:
        """Return canonical columns that would be found by name, but were not chosen."""
        own = {column.name.casefold(): column.name for column in self.candidate.table.columns}
        sure = {c.name: c.choice.column.name for c in self.columns if c.expression.sure}
        canonical = {column.name for column in CANONICAL[self.candidate.relation].columns}
        return {name for name in canonical & set(own) if name not in sure}

    def lines(self, path: str, zone: str) -> list[str]:
        """Return the block's text; `path` is the relation's table in the file."""
        told = self._introduction()
        body = [f"[{path}]", *(self._select() if self.is_select else self._renames())]
        body += self._keys(zone)
        if not self.is_select:
            body += ["", f"[{path}.columns]", *self._columns()]
        return told + (body if self.is_active else doubted(body))

    def _introduction(self) -> list[str]:
        one = self.candidate
        size = "an unknown number of" if one.table.rows is None else f"about {one.table.rows:,}"
        what = "a view" if one.table.is_view else "a table"
        told = comment(
            f"{one.relation} is {one.table.name}: {what} of {size} rows. "
            f"Confidence: {one.confidence}."
        )
        for doubt in (*one.doubts, *(f"no column for {name}" for name, _ in one.constants)):
            told += comment(f"? {doubt}")
        canonical = [column.name for column in CANONICAL[one.relation].columns]
        found = {column.name for column in self.columns} | {name for name, _ in one.constants}
        missing = [name for name in canonical if name not in found]
        if missing:
            told += comment(f"Not found: {', '.join(missing)}.")
        if self.is_select:
            for column in self.columns:
                told += comment(f"{column.name} = {column.choice.column.name}: {column.reason}")
        for name, source in self.dimensions:
            values = ", ".join(source.values[:_SOME_VALUES])
            more = ", …" if source.distinct > _SOME_VALUES else ""
            told += comment(f"dimension {name} = {source.name}: {values}{more}")
        return told

    def _renames(self) -> list[str]:
        return [f"table = {toml_text(self.candidate.table.name)}", *self._dimensions(renamed=True)]

    def _dimensions(self, *, renamed: bool) -> list[str]:
        if not self.dimensions:
            return []
        pairs = {name: column.name if renamed else name for name, column in self.dimensions}
        return [f"dimensions = {toml_table(pairs)}"]

    def _keys(self, zone: str) -> list[str]:
        found = []
        if self.is_naive and zone:
            found.append(noted(f"zone = {toml_text(zone)}", "for times without a zone, as asked"))
        elif self.is_naive:
            line = f'{DOUBT}zone = "Europe/London"'
            found.append(noted(line, "? times have no zone: state the one they are in"))
        if self.arrived:
            line = f"{DOUBT}known_at = {toml_text(self.arrived)}"
            why = "? if it says when a row reached the warehouse, past weeks can be rebuilt"
            found.append(noted(line, why))
        return found

    def _columns(self) -> list[str]:
        lines = []
        for column in self.columns:
            line = f"{column.name} = {toml_text(column.choice.column.name)}"
            mark = "" if column.expression.sure else DOUBT
            lines.append(noted(f"{mark}{line}", column.reason))
        return lines

    def _select(self) -> list[str]:
        items = [
            (column.name, column.expression.sql or quoted(column.choice.column.name))
            for column in self.columns
            if column.expression.sure
        ]
        items += [(name, literal(value)) for name, value in self.candidate.constants]
        items += [(name, quoted(column.name)) for name, column in self.dimensions]
        asked = [
            f"  -- ? {c.expression.sql or quoted(c.choice.column.name)} AS {c.name},\n"
            for c in self.columns
            if not c.expression.sure
        ]
        selected = "".join(asked) + ",\n".join(f"  {sql} AS {name}" for name, sql in items)
        if self.arrived:
            selected += f",\n  {quoted(self.arrived)}"
        table = ".".join(quoted(part) for part in self.candidate.table.name.split("."))
        first, *rest = toml_lines(f"SELECT\n{selected}\nFROM {table}")
        return [f"select = {first}", *rest, *self._dimensions(renamed=False)]


def make_block(candidate: Candidate, engine: EngineName, ids: Collection[str]) -> Block:
    """Return the block of a candidate; columns called like `ids` of others are no dimensions."""
    columns = tuple(Column(choice, express(choice, engine)) for choice in candidate.choices)
    columns += _rated(candidate.relation, columns)
    used = {column.choice.column.name for column in columns}
    arrived = _arrived(candidate.table.columns, used)
    dimensions = find_dimensions(candidate.relation, candidate.table, used | set(ids))
    return Block(candidate, columns, dimensions, arrived, candidate.table.name)


def _rated(relation: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the value of feedback that is a number and no thumb."""
    (value,) = (one for one in CANONICAL["feedback"].columns if one.name == "value")
    kinds = [one for one in columns if one.expression.sql == RATING]
    if relation != "feedback" or not kinds or any(one.name == "value" for one in columns):
        return ()
    return (Column(replace(kinds[0].choice, canonical=value), Expression()),)


def _arrived(columns: Sequence[ColumnInfo], used: set[str]) -> str:
    """Return the column that says when a row was loaded, or nothing."""
    times = (one for one in columns if one.kind in TIMES and one.name not in used)
    return next((one.name for one in times if match(tokens(one.name), ARRIVED).score), "")


def _own_doubts(column: Column) -> list[str]:
    note = column.expression.note
    notes = [note.removeprefix("? ")] if "?" in note else []
    times = [doubt for doubt in column.choice.doubts if "zone" not in doubt]
    return [*times, *notes]
