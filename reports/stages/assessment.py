"""The second stage: facts become readings and comparisons."""

from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import chain

from reports.errors import StaleDataError
from reports.kpis.concentration import dominating_user, per_user_kpis
from reports.kpis.coverage import DayCounter
from reports.kpis.series import assemble, read_all
from reports.kpis.spans import Spans, review_spans
from reports.store import Store
from reports.values.assessment import Assessment, Coverage, RelationNote
from reports.values.calendar import day_of, epoch_day
from reports.values.fact import FactColumns, FactSeries
from reports.values.job import Extraction, Job
from reports.values.relation import OF_USE, RARE

# The derived relation has rows on few days; its source tells whether a day was recorded.
_COVERED_BY = {"first_seen": "events"}
_EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def assess(job: Job, extraction: Extraction, store: Store) -> Assessment:
    """Return everything chapters need of a job.

    Raises: StaleDataError when no relation has rows in or around the week.
    """
    spans = review_spans(job.product.calendar, job.week)
    facts = _load(extraction, store, spans)
    recorded = {
        relation: Coverage(relation, _day_rows(facts[series]), _weekdays(job, relation))
        for relation, series in extraction.days.items()
    }
    _refuse_stale(job, recorded, goes_on=extraction.goes_on)
    coverage = _covered(job, recorded)
    by_kpi = {name: _joined([facts[s] for s in group]) for name, group in extraction.series.items()}
    covered = dict(coverage) | {
        derived: coverage[source] for derived, source in _COVERED_BY.items() if source in coverage
    }
    by_period = read_all(extraction.kpis, by_kpi, covered, spans.all)
    readings = {kpi.name: assemble(kpi, by_period[kpi.name], spans) for kpi in extraction.kpis}
    busiest = dominating_user(readings)
    return Assessment(
        product=job.product,
        week=job.week,
        week_label=job.week_label,
        as_of=job.as_of,
        history_as_of=job.known_as_of,
        kpis=extraction.kpis,
        readings=readings,
        query_hashes={
            name: tuple(sorted({series.query_hash for series in group}))
            for name, group in extraction.series.items()
        },
        relations=tuple(_note(job, item, extraction) for item in recorded.values()),
        not_computed=extraction.not_computed,
        unmapped=extraction.unmapped,
        dominated=per_user_kpis(extraction.kpis) if busiest else frozenset(),
        busiest_user=busiest,
        repeated={name: _in_week(facts[s], job) for name, s in extraction.repeated.items()},
    )


def used_series(extraction: Extraction) -> tuple[FactSeries, ...]:
    """Return every series a review rests on, once."""
    counts = (tuple(extraction.days.values()), tuple(extraction.repeated.values()))
    groups = [*extraction.series.values(), *counts]
    return tuple(dict.fromkeys(series for group in groups for series in group))


def fact_bounds(job: Job) -> tuple[int, int]:
    """Return the first epoch day a review uses and the first it does not."""
    days = review_spans(job.product.calendar, job.week).days
    return epoch_day(days[0].start), epoch_day(days[-1].end)


def _load(extraction: Extraction, store: Store, spans: Spans) -> Mapping[FactSeries, FactColumns]:
    start, end = epoch_day(spans.days[0].start), epoch_day(spans.days[-1].end)
    return store.facts.load(used_series(extraction), start=start, end=end)


def _day_rows(facts: FactColumns) -> dict[int, int]:
    pairs = zip(facts.start, facts.first, strict=True)
    return {day: int(count) for day, count in pairs if count}


def _in_week(facts: FactColumns, job: Job) -> int:
    """Return the value of the week's own row, 0 where there is none."""
    start = epoch_day(job.week.start)
    pairs = zip(facts.start, facts.first, strict=True)
    return next((int(value) for day, value in pairs if day == start and value), 0)


def _weekdays(job: Job, relation: str) -> tuple[int, ...]:
    mapping = job.product.relations.get(relation)
    return mapping.weekdays if mapping else _EVERY_DAY


def _coverer(job: Job, relation: str) -> str:
    """Return the relation whose rows tell on which days another was recorded."""
    mappings = job.product.relations
    mapping = mappings.get(relation)
    if mapping is None or any(other.covered_by == relation for other in mappings.values()):
        return relation
    if relation in RARE and not mapping.covered_by and len(mapping.weekdays) == len(_EVERY_DAY):
        return next((name for name in OF_USE if name in mappings), relation)
    return mapping.covered_by or relation


def _covered(job: Job, recorded: Mapping[str, Coverage]) -> dict[str, Coverage]:
    """Return the days of each relation: its coverer's, and those with rows of its own."""
    found = {}
    for name, own in recorded.items():
        by = recorded[_coverer(job, name)]
        found[name] = own if by is own else replace(by, rows={**own.rows, **by.rows})
    return found


def _joined(parts: list[FactColumns]) -> FactColumns:
    """Put facts of several grains behind each other."""
    if len(parts) == 1:
        return parts[0]
    return FactColumns(
        **{
            column.name: tuple(chain.from_iterable(getattr(part, column.name) for part in parts))
            for column in fields(FactColumns)
        }
    )


def _note(job: Job, coverage: Coverage, extraction: Extraction) -> RelationNote:
    present, expected = DayCounter.of(coverage).count(job.week)
    coverer = _coverer(job, coverage.relation)
    days = range(epoch_day(job.week.start), epoch_day(job.week.end))
    return RelationNote(
        relation=coverage.relation,
        rows=sum(coverage.rows.get(day, 0) for day in days),
        days_present=present,
        days_expected=expected,
        newest=None if coverage.newest is None else day_of(coverage.newest),
        known_at=coverage.relation in extraction.known_at,
        covered_by="" if coverer == coverage.relation else coverer,
    )


def _refuse_stale(job: Job, coverage: Mapping[str, Coverage], *, goes_on: bool) -> None:
    """Refuse a week that lies wholly before or after everything known; a gap is no end."""
    newest = max((c.newest for c in coverage.values() if c.newest is not None), default=None)
    if newest is not None and (goes_on or newest >= epoch_day(job.week.start)):
        return
    got = "no rows up to the week's end" if newest is None else f"rows up to {day_of(newest)}"
    raise StaleDataError(
        f"{job.product.name} has no data for {job.week_label}",
        where="the mapped relations of review.toml",
        expected=f"rows from {job.week.start.isoformat()} on",
        got=got,
        next_step="name a week that has data with --week, or look at the load of the warehouse; "
        "`product-review check` shows the newest row of each relation",
    )
