"""The second stage: facts become readings, comparisons and signals."""

from collections.abc import Mapping
from dataclasses import fields
from itertools import chain

from reports.kpis.concentration import dominating_user, per_user_kpis
from reports.kpis.series import ByPeriod, assemble, read_all
from reports.kpis.signals import Week, find_signals, judge_weeks
from reports.kpis.spans import Spans
from reports.stages.agenda import due_actions, open_decisions
from reports.stages.coverage import covered_days, recorded_days, refuse_stale, relation_note
from reports.stages.horizon import cumulative_periods, job_spans
from reports.store import Store
from reports.values.assessment import Assessment
from reports.values.calendar import epoch_day
from reports.values.fact import FactColumns, FactSeries
from reports.values.job import Extraction, Job
from reports.values.reading import Reading

Facts = Mapping[FactSeries, FactColumns]


def assess(job: Job, extraction: Extraction, store: Store) -> Assessment:
    """Return what is known of a job's week before it is explained.

    Raises: StaleDataError when no relation has rows in or around the week.
    """
    spans = job_spans(job, extraction.first_days)
    facts = _load(extraction, store, spans)
    recorded = recorded_days(job, extraction, facts)
    refuse_stale(job, recorded, goes_on=extraction.goes_on)
    by_kpi = {name: _joined([facts[s] for s in group]) for name, group in extraction.series.items()}
    by_period = read_all(extraction.kpis, by_kpi, covered_days(job, recorded), spans.all)
    readings = {kpi.name: assemble(kpi, by_period[kpi.name], spans) for kpi in extraction.kpis}
    weekly = {
        name: tuple(series[week] for week in spans.weeks) for name, series in by_period.items()
    }
    busiest = dominating_user(readings)
    week = _week(job, spans)
    judged = judge_weeks(extraction.kpis, weekly, week)
    return Assessment(
        product=job.product,
        week=job.week,
        week_label=job.week_label,
        as_of=job.as_of,
        history_as_of=job.known_as_of,
        kpis=extraction.kpis,
        readings=readings,
        query_hashes=_hashes(extraction),
        relations=tuple(relation_note(job, item, extraction) for item in recorded.values()),
        not_computed=extraction.not_computed,
        unmapped=extraction.unmapped,
        dominated=per_user_kpis(extraction.kpis) if busiest else frozenset(),
        busiest_user=busiest,
        repeated={name: _in_week(facts[s], job) for name, s in extraction.repeated.items()},
        weekly=weekly,
        sums=_sums(job, by_period),
        normal={name: item.normal for name, item in judged.items()},
        signals=find_signals(extraction.kpis, weekly, judged, week),
        decisions=open_decisions(job),
        actions=due_actions(job),
    )


def _hashes(extraction: Extraction) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(sorted({series.query_hash for series in group}))
        for name, group in extraction.series.items()
    }


def _week(job: Job, spans: Spans) -> Week:
    records = job.workspace.records
    today = job.product.calendar.local_day(job.heard_until or job.as_of)
    return Week(
        product=job.product.name,
        labels=tuple(job.product.calendar.week_label(week) for week in spans.history),
        objectives=job.product.objectives,
        rebases=records.rebases,
        comments=tuple(item for item in records.comments if item.on <= today),
    )


def _sums(job: Job, by_period: Mapping[str, ByPeriod]) -> dict[str, Reading]:
    """Return the sum so far of each KPI with a cumulative target."""
    return {
        name: by_period[name][period]
        for name, period in cumulative_periods(job)
        if name in by_period
    }


def used_series(extraction: Extraction) -> tuple[FactSeries, ...]:
    """Return every series a review rests on, once."""
    return tuple(dict.fromkeys([*_read_series(extraction), *extraction.evidence.series]))


def _read_series(extraction: Extraction) -> tuple[FactSeries, ...]:
    """Return the series that readings come from, once; evidence is for explaining them."""
    counts = (tuple(extraction.days.values()), tuple(extraction.repeated.values()))
    groups = [*extraction.series.values(), *counts]
    return tuple(dict.fromkeys(series for group in groups for series in group))


def fact_bounds(job: Job, extraction: Extraction) -> tuple[int, int]:
    """Return the first epoch day a review uses and the first it does not."""
    days = job_spans(job, extraction.first_days).days
    return epoch_day(days[0].start), epoch_day(days[-1].end)


def _load(extraction: Extraction, store: Store, spans: Spans) -> Facts:
    start, end = epoch_day(spans.days[0].start), epoch_day(spans.days[-1].end)
    return store.facts.load(_read_series(extraction), start=start, end=end)


def _in_week(facts: FactColumns, job: Job) -> int:
    """Return the value of the week's own row, 0 where there is none."""
    start = epoch_day(job.week.start)
    pairs = zip(facts.start, facts.first, strict=True)
    return next((int(value) for day, value in pairs if day == start and value), 0)


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
