"""Worked examples: small tables of text in a header, turned into rows."""

import re
from collections.abc import Mapping

from reports.catalog.fields import iso_day
from reports.catalog.place import Place, Table
from reports.errors import DefinitionError
from reports.values.kpi import Example
from reports.values.query import Query
from reports.values.relation import CANONICAL

Row = Mapping[str, object]

_FORM = 'periods = [["2026-11-09", "2026-11-16"]], relations as tables, expected = a table'
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,300}(\.[0-9]{1,300})?(e[-+]?[0-9]{1,2})?")
_QUOTED = re.compile(r"'([^']*)'")
_WORDS: Mapping[str, object] = {"": None, "-": None, "true": True, "false": False}
# Relations the warehouse derives, and the one whose rows they are made of.
_DERIVED = {"first_seen": "events"}


def read_example(table: Table, query: Query, place: Place) -> Example:
    """Read the [example] of a query.

    Shape: a relation is a text of lines "a | b | c", the first one naming the columns.
    Raises: DefinitionError
    """
    settings = ("periods", "expected", "parameters", "dimension")
    rows = {name: _rows(name, text, place) for name, text in table.items() if name not in settings}
    place.check_keys(
        {key: table[key] for key in settings if key in table},
        required=("periods", "expected"),
        optional=("parameters", "dimension"),
    )
    _check_relations(rows, query, place)
    periods = _periods(table["periods"], place)
    expected = _rows("expected", table["expected"], place)
    _check_expected(expected, query, place, len(periods))
    return Example(
        rows=rows,
        periods=periods,
        expected=expected,
        parameters=_parameters(table.get("parameters", {}), query, place),
        dimension=_dimension(table.get("dimension"), place),
    )


def parse_cell(text: str) -> object:
    """Turn the text of a cell into null, a boolean, a number or a text.

    Example: "-" is null, "2" an integer, "'2'" and "2026-11-09T10:00:00Z" are texts
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    quoted = _QUOTED.fullmatch(text)
    return quoted[1] if quoted else text


def _rows(name: str, text: object, place: Place) -> tuple[Row, ...]:
    """Read a table of text."""
    if not isinstance(text, str) or not text.strip():
        raise _wrong(place, name, "a text of lines like: user_id | occurred_at | name", text)
    head, *lines = [_cells(line) for line in text.strip().splitlines() if line.strip()]
    if len(set(head)) < len(head) or not all(head):
        raise _wrong(place, name, "column names, each once", " | ".join(head))
    for cells in lines:
        if len(cells) != len(head):
            raise _wrong(place, name, f"{len(head)} cells in each line", " | ".join(cells))
    return tuple(
        {column: parse_cell(cell) for column, cell in zip(head, cells, strict=True)}
        for cells in lines
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _periods(value: object, place: Place) -> tuple[tuple[str, str], ...]:
    """Read pairs of first day and day after the last."""
    pairs = [
        (iso_day(pair[0]), iso_day(pair[1]))
        for pair in (value if isinstance(value, list) else [])
        if isinstance(pair, list) and len(pair) == 2
    ]
    whole = isinstance(value, list) and len(pairs) == len(value) > 0
    if not whole or not all(start and start < end for start, end in pairs):
        raise _wrong(place, "periods", "pairs of first day and day after the last", value)
    return tuple(pairs)


def _check_relations(rows: Mapping[str, tuple[Row, ...]], query: Query, place: Place) -> None:
    """Refuse an example that leaves out a relation the query reads, or one of its columns."""
    for relation in query.relations:
        source = _DERIVED.get(relation, relation)
        if source not in rows:
            raise place.refuse(
                f"the example has no rows of {source}",
                key="example",
                expected=f"a table {source}, because the query reads {relation}",
                got=", ".join(rows) or "no table",
            )
    for name, lines in rows.items():
        known = CANONICAL[name].columns if name in CANONICAL else ()
        needed = {column.name for column in known if column.required}
        absent = sorted(needed - set(lines[0])) if lines else []
        if absent:
            raise _wrong(place, name, "the required columns, also " + ", ".join(absent), lines[0])


def _check_expected(rows: tuple[Row, ...], query: Query, place: Place, periods: int) -> None:
    """Refuse readings with other columns than the query's, or of no asked period."""
    columns = ("period", "segment", *query.measures)
    for row in rows:
        if set(row) != set(columns):
            raise _wrong(place, "expected", " | ".join(columns), " | ".join(row))
        if row["period"] not in range(periods) or isinstance(row["period"], bool):
            raise _wrong(place, "expected", f"a period from 0 to {periods - 1}", row["period"])


def _parameters(value: object, query: Query, place: Place) -> Mapping[str, object]:
    """Read the parameters' values."""
    if not isinstance(value, dict) or sorted(value) != sorted(query.parameters):
        wanted = ", ".join(query.parameters) or "no parameter"
        raise _wrong(place, "parameters", f"a value for each of: {wanted}", value)
    if not all(isinstance(item, str | int | float | bool) for item in value.values()):
        raise _wrong(place, "parameters", "texts and numbers", value)
    return value


def _dimension(value: object, place: Place) -> str | None:
    if value is None or (isinstance(value, str) and value):
        return value
    raise _wrong(place, "dimension", "the name of a dimension", value)


def _wrong(place: Place, key: str, expected: str, got: object) -> DefinitionError:
    return place.refuse(
        f"wrong {key} in the example", key=key, expected=expected, got=got, next_step=_FORM
    )
