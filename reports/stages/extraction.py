"""The first stage: bring facts up to date, and note which KPIs cannot be computed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reports.catalog import Catalog
from reports.errors import ContractError, DefinitionError, ReportError
from reports.stages.beginnings import first_days
from reports.stages.horizon import job_spans
from reports.stages.reader import Reader
from reports.store import Store
from reports.values.assessment import NotComputed
from reports.values.calendar import epoch_day
from reports.values.fact import FactSeries
from reports.values.job import Extraction, Job
from reports.values.kpi import Kpi
from reports.values.relation import CANONICAL
from reports.warehouse import Knowledge, Warehouse

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class _Gathered:
    """KPIs sorted into those with facts and those without."""

    kpis: list[Kpi] = field(default_factory=list)
    series: dict[str, tuple[FactSeries, ...]] = field(default_factory=dict)
    omitted: list[NotComputed] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)

    def omit(self, kpi: Kpi, reason: str) -> None:
        """Note why a KPI has no facts."""
        self.omitted.append(NotComputed(kpi.name, kpi.title, reason))


def extract(
    job: Job,
    catalog: Catalog,
    store: Store,
    *,
    known: Knowledge | None = None,
    progress: Progress | None = None,
) -> Extraction:
    """Bring all facts of a job up to date.

    A KPI that the warehouse cannot answer is left out with its reason; it does not stop the rest.
    """
    gathered = _Gathered()
    with Warehouse(job.workspace.warehouse, job.product, known) as warehouse:
        counts = warehouse.day_counts()
        begun = first_days(job, warehouse, store)
        reader = Reader(job, job_spans(job, begun.days), warehouse, store)
        days = {name: reader.read(query)[0] for name, query in counts.items()}
        keys = warehouse.key_counts()
        repeated = {name: reader.read_week(query) for name, query in keys.items()}
        _gather_all(wanted(catalog, job.product.kpis), gathered, reader, progress)
        known_at = frozenset(n for n, query in counts.items() if warehouse.has_known_at(query))
        daily = frozenset(name for name in counts if warehouse.is_daily(name))
        mapped = set(warehouse.relations())
        goes_on = _is_empty(job, days, store) and _goes_on(job, days, warehouse)
    _note_broken(catalog, job.product.kpis, gathered)
    return Extraction(
        kpis=tuple(gathered.kpis),
        series=gathered.series,
        days=days,
        known_at=known_at,
        not_computed=tuple(gathered.omitted),
        unmapped=tuple(sorted(set(CANONICAL) - mapped)),
        statements=begun.statements + reader.statements,
        repeated=repeated,
        goes_on=goes_on,
        first_days=begun.days,
        daily=daily,
    )


def _gather_all(
    kpis: Sequence[Kpi], gathered: _Gathered, reader: Reader, progress: Progress | None
) -> None:
    for position, kpi in enumerate(kpis):
        if progress:
            progress(kpi.title, position, len(kpis))
        _gather(kpi, gathered, reader, named=kpi.name in reader.job.product.kpis)


def wanted(catalog: Catalog, names: Iterable[str]) -> tuple[Kpi, ...]:
    """Return the KPIs a product asks for with their operands, or all, operands first."""
    asked = set(names) or set(catalog.kpis)
    for kpi in reversed(list(catalog.kpis.values())):
        if kpi.name in asked:
            asked |= set(kpi.operands)
    return tuple(kpi for kpi in catalog.kpis.values() if kpi.name in asked)


def _gather(kpi: Kpi, gathered: _Gathered, reader: Reader, *, named: bool) -> None:
    if kpi.query is None:
        _gather_formula(kpi, gathered, named=named)
        return
    unmapped = set(kpi.query.relations) - set(reader.warehouse.relations())
    if unmapped and not named:
        gathered.silent.add(kpi.name)
        return
    problem = reader.warehouse.can_answer(kpi.query)
    if problem is None:
        try:
            gathered.series[kpi.name] = reader.read(kpi.query)
        except (ContractError, DefinitionError) as error:
            problem = error
    if problem is None:
        gathered.kpis.append(kpi)
    else:
        # One query may be wrong; without a connection no number can be known.
        reader.warehouse.require_connection()
        gathered.omit(kpi, _reason(problem))


def _gather_formula(kpi: Kpi, gathered: _Gathered, *, named: bool) -> None:
    """Keep a formula whose operands are all there; stay silent where they are silent too."""
    there = {item.name for item in gathered.kpis}
    absent = [name for name in kpi.operands if name not in there]
    if not absent:
        gathered.kpis.append(kpi)
    elif named or any(name not in gathered.silent for name in absent):
        gathered.omit(kpi, f"it needs {', '.join(absent)}, which is not computed")
    else:
        gathered.silent.add(kpi.name)


def _is_empty(job: Job, days: Mapping[str, FactSeries], store: Store) -> bool:
    """Tell whether no relation has a row in the week."""
    start, end = epoch_day(job.week.start), epoch_day(job.week.end)
    facts = store.facts.load(tuple(days.values()), start=start, end=end)
    return not any(any(columns.n) for columns in facts.values())


def _goes_on(job: Job, relations: Iterable[str], warehouse: Warehouse) -> bool:
    """Tell whether rows of days after the week are known; only that, none of them is used."""
    _, end = job.product.calendar.bounds(job.week)
    for name in relations:
        fresh = warehouse.freshness(name, until=job.as_of, as_of=job.known_as_of)
        if fresh.newest is not None and fresh.newest >= end:
            return True
    return False


def _note_broken(catalog: Catalog, names: Iterable[str], gathered: _Gathered) -> None:
    asked: Mapping[str, None] = dict.fromkeys(names)
    for name, error in catalog.broken.items():
        if not asked or name in asked:
            gathered.omitted.append(NotComputed(name, name, _reason(error)))


def _reason(error: ReportError) -> str:
    """Say in one line why a KPI is not computed, in the engine's words where there are any."""
    return f"{error.what}: {error.got}" if error.got else error.what
