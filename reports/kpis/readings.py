"""Readings from facts: sums of days where days add up, stored periods where they do not."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from reports.kpis.buckets import bucket_quantile
from reports.kpis.coverage import DayCounter
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import PAIR_KINDS
from reports.values.reading import Reading, Status

ALL = "all"


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the rows of one period amount to."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    absence: str = "no rows"


def read(
    kpi: Kpi, facts: FactColumns, days: DayCounter, periods: Sequence[Period], segment: str = ALL
) -> tuple[Reading, ...]:
    """Return one reading per period from a KPI's facts.

    The end of the latest period is the end of what may be used: a KPI that looks ahead has no
    value yet for periods whose days ahead lie beyond it.
    Shape: `facts` are day facts where the query adds up over days, else facts of `periods`.
    """
    if kpi.query is None:
        raise TypeError(f"{kpi.name} is a formula and has no facts")
    summed = _by_day(kpi, facts, segment) if kpi.query.by_day else _by_period(kpi, facts, segment)
    ahead = kpi.query.reads.days if kpi.query.reads.window == "lookahead" else 0
    until = max((period.end for period in periods), default=date.min)

    def reading(period: Period) -> Reading:
        known_from = period.end + timedelta(days=ahead)
        if known_from > until:
            reason = f"known from {known_from.isoformat()}, {ahead} days later"
            return Reading(period, None, "missing", reason)
        return _reading(kpi, summed(period), period, days)

    return tuple(reading(period) for period in periods)


def _seen(kpi: Kpi, period: Period) -> Period:
    """Return the days a query looks at for a period: its own, or the trailing window."""
    if kpi.query is None or kpi.query.reads.window != "trailing":
        return period
    return Period(period.end, period.end, "rolling").widened(kpi.query.reads.days)


def _reading(kpi: Kpi, sums: _Sums, period: Period, days: DayCounter) -> Reading:
    present, expected = days.count(_seen(kpi, period))
    some = f"{present} of {expected} days"

    def result(value: float | None, status: Status, reason: str = "") -> Reading:
        return Reading(
            period,
            value,
            status,
            reason,
            sums.numerator,
            sums.denominator,
            sums.n,
            present,
            expected,
        )

    if present == 0:
        return Reading(period, None, "missing", days.absence(period), days_expected=expected)
    if present < expected and kpi.partial == "missing":
        return result(None, "missing", some)
    if sums.value is None:
        return result(None, "missing", sums.absence)
    if sums.n < kpi.minimum_n:
        return result(None, "insufficient", f"n = {sums.n}, fewer than {kpi.minimum_n}")
    if present < expected:
        return result(sums.value, "partial", some)
    return result(sums.value, "ok")


def _by_day(kpi: Kpi, facts: FactColumns, segment: str) -> Callable[[Period], _Sums]:
    """Return a function that adds up the day rows inside a period."""
    rows = _segment_rows(facts, segment)
    starts = [facts.start[row] for row in rows]

    def summed(period: Period) -> _Sums:
        low = bisect_left(starts, epoch_day(period.start))
        return _combine(kpi, facts, rows[low : bisect_left(starts, epoch_day(period.end))])

    return summed


def _by_period(kpi: Kpi, facts: FactColumns, segment: str) -> Callable[[Period], _Sums]:
    """Return a function that looks a period's own rows up."""
    index: dict[tuple[int, int], list[int]] = {}
    for row in _segment_rows(facts, segment):
        index.setdefault((facts.start[row], facts.end[row]), []).append(row)

    def summed(period: Period) -> _Sums:
        key = (epoch_day(period.start), epoch_day(period.end))
        return _combine(kpi, facts, index.get(key, []))

    return summed


def _segment_rows(facts: FactColumns, segment: str) -> list[int]:
    return [row for row, name in enumerate(facts.segment) if name == segment]


def _combine(kpi: Kpi, facts: FactColumns, rows: Sequence[int]) -> _Sums:
    n = sum(facts.n[row] for row in rows)
    if kpi.kind == "quantile":
        counts: Counter[int] = Counter()
        for row in rows:
            counts[facts.bucket[row]] += facts.n[row]
        return _Sums(bucket_quantile(counts, kpi.quantile or 0.5), n=n)
    first = _known(facts.first, rows)
    if kpi.kind in PAIR_KINDS:
        numerator, denominator = fsum(first), fsum(_known(facts.second, rows))
        value = numerator / denominator if denominator else None
        return _Sums(value, numerator, denominator, n, "nothing to divide by")
    if rows and not first:
        return _Sums(None, n=n, absence="no row has a value")
    return _Sums(_REDUCE[kpi.kind](first), n=n)


def _known(column: Sequence[float | None], rows: Sequence[int]) -> list[float]:
    return [value for row in rows if (value := column[row]) is not None]


def _last(values: Sequence[float]) -> float | None:
    return values[-1] if values else None


_REDUCE: Mapping[str, Callable[[Sequence[float]], float | None]] = {
    "total": fsum,
    "distinct": fsum,
    "level": _last,
    "minimum": lambda values: min(values, default=None),
    "maximum": lambda values: max(values, default=None),
}
