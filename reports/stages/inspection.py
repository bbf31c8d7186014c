"""Look at single parts before a run: one KPI, its statement, the state of a workspace."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Literal

from reports.catalog import Catalog
from reports.errors import ConfigError, ReportError
from reports.kpis.coverage import DayCounter
from reports.kpis.readings import read
from reports.stages.assessment import assess
from reports.stages.extraction import extract, wanted
from reports.store import open_store
from reports.values.assessment import Coverage, NotComputed
from reports.values.calendar import Period, epoch_day
from reports.values.job import Job
from reports.values.kpi import Kpi
from reports.values.reading import KpiReadings, Reading
from reports.values.workspace import Product, Workspace
from reports.warehouse import Statement, Warehouse

State = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be known before a run."""

    area: str
    item: str
    state: State
    detail: str


def find_kpi(catalog: Catalog, name: str) -> Kpi:
    """Return a KPI by name.

    Raises: ConfigError with the known names, or the reason why its definition was refused.
    """
    if name in catalog.broken:
        raise catalog.broken[name]
    if name not in catalog.kpis:
        known = ", ".join(sorted(catalog.kpis))
        raise ConfigError(f"no KPI {name!r}", expected=f"one of {known}", got=name)
    return catalog.kpis[name]


def try_kpi(job: Job, catalog: Catalog, kpi: Kpi) -> KpiReadings:
    """Return a KPI's readings straight from the warehouse, keeping nothing.

    Raises: ConfigError with the reason when the workspace cannot answer it.
    """
    alone = replace(job, product=replace(job.product, kpis=(kpi.name,)))
    with open_store("sqlite://") as store:
        extraction = extract(alone, catalog, store)
        _refuse_omitted(extraction.not_computed, kpi)
        return assess(alone, extraction, store).readings[kpi.name]


def try_segments(job: Job, kpi: Kpi, dimension: str) -> tuple[Reading, ...]:
    """Return a KPI's readings of the week by segment; small cells are suppressed."""
    if kpi.query is None:
        raise ConfigError(f"{kpi.name} is a formula; ask its operands by {dimension}")
    with Warehouse(job.workspace.warehouse, job.product) as warehouse:
        facts = warehouse.extract(
            kpi.query, (job.week,), dimension=dimension, as_of=job.known_as_of
        )
    always = Coverage(kpi.query.relations[0], dict.fromkeys(_epoch_days(job.week), 1))
    segments = sorted(set(facts.segment))
    found = (
        replace(read(kpi, facts, DayCounter.of(always), (job.week,), name)[0], segment=name)
        for name in segments
    )
    return tuple(_suppressed(reading, job.workspace.minimum_cell) for reading in found)


def kpi_statement(job: Job, kpi: Kpi, dimension: str | None) -> Statement:
    """Return the statement of a KPI for the job's week, as it would be sent."""
    if kpi.query is None:
        raise ConfigError(f"{kpi.name} is a formula and sends no SQL", got=kpi.formula)
    periods = job.week.each_day() if kpi.query.by_day else (job.week,)
    with Warehouse(job.workspace.warehouse, job.product) as warehouse:
        return warehouse.compile(kpi.query, periods, dimension=dimension, as_of=job.known_as_of)


def check_product(
    workspace: Workspace, product: Product, catalog: Catalog, *, now: datetime
) -> tuple[Check, ...]:
    """Return the state of a product's connection, relations and KPIs."""
    try:
        with Warehouse(workspace.warehouse, product) as warehouse:
            return (
                Check(product.name, "warehouse", "ok", "connected"),
                *(_check_relation(product, warehouse, r, now) for r in warehouse.relations()),
                *(_check_kpi(product, warehouse, k) for k in wanted(catalog, product.kpis)),
                *_check_objectives(product, catalog),
                *_check_records(workspace, product, catalog),
            )
    except ReportError as error:
        return (Check(product.name, "warehouse", "problem", str(error)),)


def _check_relation(product: Product, warehouse: Warehouse, relation: str, now: datetime) -> Check:
    try:
        if not warehouse.has_time(relation):
            return Check(product.name, relation, "note", "mapped, without a time")
        fresh = warehouse.freshness(relation, until=now)
    except ReportError as error:
        return Check(product.name, relation, "problem", str(error))
    if fresh.newest is None:
        return Check(product.name, relation, "problem", "no rows")
    return Check(
        product.name,
        relation,
        "ok",
        f"{fresh.rows:,} rows, newest {fresh.newest:%Y-%m-%d %H:%M %Z}",
    )


def _check_kpi(product: Product, warehouse: Warehouse, kpi: Kpi) -> Check:
    if kpi.query is None:
        return Check(product.name, kpi.name, "ok", f"formula: {kpi.formula}")
    problem = warehouse.can_answer(kpi.query)
    if problem is None:
        return Check(product.name, kpi.name, "ok", kpi.title)
    named = kpi.name in product.kpis
    return Check(product.name, kpi.name, "problem" if named else "note", problem.what)


def _check_objectives(product: Product, catalog: Catalog) -> list[Check]:
    """Find KPIs that objectives name and no definition has, or that the product leaves out."""
    reviewed = {kpi.name for kpi in wanted(catalog, product.kpis)}
    return [
        Check(product.name, name, "problem", _why_not_reviewed(objective.name, name, catalog))
        for objective in product.objectives
        for name in [*(e.kpi for e in objective.kpis), *(g.kpi for g in objective.guardrails)]
        if name not in reviewed
    ]


def _check_records(workspace: Workspace, product: Product, catalog: Catalog) -> list[Check]:
    """Find KPIs that iterations.toml or comments.toml name and no definition has."""
    records = workspace.records
    named = [
        *(("iterations.toml", name) for item in records.rebases for name in item.kpis),
        *(("iterations.toml", name) for item in records.annotations for name in item.kpis),
        *(("comments.toml", c.kpi) for c in records.comments if c.product == product.name),
    ]
    return [
        Check(
            product.name,
            name,
            "problem",
            f"{file} names a KPI that does not exist{_near(name, catalog)}",
        )
        for file, name in dict.fromkeys(named)
        if name not in catalog.kpis
    ]


def _near(name: str, catalog: Catalog) -> str:
    near = get_close_matches(name, catalog.kpis, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _why_not_reviewed(objective: str, name: str, catalog: Catalog) -> str:
    if name in catalog.kpis:
        return f"objective {objective} needs it: add it to the product's list of kpis"
    return f"objective {objective} names a KPI that does not exist{_near(name, catalog)}"


def _refuse_omitted(omitted: Sequence[NotComputed], kpi: Kpi) -> None:
    for item in omitted:
        if item.kpi == kpi.name:
            raise ConfigError(f"{kpi.name} is not computed: {item.reason}", where=kpi.source)


def _suppressed(reading: Reading, minimum: int) -> Reading:
    if reading.n >= minimum:
        return reading
    return Reading(
        reading.period, None, "insufficient", f"fewer than {minimum}", segment=reading.segment
    )


def _epoch_days(period: Period) -> range:
    return range(epoch_day(period.start), epoch_day(period.end))
