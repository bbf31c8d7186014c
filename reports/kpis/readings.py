"""Readings from facts: sums of days where days add up, stored periods where they do not."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reports.kpis.coverage import Asked, DayCounter
from reports.kpis.sums import Sums, sum_up
from reports.values.calendar import Period
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.reading import Reading, Status

ALL = "all"


def read(
    kpi: Kpi, facts: FactColumns, days: DayCounter, periods: Sequence[Period], segment: str = ALL
) -> tuple[Reading, ...]:
    """Return one reading per period from a KPI's facts.

    The end of the latest period is the end of what may be used: a KPI that looks ahead has no
    value yet for periods whose days ahead lie beyond it.
    Shape: `facts` are day facts where the query adds up over days, else facts of `periods`.
    """
    return tuple(read_asked(kpi, facts, Asked.of(days, periods), segment))


def read_asked(kpi: Kpi, facts: FactColumns, asked: Asked, segment: str = ALL) -> Iterator[Reading]:
    """Return one reading per period whose days are counted already."""
    if kpi.query is None:
        raise TypeError(f"{kpi.name} is a formula and has no facts")
    reads, daily = kpi.query.reads, kpi.query.by_day and asked.days.coverage.daily
    if reads.window == "trailing":
        asked = asked.trailing(reads.days)
    if reads.window == "cohort":
        asked = asked.widened(reads.days)
    ahead = reads.days if reads.window == "lookahead" else 0
    until = max((period.end for period in asked.periods), default=date.max)
    sums = sum_up(kpi, facts, segment, asked.bounds)
    for period, found, days in zip(asked.periods, sums, asked.counts, strict=True):
        if ahead and (known_from := period.end + timedelta(days=ahead)) > until:
            reason = f"known from {known_from.isoformat()}, {ahead} days later"
            yield Reading(period, None, "missing", reason)
        elif days[0] == 0:
            reason = asked.days.absence(period)
            yield Reading(period, None, "missing", reason, days_expected=days[1])
        elif found.voids and not daily:
            yield _reading(kpi, period, found._replace(voids=0, gaps=0), days)
        else:
            yield _reading(kpi, period, found, days)


def _reading(kpi: Kpi, period: Period, sums: Sums, days: tuple[int, int]) -> Reading:
    """Return the reading of a period with data; days whose rows hold no value are not there."""
    present, expected = days[0] - sums.voids, days[1]
    if present < expected or sums.value is None or sums.n < kpi.minimum_n:
        value, status, reason = _judged(kpi, sums, present, expected)
    else:
        value, status, reason = sums.value, "ok", ""
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


def _judged(kpi: Kpi, sums: Sums, present: int, expected: int) -> tuple[float | None, Status, str]:
    """Return value, status and reason of a period whose data are not all there."""
    if present < expected and kpi.partial == "missing":
        return None, "missing", f"{present} of {expected} days"
    if sums.value is None:
        return None, "missing", sums.absence
    if sums.gaps:
        return None, "missing", f"no value on {sums.gaps} of {expected} days"
    if sums.n < kpi.minimum_n:
        return None, "insufficient", f"n = {sums.n}, fewer than {kpi.minimum_n}"
    return sums.value, "partial", f"{present} of {expected} days"
