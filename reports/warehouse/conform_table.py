"""Rows of table queries checked against their fields, and brought into one form."""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from reports.errors import ContractError
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactTable, Value
from reports.values.query import FieldType, Query, TableField
from reports.warehouse.conform import rounded
from reports.warehouse.engine import Rows

_LEADING = (TableField("period", "integer", key=True), TableField("segment", "text", key=True))
_EXPECTED: Mapping[FieldType, str] = {
    "text": "text",
    "integer": "a whole number",
    "number": "a finite number",
}


def conform_table(query: Query, periods: Sequence[Period], result: Rows) -> FactTable:
    """Check names, types, nulls of keys and the uniqueness of rows; round and sort.

    Raises: ContractError naming query and column.
    """
    fields = (*_LEADING, *query.fields)
    order = _order(query, fields, [name.lower() for name in result.names])
    bounds = [(epoch_day(period.start), epoch_day(period.end)) for period in periods]
    rows = []
    for row in result.rows:
        index, *cells = [_cell(query, one, row[at]) for one, at in zip(fields, order, strict=True)]
        if not isinstance(index, int) or not 0 <= index < len(bounds):
            raise _wrong(query, "period", f"an index below {len(bounds)}", index)
        rows.append((*bounds[index], *cells))
    rows.sort(key=_place)
    _check_keys(query, fields, rows)
    names = tuple(one.name for one in fields[1:])
    return FactTable(tuple(periods), ("start", "end", *names), tuple(rows))


def _order(query: Query, fields: Sequence[TableField], names: Sequence[str]) -> list[int]:
    """Return where each field stands in the result."""
    expected = [one.name for one in fields]
    if sorted(names) != sorted(expected):
        raise ContractError(
            f"query {query.name} returned other columns",
            where=_where(query),
            expected=", ".join(expected),
            got=", ".join(names),
        )
    return [names.index(name) for name in expected]


def _cell(query: Query, one: TableField, value: object) -> Value:
    """Read one cell; a key is never null."""
    if value is None and not one.key:
        return None
    read: Mapping[FieldType, Callable[[object], Value]] = {
        "text": _text,
        "integer": _whole,
        "number": _number,
    }
    cell = read[one.type](value)
    if cell is None:
        raise _wrong(query, one.name, _EXPECTED[one.type], value)
    return cell


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number == int(number) else None


def _number(value: object) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if not math.isfinite(value):
        return None
    return value if isinstance(value, int) else rounded(float(value))


def _place(row: Sequence[Value]) -> tuple[tuple[bool, float, str], ...]:
    """Order rows by their cells, numbers before texts, whatever stands in them."""
    return tuple(
        (isinstance(cell, str), cell if isinstance(cell, int | float) else 0, str(cell))
        for cell in row
    )


def _check_keys(
    query: Query, fields: Sequence[TableField], rows: Sequence[tuple[Value, ...]]
) -> None:
    places = [0, *(at for at, one in enumerate(fields, start=1) if one.key)]
    seen: set[tuple[Value, ...]] = set()
    for row in rows:
        key = tuple(row[at] for at in places)
        if key in seen:
            raise ContractError(
                f"query {query.name} returned the same row twice",
                where=_where(query),
                expected="one row for period, segment and "
                + (", ".join(one.name for one in fields[2:] if one.key) or "nothing else"),
                got=", ".join(map(repr, key[1:])),
                next_step="GROUP BY all of them",
            )
        seen.add(key)


def _where(query: Query) -> str:
    return query.source or f"query {query.name}"


def _wrong(query: Query, column: str, expected: str, got: object) -> ContractError:
    return ContractError(
        f"query {query.name} returned a wrong {column}",
        where=f"{_where(query)}, column {column}",
        expected=expected,
        got="null" if got is None else f"{got!r} ({type(got).__name__})",
    )
