"""Bring facts up to date: ask the warehouse only for what is missing or may have changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from reports.kpis.spans import Spans
from reports.store import Store
from reports.values.calendar import Grain, Period, epoch_day
from reports.values.fact import FactSeries
from reports.values.job import Job
from reports.values.query import Query
from reports.warehouse import Warehouse
from reports.warehouse.subquery import OTHER, TOP_VALUES


@dataclass(slots=True)
class Reader:
    """Reads the facts of one job, each period of a series once, one statement per query and grain.

    Only where a dimension has more values than keep their name a second statement may follow.
    Periods that end after `reread_from` are read again, by default those of the last weeks.
    """

    job: Job
    spans: Spans
    warehouse: Warehouse
    store: Store
    statements: int = 0
    reread_from: date | None = None
    _done: dict[FactSeries, set[Period]] = field(default_factory=dict)

    def read(self, query: Query) -> tuple[FactSeries, ...]:
        """Bring the facts of a query up to date and return their series, one per grain."""
        periods = self.spans.days if query.by_day else self.spans.all
        mature = [period for period in periods if matured(query, period, self.job.week)]
        return tuple(self.read_periods(query, group) for group in _by_grain(mature))

    def read_week(self, query: Query) -> FactSeries:
        """Bring the fact of the review's week alone up to date."""
        return self.read_periods(query, (self.job.week,))

    def read_periods(
        self, query: Query, periods: Sequence[Period], dimension: str | None = None
    ) -> FactSeries:
        """Bring the facts of periods of one grain up to date, undivided or by one dimension.

        Periods are asked as they are, also of a query whose days may be added up. Those that
        end, with what the query looks ahead to, after the review's week are left out.
        """
        series = self.series(query, periods[0].grain, dimension)
        done = self._done.setdefault(series, set())
        mature = [period for period in periods if matured(query, period, self.job.week)]
        left = [period for period in mature if period not in done]
        if left:
            asked = self._changeable(series, left)
            ahead = self._ahead(query, series) if asked else ()
            self._ask(query, series, (*asked, *ahead), dimension)
            exact = len(asked) == len(mature) and not ahead
            if dimension and not exact and self._is_cut(query, series, mature):
                self._ask(query, series, mature, dimension)
            done.update(left)
        return series

    def series(self, query: Query, grain: Grain, dimension: str | None = None) -> FactSeries:
        """Return what identifies the facts of a query at a grain in this job."""
        known_as_of = self.job.known_as_of if self.warehouse.has_known_at(query) else None
        fingerprint = self.warehouse.fingerprint(query, dimension=dimension)
        return FactSeries(self.job.product.name, fingerprint, grain, known_as_of)

    def _changeable(self, series: FactSeries, periods: Sequence[Period]) -> tuple[Period, ...]:
        """Return the periods that were never asked, and those of the last weeks."""
        missing = set(self.store.facts.missing(series, periods))
        if self.job.fresh:
            return tuple(period for period in periods if period in missing)
        last_weeks = timedelta(weeks=self.job.workspace.restate_weeks)
        reread = self.reread_from or self.job.week.end - last_weeks
        return tuple(p for p in periods if p in missing or p.end > reread)

    def _ahead(self, query: Query, series: FactSeries) -> tuple[Period, ...]:
        """Return the periods that the next weeks of a backfill will ask for, and nobody read."""
        ahead = self.job.ahead
        if not ahead or (self.job.own_as_of and series.known_as_of is not None):
            return ()
        periods = [day for week in ahead for day in week.each_day()]
        wanted = {"week": ahead, "day": tuple(periods)}.get(series.grain, ())
        mature = [period for period in wanted if matured(query, period, ahead[-1])]
        return tuple(self.store.facts.missing(series, mature))

    def _ask(
        self, query: Query, series: FactSeries, periods: Sequence[Period], dimension: str | None
    ) -> None:
        if not periods:
            return
        as_of, job = series.known_as_of, self.job
        if query.kind == "table":
            table = self.warehouse.extract_table(query, periods, dimension=dimension, as_of=as_of)
            self.store.tables.write(series, table, run_id=job.run_id, read_at=job.started_at)
        else:
            columns = self.warehouse.extract(query, periods, dimension=dimension, as_of=as_of)
            self.store.facts.write(series, columns, run_id=job.run_id, read_at=job.started_at)
        self.statements += 1

    def _is_cut(self, query: Query, series: FactSeries, periods: Sequence[Period]) -> bool:
        """Tell whether a dimension has more values in all periods than keep their name.

        Which do is ranked over the periods of one statement, so all of them must be asked at once.
        """
        start = epoch_day(min(period.start for period in periods))
        end = epoch_day(max(period.end for period in periods))
        if query.kind == "table":
            table = self.store.tables.load([series], start=start, end=end)[series]
            names = frozenset(map(str, table.column("segment")))
        else:
            names = self.store.facts.segments(series, start=start, end=end)
        return OTHER in names or len(names) > TOP_VALUES


def matured(query: Query, period: Period, week: Period) -> bool:
    """Tell whether all a query looks ahead to lies before the end of the review's week."""
    ahead = query.reads.days if query.reads.window == "lookahead" else 0
    return epoch_day(period.end) + ahead <= epoch_day(week.end)


def _by_grain(periods: Iterable[Period]) -> list[tuple[Period, ...]]:
    ordered = sorted(periods, key=lambda period: (period.grain, period))
    return [tuple(group) for _, group in groupby(ordered, key=lambda period: period.grain)]
