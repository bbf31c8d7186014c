"""What the facts of a KPI amount to in a period: the sum of its days, or its own rows."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple, Self

from reports.kpis.buckets import bucket_quantile
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import PAIR_KINDS

Bounds = tuple[int, int]


class Sums(NamedTuple):
    """What the rows of a period amount to.

    Units: `voids` counts rows without a value; `gaps` those that leave the sum short.
    """

    value: float | None
    n: int = 0
    numerator: float | None = None
    denominator: float | None = None
    absence: str = "no rows"
    voids: int = 0
    gaps: int = 0


Combining = Callable[[int, int], Sums]


def sum_up(kpi: Kpi, facts: FactColumns, segment: str, bounds: Iterable[Bounds]) -> Iterator[Sums]:
    """Return what the facts of a segment amount to between each two epoch days.

    Shape: `facts` are day facts where the query adds up over days, else facts of periods.
    """
    rows = _Rows.of(facts, segment)
    if kpi.query is not None and kpi.query.by_day:
        combine, starts = _combining(kpi, rows), rows.start
        for start, end in bounds:
            low = bisect_left(starts, start)
            yield combine(low, bisect_left(starts, end, low))
    else:
        rows, places = _by_period(rows)
        combine = _combining(kpi, rows)
        for period in bounds:
            yield combine(*places.get(period, (0, 0)))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one segment, column by column, sorted by start and end."""

    start: Sequence[int]
    end: Sequence[int]
    bucket: Sequence[int]
    first: Sequence[float | None]
    second: Sequence[float | None]
    n: Sequence[int]

    @classmethod
    def of(cls, facts: FactColumns, segment: str) -> Self:
        """Take the rows of a segment out of facts."""
        rows = cls(facts.start, facts.end, facts.bucket, facts.first, facts.second, facts.n)
        if set(facts.segment) <= {segment}:
            return rows
        return rows.at(row for row, name in enumerate(facts.segment) if name == segment)

    def at(self, numbers: Iterable[int]) -> Self:
        """Return the rows of some numbers, in their order."""
        kept = list(numbers)
        columns = (self.start, self.end, self.bucket, self.first, self.second, self.n)
        return type(self)(*([column[row] for row in kept] for column in columns))  # type: ignore[arg-type]


def _by_period(rows: _Rows) -> tuple[_Rows, dict[Bounds, Bounds]]:
    """Put the rows of each period behind each other, and return where they lie.

    A period may have been asked at two grains, as a month that ends with the week. The later rows
    count then; a bucket that does not rise tells where they begin.
    """
    index: dict[Bounds, list[int]] = {}
    for row, key in enumerate(zip(rows.start, rows.end, strict=True)):
        known = index.setdefault(key, [])
        if known and rows.bucket[row] <= rows.bucket[known[-1]]:
            known.clear()
        known.append(row)
    places: dict[Bounds, Bounds] = {}
    low = 0
    for key, found in index.items():
        places[key] = (low, low := low + len(found))
    return rows.at(row for found in index.values() for row in found), places


def _combining(kpi: Kpi, rows: _Rows) -> Combining:
    """Return what combines the rows from a number to before another one."""
    if kpi.kind == "quantile":
        return _quantiles(kpi, rows)
    return _pairs(rows) if kpi.kind in PAIR_KINDS else _singles(kpi, rows)


def _quantiles(kpi: Kpi, rows: _Rows) -> Combining:
    def combine(low: int, high: int) -> Sums:
        counts: Counter[int] = Counter()
        for row in range(low, high):
            counts[rows.bucket[row]] += rows.n[row]
        return Sums(bucket_quantile(counts, kpi.quantile or 0.5), counts.total())

    return combine


def _pairs(rows: _Rows) -> Combining:
    tops, bottoms = _Column.of(rows.first), _Column.of(rows.second)
    holes = tops.holes or bottoms.holes

    def combine(low: int, high: int) -> Sums:
        known, divisors = tops.known(low, high), bottoms.known(low, high)
        numerator, denominator = fsum(known), fsum(divisors)
        value = numerator / denominator if denominator else None
        n = sum(rows.n[low:high])
        found = Sums(value, n, numerator, denominator, "nothing to divide by")
        if not holes or len(known) == len(divisors) == high - low:
            return found
        pairs = list(zip(rows.first[low:high], rows.second[low:high], strict=True))
        gaps = sum(_is_half(*pair) for pair in pairs)
        return found._replace(voids=sum(None in pair for pair in pairs), gaps=gaps)

    return combine


def _is_half(top: float | None, bottom: float | None) -> bool:
    """Tell whether a day has one side of a ratio without the other."""
    return (top is None and bool(bottom)) or (bottom is None and bool(top))


def _singles(kpi: Kpi, rows: _Rows) -> Combining:
    column, reduce, adds = _Column.of(rows.first), _REDUCE[kpi.kind], kpi.kind == "total"

    def combine(low: int, high: int) -> Sums:
        known, n = column.known(low, high), sum(rows.n[low:high])
        voids = high - low - len(known)
        if voids and not known:
            return Sums(None, n, absence="no row has a value", voids=voids)
        if voids:
            return Sums(reduce(known), n, voids=voids, gaps=voids if adds else 0)
        return Sums(reduce(known), n)

    return combine


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of which some values may be unknown."""

    values: Sequence[float | None]
    holes: bool

    @classmethod
    def of(cls, values: Sequence[float | None]) -> Self:
        """Look once whether a value is unknown."""
        return cls(values, None in values)

    def known(self, low: int, high: int) -> Sequence[float]:
        """Return the known values from a row to before another one."""
        part = self.values[low:high]
        return [value for value in part if value is not None] if self.holes else part  # type: ignore[return-value]


def _last(values: Sequence[float]) -> float | None:
    return values[-1] if values else None


_REDUCE: Mapping[str, Callable[[Sequence[float]], float | None]] = {
    "total": fsum,
    "distinct": fsum,
    "level": _last,
    "minimum": lambda values: min(values, default=None),
    "maximum": lambda values: max(values, default=None),
}
