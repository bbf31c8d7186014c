"""Bring facts up to date: ask the warehouse only for what is missing or may have changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reports.kpis.spans import Spans
from reports.store import Store
from reports.values.calendar import Grain, Period, day_of, epoch_day
from reports.values.fact import FactSeries
from reports.values.job import Job
from reports.values.query import Query
from reports.warehouse import Warehouse


@dataclass(slots=True)
class Reader:
    """Reads the facts of one job, each series once, one statement per query and grain."""

    job: Job
    spans: Spans
    warehouse: Warehouse
    store: Store
    statements: int = 0
    _done: set[FactSeries] = field(default_factory=set)

    def read(self, query: Query) -> tuple[FactSeries, ...]:
        """Bring the facts of a query up to date and return their series, one per grain."""
        periods = self.spans.days if query.by_day else self.spans.all
        mature = [period for period in periods if matured(query, period, self.job.week)]
        return tuple(self._series(query, grain, group) for grain, group in _by_grain(mature))

    def read_week(self, query: Query) -> FactSeries:
        """Bring the fact of the review's week alone up to date."""
        return self._series(query, self.job.week.grain, (self.job.week,))

    def _series(self, query: Query, grain: Grain, periods: Sequence[Period]) -> FactSeries:
        known_as_of = self.job.known_as_of if self.warehouse.has_known_at(query) else None
        fingerprint = self.warehouse.fingerprint(query)
        series = FactSeries(self.job.product.name, fingerprint, grain, known_as_of)
        if series in self._done:
            return series
        missing = set(self.store.facts.missing(series, periods))
        reread = day_of(epoch_day(self.job.week.end) - 7 * self.job.workspace.restate_weeks)
        asked = tuple(p for p in periods if p in missing or p.end > reread)
        if asked:
            columns = self.warehouse.extract(query, asked, as_of=known_as_of)
            self.statements += 1
            job = self.job
            self.store.facts.write(series, columns, run_id=job.run_id, read_at=job.started_at)
        self._done.add(series)
        return series


def matured(query: Query, period: Period, week: Period) -> bool:
    """Tell whether all a query looks ahead to lies before the end of the review's week."""
    ahead = query.reads.days if query.reads.window == "lookahead" else 0
    return epoch_day(period.end) + ahead <= epoch_day(week.end)


def _by_grain(periods: Iterable[Period]) -> list[tuple[Grain, tuple[Period, ...]]]:
    ordered = sorted(periods, key=lambda period: (period.grain, period))
    groups = groupby(ordered, key=lambda period: period.grain)
    return [(grain, tuple(group)) for grain, group in groups]
