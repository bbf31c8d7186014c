"""Read the facts of many weeks at once: one statement per query and grain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from reports.catalog import Catalog
from reports.errors import ContractError, DefinitionError
from reports.stages.beginnings import first_days
from reports.stages.extraction import wanted
from reports.stages.horizon import job_spans
from reports.stages.material import Definitions, Desk
from reports.stages.reader import Reader
from reports.store import Store
from reports.values.calendar import Period
from reports.values.job import Extraction, Job
from reports.values.query import Query
from reports.values.workspace import Product, Workspace
from reports.warehouse import Warehouse

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class _CollectingDesk(Desk):
    """A desk that only notes what is asked, so that many weeks can be asked together."""

    wishes: dict[tuple[str, str], "_Wish"] = field(default_factory=dict)

    def ask(
        self, key: str, query: Query, periods: Sequence[Period], dimension: str | None = None
    ) -> bool:
        """Note the periods of a table; False where it cannot be answered."""
        if not self.can_ask(query, dimension):
            return False
        fingerprint = self.reader.warehouse.fingerprint(query, dimension=dimension)
        name = (fingerprint, periods[0].grain)
        wish = self.wishes.setdefault(name, _Wish(key, query, dimension))
        wish.periods.update(dict.fromkeys(periods))
        return True


@dataclass(slots=True)
class _Wish:
    key: str
    query: Query
    dimension: str | None
    periods: dict[Period, None] = field(default_factory=dict)


def prefetch(
    jobs: Sequence[Job],
    definitions: Definitions,
    store: Store,
    *,
    progress: Progress | None = None,
) -> int:
    """Bring the facts of all weeks of one product up to date; return the number of statements.

    Weeks are oldest first and share one as_of, unless each has its own: then relations that say
    when a row became known are left to each week. What fails here is told by the weeks it
    concerns.
    """
    last, catalog = jobs[-1], definitions.catalog
    with Warehouse(last.workspace.warehouse, last.product, definitions.known) as warehouse:
        begun = first_days(last, warehouse, store)
        more = {period for job in jobs for period in job_spans(job, begun.days).all}
        spans = job_spans(last, begun.days)
        spans = replace(spans, extra=tuple(sorted({*spans.extra, *more})))
        since = jobs[0].week.end - timedelta(weeks=last.workspace.restate_weeks)
        reader = Reader(last, spans, warehouse, store, reread_from=since)
        shared = len({job.as_of for job in jobs}) == 1
        chosen = wanted(catalog, last.product.kpis)
        queries = [*warehouse.day_counts().values()]
        queries += [kpi.query for kpi in chosen if kpi.query is not None]
        for position, query in enumerate(queries):
            if progress:
                progress(query.name, position, len(queries))
            if shared or not warehouse.has_known_at(query):
                _try(reader, query)
        weeks = tuple(job.week for job in jobs)
        for query in warehouse.key_counts().values():
            if shared or not warehouse.has_known_at(query):
                reader.read_periods(query, weeks)
        _tables(jobs, definitions, reader, shared=shared)
    return reader.statements + begun.statements


def repeated_queries(workspace: Workspace, product: Product, catalog: Catalog) -> int:
    """Return how many queries of KPIs each week must ask for itself, as of its own instant."""
    with Warehouse(workspace.warehouse, product) as warehouse:
        mapped = set(warehouse.relations())
        queries = {kpi.query.name: kpi.query for kpi in wanted(catalog, product.kpis) if kpi.query}
        return sum(
            set(query.relations) <= mapped and warehouse.has_known_at(query)
            for query in queries.values()
        )


def _try(reader: Reader, query: Query) -> None:
    """Read what can be read; the weeks say of the rest why it cannot."""
    if set(query.relations) - set(reader.warehouse.relations()):
        return
    if reader.warehouse.can_answer(query) is None:
        try:
            reader.read(query)
        except (ContractError, DefinitionError):
            reader.warehouse.require_connection()


def _tables(jobs: Sequence[Job], definitions: Definitions, reader: Reader, *, shared: bool) -> None:
    """Read the tables that the weeks will ask for."""
    kpis = wanted(definitions.catalog, jobs[-1].product.kpis)
    known = Extraction(kpis, {}, {}, frozenset(), (), (), 0)
    wishes: dict[tuple[str, str], _Wish] = {}
    for job in jobs:
        desk = _CollectingDesk(job, known, definitions.queries, reader, wishes=wishes)
        for gather, _ in definitions.sources:
            gather(desk)
    for wish in wishes.values():
        if shared or not reader.warehouse.has_known_at(wish.query):
            try:
                reader.read_periods(wish.query, tuple(sorted(wish.periods)), wish.dimension)
            except (ContractError, DefinitionError):
                reader.warehouse.require_connection()
