"""What both plain computations rest on: rows by local day, and which days were recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

import duckdb
import numpy as np
import pandas as pd

EPOCH = date(1970, 1, 1)
EVERY_DAY = frozenset(range(7))
Span = tuple[date, date]
Rows = TypeVar("Rows")


@dataclass(frozen=True, slots=True)
class Measure(Generic[Rows]):
    """How a number is computed from the rows of a span, or from other numbers.

    `relation` tells which days count as recorded; `before` widens the span backwards to this
    many days that end with it.
    """

    relation: str
    value: Callable[..., float | None]
    operands: tuple[str, ...] = ()
    trailing: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """A number with the days that are behind it; no number where no day was recorded."""

    value: float | None
    present: int
    expected: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """The days on which a relation has rows, and the weekdays on which it should have some."""

    days: frozenset[int]
    weekdays: frozenset[int] = EVERY_DAY

    def beside(self, other: "Recorded") -> "Recorded":
        """Return the days on which either has rows."""
        return Recorded(self.days | other.days, other.weekdays)

    def count(self, span: Span) -> tuple[int, int]:
        """Return days with rows, and days on which rows are due or are there."""
        numbers = range((span[0] - EPOCH).days, (span[1] - EPOCH).days)
        present = sum(number in self.days for number in numbers)
        due = sum((number + 3) % 7 in self.weekdays or number in self.days for number in numbers)
        return present, due


@dataclass(slots=True)
class Oracle(Generic[Rows]):
    """Computes every number of a workspace once for each span."""

    rows: Rows
    measures: Mapping[str, Measure[Rows]]
    recorded: Mapping[str, Recorded]
    known: dict[tuple[str, Span], Expected] = field(default_factory=dict)

    def expect(self, name: str, span: Span) -> Expected:
        """Return a number in a span [first day, day after the last)."""
        if (name, span) not in self.known:
            self.known[name, span] = self._compute(self.measures[name], span)
        return self.known[name, span]

    def _compute(self, measure: Measure[Rows], span: Span) -> Expected:
        if measure.operands:
            found = [self.expect(operand, span) for operand in measure.operands]
            values = [one.value for one in found]
            value = None if None in values else measure.value(*values)
            return Expected(
                value, min(one.present for one in found), max(one.expected for one in found)
            )
        if measure.trailing:
            first = span[1].toordinal() - measure.trailing
            span = (date.fromordinal(first), span[1])
        present, due = self.recorded[measure.relation].count(span)
        return Expected(measure.value(self.rows, span) if present else None, present, due)


def read_parquet(path: Path) -> pd.DataFrame:
    """Read a whole file."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.read_parquet(str(path)).to_arrow_table().to_pandas()


def by_day(frame: pd.DataFrame, local: pd.Series) -> pd.DataFrame:
    """Number the rows by local day since 1970-01-01, and sort by it."""
    day = (local.dt.normalize() - pd.Timestamp(EPOCH)).dt.days
    return frame.assign(day=day).sort_values("day", kind="stable")


def local_times(instants: pd.Series, zone: str) -> pd.Series:
    """Return what a clock in a zone showed."""
    return instants.dt.tz_convert(zone).dt.tz_localize(None)


def recorded(frame: pd.DataFrame, weekdays: frozenset[int] = EVERY_DAY) -> Recorded:
    """Return the days on which a frame has rows."""
    return Recorded(frozenset(int(day) for day in frame["day"].unique()), weekdays)


def inside(frame: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Return the rows of a span of local days."""
    bounds = [(span[0] - EPOCH).days, (span[1] - EPOCH).days]
    start, end = np.searchsorted(frame["day"].to_numpy(), bounds)
    return frame.iloc[start:end]


def ratio(numerator: float, denominator: float) -> float | None:
    """Divide, unless there is nothing to divide by."""
    return float(numerator) / float(denominator) if denominator else None


def quantile(values: pd.Series, share: float) -> float | None:
    """Return the nearest-rank quantile of the known values."""
    known = values.dropna()
    return float(np.quantile(known, share, method="inverted_cdf")) if len(known) else None


def extreme(values: pd.Series, which: str) -> float | None:
    """Return the least or the greatest of the known values."""
    known = values.dropna()
    return float(getattr(known, which)()) if len(known) else None


def total(values: pd.Series) -> float | None:
    """Add the known values; rows that all hold none have no sum, while no rows add up to zero."""
    known = values.dropna()
    return float(known.sum()) if len(known) or not len(values) else None


def users(frame: pd.DataFrame) -> int:
    """Count different known users."""
    return int(frame["user_id"].nunique())


def stickiness(frame: pd.DataFrame, days: int = 28) -> float | None:
    """Return the average share of days on which a user of the frame was there."""
    pairs = frame[["user_id", "day"]].dropna().drop_duplicates()
    return ratio(len(pairs), days * pairs["user_id"].nunique())


def busiest_share(frame: pd.DataFrame) -> float | None:
    """Return the share of the user with most rows among rows of known users."""
    counts = frame["user_id"].value_counts()
    return ratio(counts.max(), counts.sum()) if len(counts) else None


def first_rows(frame: pd.DataFrame, at: str) -> pd.DataFrame:
    """Return each known user's first row."""
    known = frame[frame["user_id"].notna()].sort_values(at, kind="stable")
    return known.drop_duplicates("user_id").sort_values("day", kind="stable")
