"""The numbers of a review as CSV files: one for every scorecard, table and chart."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reports.rendering.columns import Value
from reports.rendering.outline import outline_of
from reports.rendering.sheets import Sheet, sheets_of
from reports.values.document import Review

# A spreadsheet takes a text for a formula by its first character, full-width forms included.
_FORMULA_STARTS = (
    *("=", "\N{FULLWIDTH EQUALS SIGN}", "+", "\N{FULLWIDTH PLUS SIGN}"),
    *("-", "\N{FULLWIDTH HYPHEN-MINUS}", "@", "\N{FULLWIDTH COMMERCIAL AT}"),
)


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file: its name, the title of what it holds, and its bytes."""

    name: str
    title: str
    data: bytes


def csv_tables(review: Review) -> tuple[CsvTable, ...]:
    """Write the numbers of all blocks of a review, in their order, named by the block's anchor.

    Shape: UTF-8, a header row, ISO dates, numbers at full precision; what is missing is empty.
    """
    return tuple(
        CsvTable(f"{sheet.name}.csv", sheet.title, csv_bytes(sheet))
        for part in outline_of(review).parts
        for placed in part.blocks
        for sheet in sheets_of(placed.anchor, placed.block)
    )


def csv_bytes(sheet: Sheet) -> bytes:
    """Write one sheet.

    Source: RFC 4180
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_cells(sheet.header))
    writer.writerows(_cells(row) for row in sheet.rows)
    return written.getvalue().encode()


def _cells(row: Iterable[Value]) -> list[str | int | float | None]:
    return [_cell(value) for value in row]


def _cell(value: Value) -> str | int | float | None:
    """Write numbers as numbers, and text so that no spreadsheet takes it for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip().startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
