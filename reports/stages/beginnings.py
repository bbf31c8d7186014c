"""Since when each relation has rows, found once and kept as facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports.kpis.spans import review_spans
from reports.stages.reader import Reader
from reports.store import Store
from reports.values.calendar import Calendar, Period, day_of, epoch_day
from reports.values.fact import FactSeries
from reports.values.job import Job
from reports.values.query import Query
from reports.values.relation import RARE
from reports.warehouse import Warehouse

_YEARS_BACK = 10


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The first day with rows of each relation that has some, and the statements this took."""

    days: Mapping[str, date]
    statements: int


def first_days(job: Job, warehouse: Warehouse, store: Store) -> Beginnings:
    """Return since when the relations have rows, up to the week's end; rare ones are left out.

    Rows are counted by fiscal year, ten years back, then by day in the oldest year that has some.
    With the facts in place no statement is needed, but for the weeks after the end of a fiscal
    year in which its count may change.
    """
    reader = Reader(job, review_spans(job.product.calendar, job.week), warehouse, store)
    found = {
        name: _first_day(query, reader)
        for name, query in warehouse.day_counts().items()
        if name not in RARE
    }
    days = {name: day for name, day in found.items() if day is not None}
    return Beginnings(days, reader.statements)


def _first_day(query: Query, reader: Reader) -> date | None:
    week = reader.job.week
    years = _years_before(reader.job.product.calendar, week)
    counted = _first_with_rows(reader, reader.read_periods(query, years[:-1]), years)
    oldest = next((year for year in years if year.start == counted), years[-1])
    days = [day for day in oldest.each_day() if day.end <= week.end]
    series = reader.series(query, "day")
    known = _first_with_rows(reader, series, days)
    # Only earlier days can change the answer; the later ones are for others to keep up to date.
    before = [day for day in days if known is None or day.start < known]
    if before:
        reader.read_periods(query, before)
    return _first_with_rows(reader, series, days)


def _years_before(calendar: Calendar, week: Period) -> list[Period]:
    """Return the week's fiscal year, last, and the ten before it."""
    years = [calendar.fiscal_year_of(week.last_day)]
    while len(years) <= _YEARS_BACK:
        years.insert(0, calendar.fiscal_year_of(years[0].start - timedelta(days=1)))
    return years


def _first_with_rows(reader: Reader, series: FactSeries, periods: Sequence[Period]) -> date | None:
    """Return the first day of the first of these periods that is known to have rows."""
    spans = {(epoch_day(period.start), epoch_day(period.end)) for period in periods}
    start, end = epoch_day(periods[0].start), epoch_day(periods[-1].end)
    facts = reader.store.facts.load([series], start=start, end=end)[series]
    rows = zip(zip(facts.start, facts.end, strict=True), facts.n, strict=True)
    return next((day_of(span[0]) for span, count in rows if count and span in spans), None)
