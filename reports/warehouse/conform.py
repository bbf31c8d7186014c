"""Result rows checked against what the query promised, and brought into one form."""

import math
from collections.abc import Sequence
from decimal import Decimal

from reports.errors import ContractError
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactColumns
from reports.values.query import Query
from reports.warehouse.engine import Rows

_DIGITS = 12
_Row = tuple[int, str, int, float | None, float | None, int]


def conform(query: Query, periods: Sequence[Period], result: Rows) -> FactColumns:
    """Check names, types, nulls and the uniqueness of the grain; round and sort.

    Raises: ContractError naming query and column.
    """
    where = query.source or f"query {query.name}"
    expected = ("period", "segment", *query.measures)
    names = tuple(name.lower() for name in result.names)
    if sorted(names) != sorted(expected):
        raise ContractError(
            f"query {query.name} returned other columns",
            where=where,
            expected=", ".join(expected),
            got=", ".join(names),
        )
    order = [names.index(name) for name in expected]
    reader = _Reader(query, len(periods), where)
    rows = sorted(reader.row([row[k] for k in order]) for row in result.rows)
    _check_grain(query, rows, where)
    starts = [epoch_day(period.start) for period in periods]
    ends = [epoch_day(period.end) for period in periods]
    return FactColumns(
        periods=tuple(periods),
        start=tuple(starts[row[0]] for row in rows),
        end=tuple(ends[row[0]] for row in rows),
        segment=tuple(row[1] for row in rows),
        bucket=tuple(row[2] for row in rows),
        first=tuple(row[3] for row in rows),
        second=tuple(row[4] for row in rows),
        n=tuple(row[5] for row in rows),
    )


class _Reader:
    """Reads result rows of one query."""

    def __init__(self, query: Query, periods: int, where: str) -> None:
        self._query = query
        self._periods = periods
        self._where = where

    def row(self, values: Sequence[object]) -> _Row:
        """Return a row as period, segment, bucket, first, second, n."""
        period, segment, *measures = values
        index = self._whole(period, "period")
        if not 0 <= index < self._periods:
            raise self._wrong("period", f"an index below {self._periods}", period)
        if not isinstance(segment, str):
            raise self._wrong("segment", "text", segment)
        n = self._whole(measures[-1], "n")
        if n < 0:
            raise self._wrong("n", "a count", n)
        names, bucket = self._query.measures, 0
        if names[0] == "bucket":
            bucket, names, measures = self._whole(measures[0], "bucket"), names[1:], measures[1:]
        numbers = [
            self._number(value, name) for value, name in zip(measures[:-1], names[:-1], strict=True)
        ]
        first, second = (*numbers, None, None)[:2]
        return index, segment, bucket, first, second, n

    def _whole(self, value: object, column: str) -> int:
        if type(value) is int:
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            raise self._wrong(column, "a whole number", value)
        if not math.isfinite(value) or value != int(value):
            raise self._wrong(column, "a whole number", value)
        return int(value)

    def _number(self, value: object, column: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            raise self._wrong(column, "a number", value)
        if not math.isfinite(value):
            raise self._wrong(column, "a finite number", value)
        return value if isinstance(value, int) else rounded(float(value))

    def _wrong(self, column: str, expected: str, got: object) -> ContractError:
        return ContractError(
            f"query {self._query.name} returned a wrong {column}",
            where=f"{self._where}, column {column}",
            expected=expected,
            got="null" if got is None else f"{got!r} ({type(got).__name__})",
        )


def rounded(number: float) -> float:
    """Round to 12 significant digits, because parallel sums differ in the last ones.

    Example: rounded(0.1 + 0.2) == 0.3
    """
    return float(f"{number:.{_DIGITS - 1}e}") + 0.0


def _check_grain(query: Query, rows: Sequence[_Row], where: str) -> None:
    seen: set[tuple[int, str, int]] = set()
    for row in rows:
        if row[:3] in seen:
            raise ContractError(
                f"query {query.name} returned a period and segment twice",
                where=where,
                expected="one row per period and segment, and bucket where there is one",
                got=f"period {row[0]}, segment {row[1]!r}",
                next_step="GROUP BY period, segment",
            )
        seen.add(row[:3])
