"""The published weeks of a KPI as a chart needs them: one slot a week, none left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reports.rendering.site.history import KpiHistory, StatedWeek, Statement
from reports.values.calendar import Period
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Signal

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Slot:
    """A week on the chart; without a reading nothing was published of it.

    `first` is what was stated first, where that was restated.
    """

    day: date
    reading: Reading | None = None
    first: Reading | None = None
    signal: Signal | None = None

    @property
    def value(self) -> float | None:
        """Return what was stated last."""
        return self.reading.value if self.reading else None

    @property
    def partial(self) -> bool:
        """Tell whether days of the week were missing."""
        return self.reading is not None and self.reading.status == "partial"


@dataclass(frozen=True, slots=True)
class WeekSeries:
    """The weeks of a chart, oldest first, with their limits; `left_out` counts earlier weeks.

    `redefined` are the first days of weeks whose reviews began to use another definition.
    """

    slots: tuple[Slot, ...]
    normal: NormalRange | None
    redefined: tuple[date, ...]
    left_out: int = 0


def series_of(history: KpiHistory, most: int | None = None) -> WeekSeries:
    """Lay out the weeks, at most the newest so many.

    Weeks before a gap that is longer than they are were published as a comparison with the year
    before; they would squeeze the rest and are left out.
    """
    told = _joined(history.weeks)
    weeks = {week.last.reading.period.start: week for week in told}
    days = _days(min(weeks), max(weeks))
    days = days[-most:] if most else days
    slots = tuple(_slot(day, weeks.get(day), history.kpi.unit) for day in days)
    shown = sum(slot.reading is not None for slot in slots)
    return WeekSeries(
        slots,
        _normal(history, days),
        tuple(day for day in _redefined(history) if days[0] <= day <= days[-1]),
        len(history.weeks) - shown,
    )


def readings_in(series: WeekSeries) -> tuple[Reading, ...]:
    """Return a reading per slot; a week of which nothing was published is missing."""
    return tuple(slot.reading or _absent(slot.day) for slot in series.slots)


def _joined(weeks: Sequence[StatedWeek]) -> Sequence[StatedWeek]:
    """Drop what stands before the last gap that is longer than all before it."""
    starts = [week.last.reading.period.start for week in weeks]
    kept = 0
    for at in range(1, len(starts)):
        gap = (starts[at] - starts[at - 1]).days // _WEEK_DAYS - 1
        if gap > at - kept:
            kept = at
    return weeks[kept:]


def _days(first: date, last: date) -> list[date]:
    count = (last - first).days // _WEEK_DAYS + 1
    return [first + timedelta(days=_WEEK_DAYS * week) for week in range(count)]


def _slot(day: date, week: StatedWeek | None, unit: str) -> Slot:
    if week is None:
        return Slot(day)
    first = _in_unit(week.restatements[0].was, unit) if week.restatements else None
    return Slot(day, _in_unit(week.last, unit), first, week.signal)


def _absent(day: date) -> Reading:
    return Reading(Period(day, day + timedelta(days=_WEEK_DAYS), "week"), None, "missing")


def _in_unit(statement: Statement, unit: str) -> Reading:
    """Return a number that was stated in another unit as not comparable."""
    if statement.unit == unit:
        return statement.reading
    return replace(statement.reading, value=None, status="not_comparable")


def _normal(history: KpiHistory, days: Sequence[date]) -> NormalRange | None:
    if history.normal is None:
        return None
    none = (None, None, None)
    centre, lower, upper = zip(*(history.limits.get(day, none) for day in days), strict=True)
    return replace(history.normal, centre=centre, lower=lower, upper=upper)


def _redefined(history: KpiHistory) -> list[date]:
    """Return the first days of the weeks of the reviews that began to use a new definition."""
    days = {week.label: week.last.reading.period.start for week in history.weeks}
    labels = [span.first.week_label for span in history.definitions[1:]]
    return [days[label] for label in labels if label in days]
