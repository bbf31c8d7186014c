"""What could be done next, and what the market did: measured reach, marks of last time, series."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import cast

from reports.roadmap.market import Weekly, placed, week_of_the_market
from reports.roadmap.ranking import Evidence, Measured, hits_by_area, rank
from reports.roadmap.suggestions import suggestions
from reports.stages import usage_rows
from reports.stages.material import Desk, Shelf
from reports.stages.usage_funnels import funnel_key, funnel_rows
from reports.usage.funnels import passage
from reports.usage.reach import Reached
from reports.values.assessment import Assessment
from reports.values.calendar import Period, epoch_day
from reports.values.job import Job
from reports.values.roadmap import Market, MarketSeries, MarketSettings, RoadmapItem, WhatNext

MARKET_WEEKS = 27
_REACH_WEEKS = 5
_KEY = "roadmap.market"
_CLEAR = frozenset({"worked", "did no harm", "harmed"})


def gather(desk: Desk) -> None:
    """Ask for the market's series; reach rests on tables that usage has asked for."""
    if desk.job.product.market is not None and desk.has("market"):
        weeks = _last_weeks(desk.job, MARKET_WEEKS)
        desk.ask(_KEY, desk.queries["market_values"].query, weeks)


def build(shelf: Shelf, assessment: Assessment) -> Assessment:
    """Add ranked items, suggestions and the market, where there are any."""
    job = shelf.job
    items = [
        item
        for item in job.workspace.roadmap.items
        if not item.products or job.product.name in item.products
    ]
    scored = _scored(job, assessment)
    evidence = Evidence(
        reach=_reach(shelf, items),
        hits=hits_by_area(job.workspace.roadmap.items, scored),
        before=shelf.store.marks.before(job.product.name, job.week_label),
    )
    method = job.workspace.roadmap.method
    told = WhatNext(
        method=method,
        items=rank(items, method, evidence),
        suggestions=suggestions(assessment, items),
        market=_market(shelf, assessment),
        base_rate=(sum(scored.values()), len(scored)) if scored else None,
    )
    nothing = not (told.items or told.suggestions or told.market)
    return replace(assessment, what_next=None if nothing else told)


def _scored(job: Job, assessment: Assessment) -> dict[str, bool]:
    """Return which bets are scored, and whether they worked: as decided, else as judged now.

    Decisions taken after the week are not known in it.
    """
    judged = assessment.retrospective.outcomes if assessment.retrospective else ()
    scored = {one.bet.name: one.verdict == "worked" for one in judged if one.verdict in _CLEAR}
    for one in job.workspace.records.decisions:
        known = one.decided_on is not None and one.decided_on <= job.week.last_day
        if known and one.bet and one.worked is not None:
            scored[one.bet] = one.worked
    return scored


def _last_weeks(job: Job, count: int) -> tuple[Period, ...]:
    return job.product.calendar.weeks_until(job.week, count)


def _reach(shelf: Shelf, items: Sequence[RoadmapItem]) -> Mapping[str, Measured]:
    """Measure what items name, as far as the tables of usage hold it."""
    weeks = _last_weeks(shelf.job, _REACH_WEEKS)
    found = {}
    for item in items:
        by_week = _counts(shelf, item)
        if by_week is None:
            continue
        *before, last = (by_week.get(week, 0.0) for week in weeks)
        found[item.name] = Measured(fmean(before), last)
    return found


def _counts(shelf: Shelf, item: RoadmapItem) -> Mapping[Period, float] | None:
    """Return the people an item would reach, by week; nothing where that is not counted."""
    target = item.target
    if target.segment:
        dimension, value = target.segment
        table = shelf.table(f"usage.segment_reach.{dimension}")
        return None if table is None else _users(usage_rows.reached_by_segment(table), value)
    if target.feature:
        table = shelf.table("usage.event_reach")
        return None if table is None else _users(usage_rows.reached_by_name(table), target.feature)
    if target.funnel:
        return _at_step(shelf, target.funnel, target.step)
    return None


def _users(by_week: Mapping[Period, Mapping[str, Reached]], name: str) -> Mapping[Period, float]:
    return {week: float(found[name].users) for week, found in by_week.items() if name in found}


def _at_step(shelf: Shelf, name: str, step: str) -> Mapping[Period, float] | None:
    """Return how many stood at a step of a funnel, by week."""
    funnel = next((one for one in shelf.job.product.funnels if one.name == name), None)
    table = shelf.table(funnel_key(funnel)) if funnel else None
    if funnel is None or table is None or step not in funnel.steps:
        return None
    place = funnel.steps.index(step)
    by_start = funnel_rows(table, "start")
    return {
        week: float(
            passage(by_start.get(epoch_day(week.start), ()), len(funnel.steps)).reached[place]
        )
        for week in table.periods
    }


def _market(shelf: Shelf, assessment: Assessment) -> Market | None:
    settings, table = shelf.job.product.market, shelf.table(_KEY)
    if settings is None or table is None or not table.rows:
        return None
    weeks = _last_weeks(shelf.job, MARKET_WEEKS)
    series = _series(shelf, settings)
    compared = [*_own_kpi(settings, assessment, weeks), *series]
    among = {one.name: one for one in placed(series, weeks, total=settings.total)}
    told = tuple(_among(one, among) for one in placed(compared, weeks, total=False))
    moved = week_of_the_market(series, weeks)
    signals = tuple(one.title for one in assessment.signals.found) if moved else ()
    since = next((one.readings[0].period.start for one in told if one.readings), weeks[0].start)
    return Market(since, settings.source, told, settings.total, moved, signals)


def _among(one: MarketSeries, among: Mapping[str, MarketSeries]) -> MarketSeries:
    """Give a series its place and share among those of the market; our KPI has neither."""
    found = among.get(one.name)
    if found is None:
        return replace(one, rank=None, rank_before=None)
    return replace(
        one,
        rank=found.rank,
        rank_before=found.rank_before,
        share=found.share,
        growth_share=found.growth_share,
    )


def _series(shelf: Shelf, settings: MarketSettings) -> list[Weekly]:
    """Return the last value of each week of every series; of several of a day their mean."""
    table = shelf.table(_KEY)
    if table is None:
        return []
    periods = {epoch_day(period.start): period for period in table.periods}
    names = ("start", "series", "day", "value", "n")
    places = [table.columns.index(name) for name in names]
    latest: dict[str, dict[Period, tuple[int, float]]] = defaultdict(dict)
    for row in table.rows:
        start, name, day, value, n = (row[at] for at in places)
        if value is None or (settings.series and name not in (*settings.series, settings.own)):
            continue
        week, on = periods[cast("int", start)], cast("int", day)
        known = latest[str(name)].get(week)
        if known is None or known[0] < on:
            latest[str(name)][week] = (on, float(value) / cast("int", n))
    return [
        Weekly(name, {week: value for week, (_, value) in found.items()}, name == settings.own)
        for name, found in sorted(latest.items())
    ]


def _own_kpi(
    settings: MarketSettings, assessment: Assessment, weeks: Sequence[Period]
) -> list[Weekly]:
    """Return the product's own KPI as a series beside those of the market."""
    readings = assessment.weekly.get(settings.kpi, ())
    values = {
        one.period: one.value for one in readings if one.period in weeks and one.value is not None
    }
    titles = {kpi.name: kpi.title for kpi in assessment.kpis}
    return [Weekly(f"{titles[settings.kpi]} (ours)", values, own=True)] if values else []
