"""Tables of facts for chapters beyond KPIs: each source asks for its own and makes sense of them.

A source is a module with `gather(desk)`, which asks for tables while the warehouse is open, and
`build(shelf, assessment)`, which adds what they say to the assessment once they lie in the store.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reports.catalog import Catalog, FactQuery
from reports.errors import ContractError, DefinitionError, ReportError
from reports.stages.horizon import job_spans
from reports.stages.reader import Reader
from reports.store import Store
from reports.values.assessment import Assessment, NotComputed
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactTable
from reports.values.job import Extraction, Job
from reports.values.material import Material, TableAsk
from reports.values.query import Query
from reports.warehouse import Knowledge, Warehouse

Sources = Sequence[tuple[Callable[["Desk"], None], Callable[["Shelf", Assessment], Assessment]]]


@dataclass(slots=True)
class Desk:
    """Where a source asks for tables; `queries` are the fact files by name."""

    job: Job
    extraction: Extraction
    queries: Mapping[str, FactQuery]
    reader: Reader
    tables: dict[str, TableAsk] = field(default_factory=dict)
    unread: list[NotComputed] = field(default_factory=list)

    def has(self, *relations: str) -> bool:
        """Tell whether all of these relations are mapped or derived."""
        return set(relations) <= set(self.reader.warehouse.relations())

    def can_ask(self, query: Query, dimension: str | None = None) -> bool:
        """Tell whether a table can be read at all, where it may well be that it cannot."""
        return self.reader.warehouse.can_answer(query, dimension=dimension) is None

    def ask(
        self, key: str, query: Query, periods: Sequence[Period], dimension: str | None = None
    ) -> bool:
        """Bring a table up to date under a key; False, with a note of the reason, if refused.

        Periods have one grain; those that reach past the review's week are left out.
        """
        warehouse = self.reader.warehouse
        problem = warehouse.can_answer(query, dimension=dimension)
        if problem is None:
            try:
                series = self.reader.read_periods(query, periods, dimension)
            except (ContractError, DefinitionError) as error:
                warehouse.require_connection()
                problem = error
            else:
                self.tables[key] = TableAsk(series, tuple(periods))
                return True
        self.unread.append(NotComputed(key, query.name, _reason(problem)))
        return False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a source finds the tables it asked for, and the store's other memory."""

    job: Job
    extraction: Extraction
    store: Store

    def table(self, key: str) -> FactTable | None:
        """Return the rows of the asked periods; nothing where the table was not read."""
        ask = self.extraction.material.tables.get(key)
        if ask is None:
            return None
        spans = {(epoch_day(one.start), epoch_day(one.end)) for one in ask.periods}
        low, high = min(start for start, _ in spans), max(end for _, end in spans)
        found = self.store.tables.load([ask.series], start=low, end=high)[ask.series]
        return FactTable(
            tuple(one for one in found.periods if one in set(ask.periods)),
            found.columns,
            tuple(row for row in found.rows if (row[0], row[1]) in spans),
        )


@dataclass(frozen=True, slots=True)
class Definitions:
    """What reviews are made of: KPIs, fact files, their sources, and what is known of queries."""

    catalog: Catalog
    queries: Mapping[str, FactQuery]
    sources: Sources
    known: Knowledge = field(default_factory=Knowledge)


def gather_material(
    job: Job,
    extraction: Extraction,
    store: Store,
    *,
    definitions: Definitions,
) -> Extraction:
    """Bring the tables of all sources up to date and return the extraction that names them."""
    if not definitions.sources:
        return extraction
    with Warehouse(job.workspace.warehouse, job.product, definitions.known) as warehouse:
        reader = Reader(job, job_spans(job, extraction.first_days), warehouse, store)
        desk = Desk(job, extraction, definitions.queries, reader)
        for gather, _ in definitions.sources:
            gather(desk)
    return replace(
        extraction,
        material=Material(desk.tables, tuple(desk.unread)),
        statements=extraction.statements + reader.statements,
    )


def add_material(
    job: Job, extraction: Extraction, assessment: Assessment, store: Store, *, sources: Sources
) -> Assessment:
    """Return the assessment with what every source makes of its tables."""
    shelf = Shelf(job, extraction, store)
    noted = replace(assessment, unread=(*assessment.unread, *extraction.material.unread))
    for _, build in sources:
        noted = build(shelf, noted)
    return noted


def _reason(problem: ReportError) -> str:
    return f"{problem.what}: {problem.got}" if problem.got else problem.what
