"""Ask the warehouse for what explains a week, once it is known which KPIs signal."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reports.catalog import clustered
from reports.errors import ContractError, DefinitionError
from reports.kpis.shapes import quotient
from reports.kpis.spans import HISTORY_WEEKS
from reports.stages.horizon import job_spans
from reports.stages.reader import Reader
from reports.store import Store
from reports.values.assessment import Assessment, NotComputed
from reports.values.calendar import Period
from reports.values.fact import FactSeries
from reports.values.job import Evidence, Extraction, Job
from reports.values.kpi import Kpi
from reports.values.query import PAIR_KINDS, Query
from reports.warehouse import Knowledge, Warehouse

# The weeks before a stretch are its base, so a few more than the history are needed.
BASE_WEEKS = 4
EXPLAINED_WEEKS = HISTORY_WEEKS + BASE_WEEKS


@dataclass(slots=True)
class _Desk:
    """Reads what the warehouse can answer, and notes what it failed to."""

    reader: Reader
    unread: list[NotComputed] = field(default_factory=list)

    def read(
        self, query: Query, periods: tuple[Period, ...], dimension: str | None = None
    ) -> FactSeries | None:
        """Return the facts of a query, or nothing: a review without one of its reasons is one."""
        warehouse = self.reader.warehouse
        if warehouse.can_answer(query, dimension=dimension) is not None:
            return None
        try:
            return self.reader.read_periods(query, periods, dimension)
        except (ContractError, DefinitionError) as error:
            warehouse.require_connection()
            title = f"{query.name} by {dimension}" if dimension else query.name
            self.unread.append(NotComputed(query.name, title, error.what))
            return None


def gather_evidence(
    job: Job,
    extraction: Extraction,
    assessment: Assessment,
    store: Store,
    *,
    known: Knowledge | None = None,
) -> Extraction:
    """Return the extraction with its assessment and the facts behind signals and intervals.

    One statement per KPI, dimension and query for all weeks, and only for KPIs with a signal or
    under an objective.
    """
    kpis = {kpi.name: kpi for kpi in extraction.kpis}
    with Warehouse(job.workspace.warehouse, job.product, known) as warehouse:
        reader = Reader(job, job_spans(job, extraction.first_days), warehouse, store)
        desk = _Desk(reader)
        evidence = Evidence(
            segments=dict(_segments(_explained(job, assessment, kpis), kpis, desk)),
            moments=dict(_moments(kpis, desk)),
            releases=_releases(desk),
            unread=tuple(desk.unread),
        )
    statements = extraction.statements + reader.statements
    return replace(extraction, evidence=evidence, assessment=assessment, statements=statements)


def watched_kpis(job: Job) -> tuple[str, ...]:
    """Return the KPIs that objectives hang on, guardrails included."""
    names = [
        name
        for objective in job.product.objectives
        for name in [*(e.kpi for e in objective.kpis), *(g.kpi for g in objective.guardrails)]
    ]
    return tuple(dict.fromkeys(names))


def parts_of(kpi: Kpi, kpis: dict[str, Kpi]) -> tuple[Kpi, ...]:
    """Return the KPIs whose segments make up those of a KPI: itself, or a quotient's operands."""
    if kpi.query is not None:
        return (kpi,)
    pair = quotient(kpi)
    parts = tuple(kpis[name] for name in pair if name in kpis) if pair else ()
    return parts if len(parts) == 2 and all(part.query for part in parts) else ()


def _explained(job: Job, assessment: Assessment, kpis: dict[str, Kpi]) -> list[Kpi]:
    names = [*(signal.kpi for signal in assessment.signals.found), *watched_kpis(job)]
    return [kpis[name] for name in dict.fromkeys(names) if name in kpis]


def _segments(
    explained: list[Kpi], kpis: dict[str, Kpi], desk: _Desk
) -> Iterator[tuple[tuple[str, str], tuple[FactSeries, ...]]]:
    """Read the weeks of each KPI by every dimension its queries know."""
    weeks = explained_weeks(desk.reader.job)
    for kpi in explained:
        queries = [part.query for part in parts_of(kpi, kpis) if part.query is not None]
        for dimension in _dimensions(kpi, desk.reader.job):
            series = [desk.read(query, weeks, dimension) for query in queries]
            there = tuple(one for one in series if one is not None)
            if there and len(there) == len(queries):
                yield (kpi.name, dimension), there


def explained_weeks(job: Job) -> tuple[Period, ...]:
    """Return the weeks whose segments are looked at, oldest first."""
    return job.product.calendar.weeks_until(job.week, EXPLAINED_WEEKS)


def _dimensions(kpi: Kpi, job: Job) -> tuple[str, ...]:
    return job.product.dimensions if kpi.dimensions is None else kpi.dimensions


def _moments(kpis: dict[str, Kpi], desk: _Desk) -> Iterator[tuple[str, FactSeries]]:
    """Read the sums over users of each KPI that is a ratio per user."""
    for kpi in kpis.values():
        query = _clustered(kpi, kpis)
        series = None if query is None else desk.read(query, (desk.reader.job.week,))
        if series is not None:
            yield kpi.name, series


def _clustered(kpi: Kpi, kpis: dict[str, Kpi]) -> Query | None:
    parts = parts_of(kpi, kpis)
    if len(parts) == 2 and parts[0].query is not None:
        return clustered(parts[0].query, parts[1].query)
    pair = kpi.query is not None and kpi.kind in PAIR_KINDS
    return clustered(kpi.query) if pair and kpi.query is not None else None


def _releases(desk: _Desk) -> FactSeries | None:
    query = desk.reader.warehouse.release_query()
    days = [day for week in explained_weeks(desk.reader.job) for day in week.each_day()]
    return None if query is None else desk.read(query, tuple(days))
