"""Facts: the stored result rows of one query for one period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.values.calendar import Grain, Period


@dataclass(frozen=True, slots=True)
class FactSeries:
    """What identifies a series of facts, whatever the period.

    `query_hash` covers canonical SQL, kind, mapping, parameters and dimension, not prose.
    `known_as_of` is null for facts as currently known.
    """

    product: str
    query_hash: str
    grain: Grain
    known_as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class FactColumns:
    """Result rows of one query at one grain, column by column, sorted by period and segment.

    Shape: `periods` are all that were asked, also those without a row; the other tuples have
    one entry per row. `start` and `end` are epoch days. `first` is the value or numerator,
    `second` the denominator; `bucket` is 0 unless the kind is quantile.
    """

    periods: tuple[Period, ...] = ()
    start: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    segment: tuple[str, ...] = ()
    bucket: tuple[int, ...] = ()
    first: tuple[float | None, ...] = ()
    second: tuple[float | None, ...] = ()
    n: tuple[int, ...] = ()


Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class FactTable:
    """Result rows of a table query at one grain, sorted.

    Shape: `periods` are all that were asked, also those without a row; `columns` begin with
    start, end and segment, and `rows` hold one value for each of them.
    Units: start and end in epoch days, half-open.
    """

    periods: tuple[Period, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()

    def column(self, name: str) -> tuple[Value, ...]:
        """Return one column; nothing where there are no rows."""
        if not self.rows:
            return ()
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is known of a relation over a span: rows, newest row, days with rows."""

    relation: str
    rows: int
    newest: datetime | None
    oldest: datetime | None


FactLoad = Mapping[FactSeries, FactColumns]
Periods = Sequence[Period]
