"""Result rows in canonical form, cut by period and hashed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import pairwise

from reports.errors import ContractError
from reports.values.calendar import epoch_day
from reports.values.fact import FactColumns, FactSeries

# (start, end) in epoch days, and (segment, bucket, first, second, n).
Span = tuple[int, int]
FactRow = tuple[str, int, float | None, float | None, int]


def rows_by_span(series: FactSeries, columns: FactColumns) -> Mapping[Span, list[FactRow]]:
    """Cut result rows by period, in canonical order; asked periods without rows are empty.

    Raises: ContractError for rows outside the asked periods, rows given twice, wrong grains.
    """
    spans: dict[Span, list[FactRow]] = {}
    for period in columns.periods:
        if period.grain != series.grain:
            raise _refused(series, f"a period of grain {period.grain}", f"grain {series.grain}")
        spans[epoch_day(period.start), epoch_day(period.end)] = []
    try:
        for span, row in zip(_spans(columns), _rows(columns), strict=True):
            spans[span].append(row)
    except KeyError as error:
        raise _refused(series, f"rows of {error}", "rows of asked periods only") from error
    for rows in spans.values():
        rows.sort(key=_cell)
        _refuse_twins(series, rows)
    return spans


def sha256_of(series: FactSeries, rows: list[FactRow]) -> str:
    """Hash the rows of one period.

    Raises: ContractError for numbers that are not finite and text that is not valid.
    """
    try:
        text = json.dumps(rows, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
    except (ValueError, TypeError) as error:
        raise _refused(series, str(error), "finite numbers and valid text") from error


def _spans(columns: FactColumns) -> Iterable[Span]:
    return zip(columns.start, columns.end, strict=True)


def _rows(columns: FactColumns) -> Iterable[FactRow]:
    measures = (map(_number, columns.first), map(_number, columns.second))
    return zip(
        columns.segment, map(int, columns.bucket), *measures, map(int, columns.n), strict=True
    )


def _number(value: float | None) -> float | None:
    """Turn counts into floats, and minus zero, which SQLite does not keep, into zero."""
    return None if value is None else float(value) + 0.0


def _cell(row: FactRow) -> tuple[str, int]:
    return row[0], row[1]


def _refuse_twins(series: FactSeries, rows: list[FactRow]) -> None:
    for left, right in pairwise(rows):
        if _cell(left) == _cell(right):
            raise _refused(series, f"two rows for segment {left[0]!r}", "one row a cell")


def _refused(series: FactSeries, got: str, expected: str) -> ContractError:
    return ContractError(
        "these rows cannot be stored as facts",
        where=f"{series.product}, query {series.query_hash[:12]}",
        expected=expected,
        got=got,
    )
