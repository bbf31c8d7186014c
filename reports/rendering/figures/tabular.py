"""Cells and tables for the numbers of charts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reports.values.charts import Datum
from reports.values.document import Align, Cell, Table, TableColumn
from reports.values.interval import Interval
from reports.values.quantity import Form, Quantity

MOST_COLUMNS = 9
_NAME_WIDTH = 2.2
_WORDS_WIDTH = 1.8


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """Lay rows out below heads: the first column names the row, the others are numbers.

    Heads that end in a dot are words; the dot is taken off.
    """
    name, *others = heads
    columns = [TableColumn(name, width=_NAME_WIDTH)]
    for head in others:
        words = head.endswith(".")
        align: Align = "left" if words else "right"
        columns.append(TableColumn(head.rstrip("."), align, _WORDS_WIDTH if words else 1.0))
    return Table(title, tuple(columns), tuple(tuple(row) for row in rows))


def chunked(whole: Table, most: int = MOST_COLUMNS) -> Iterator[Table]:
    """Divide a table that is too wide; every part keeps the names of the rows."""
    others = len(whole.columns) - 1
    for first in range(1, max(others, 1) + 1, most):
        kept = slice(first, first + most)
        columns = (whole.columns[0], *whole.columns[kept])
        rows = tuple((row[0], *row[kept]) for row in whole.rows)
        yield replace(whole, columns=columns, rows=rows)


def quantity(datum: Datum | None, unit: str, form: Form = "value") -> Quantity | None:
    """Turn a number into a cell; what is not asked for is empty."""
    if datum is None:
        return None
    return Quantity(datum.value, unit, form, datum.status, datum.reason)


def counted(n: float | None) -> Quantity:
    """Turn a count into a cell."""
    return Quantity(n, "count")


def ends(
    interval: Interval | None, unit: str, form: Form = "value"
) -> tuple[Quantity | None, Quantity | None]:
    """Turn an interval into two cells."""
    if interval is None:
        return None, None
    return Quantity(interval.low, unit, form), Quantity(interval.high, unit, form)
