"""On which days a job's relations have rows, and whether there is anything to review at all."""

from collections.abc import Mapping
from dataclasses import replace

from reports.errors import StaleDataError
from reports.kpis.coverage import DayCounter
from reports.values.assessment import Coverage, RelationNote
from reports.values.calendar import day_of, epoch_day
from reports.values.fact import FactColumns, FactSeries
from reports.values.job import Extraction, Job
from reports.values.relation import OF_USE, RARE

# The derived relation has rows on few days; its source tells whether a day was recorded.
_COVERED_BY = {"first_seen": "events"}
_EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def recorded_days(
    job: Job, extraction: Extraction, facts: Mapping[FactSeries, FactColumns]
) -> dict[str, Coverage]:
    """Return on which days each relation has rows of its own."""
    return {
        relation: Coverage(
            relation,
            _day_rows(facts[series]),
            _weekdays(job, relation),
            daily=relation in extraction.daily,
        )
        for relation, series in extraction.days.items()
    }


def covered_days(job: Job, recorded: Mapping[str, Coverage]) -> dict[str, Coverage]:
    """Return the days of each relation: its coverer's, and those with rows of its own."""
    found = {}
    for name, own in recorded.items():
        by = recorded[_coverer(job, name)]
        rows = {**own.rows, **by.rows}
        found[name] = own if by is own else replace(by, rows=rows, daily=own.daily)
    derived = {name: found[source] for name, source in _COVERED_BY.items() if source in found}
    return found | derived


def relation_note(job: Job, coverage: Coverage, extraction: Extraction) -> RelationNote:
    """Say how complete a relation is in the week."""
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


def refuse_stale(job: Job, coverage: Mapping[str, Coverage], *, goes_on: bool) -> None:
    """Refuse a week that lies wholly before or after everything known; a gap is no end.

    Raises: StaleDataError
    """
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


def _day_rows(facts: FactColumns) -> dict[int, int]:
    pairs = zip(facts.start, facts.first, strict=True)
    return {day: int(count) for day, count in pairs if count}


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
