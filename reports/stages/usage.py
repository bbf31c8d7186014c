"""Usage of a product in a week: the tables it rests on, and what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.catalog import with_arguments
from reports.stages import usage_rows as rows
from reports.stages.material import Desk, Shelf
from reports.stages.usage_funnels import funnel_uses, gather_funnels
from reports.usage.engagement import engagement, spread
from reports.usage.feedback import feedback, share, without_small
from reports.usage.growth import growth_weeks, holds_from
from reports.usage.reach import features, judged, plain_name, segments
from reports.usage.retention import AGES, cohorts, segment_retention
from reports.values.assessment import Assessment
from reports.values.calendar import Period
from reports.values.job import Job
from reports.values.query import Query
from reports.values.usage import EngagementUse, FeedbackUse, RetentionUse, SegmentUse, Usage

GROWTH_WEEKS = 26
COMPARED_WEEKS = 13
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


def gather(desk: Desk) -> None:
    """Ask for the tables of usage, as far as the product has the relations."""
    if desk.has("events"):
        _gather_events(desk)
        gather_funnels(desk, _last_weeks(desk.job, COMPARED_WEEKS))
    if desk.has("feedback"):
        _gather_feedback(desk)


def build(shelf: Shelf, assessment: Assessment) -> Assessment:
    """Add what the tables say of usage."""
    job = shelf.job
    begins = shelf.extraction.first_days.get("events")
    compared, numbers = _segments(shelf)
    weeks = _last_weeks(job, GROWTH_WEEKS)
    growth = shelf.table("usage.growth")
    usage = Usage(
        growth=growth_weeks(weeks, rows.growth_counts(growth), begins) if growth else (),
        growth_holds_from=holds_from(begins),
        retention=_retention(shelf, begins),
        funnels=funnel_uses(shelf, _last_weeks(job, COMPARED_WEEKS)),
        engagement=_engagement(shelf),
        features=features(
            _last_weeks(job, COMPARED_WEEKS),
            rows.reached_by_name(shelf.table("usage.event_reach")),
            rows.everybody(shelf.table("usage.segment_reach")),
            _released(shelf),
        ),
        segments=compared,
        compared_segments=numbers,
        feedback=_feedback(shelf, assessment),
    )
    nothing = Usage(growth_holds_from=usage.growth_holds_from)
    return replace(assessment, usage=None if usage == nothing else usage)


def _gather_events(desk: Desk) -> None:
    job, queries = desk.job, desk.queries
    week = (job.week,)
    compared = _last_weeks(job, COMPARED_WEEKS)
    retention = _retention_query(job, queries["retention"].query)
    desk.ask("usage.growth", queries["growth"].query, _last_weeks(job, GROWTH_WEEKS))
    desk.ask("usage.retention", retention, week)
    desk.ask("usage.active_days", queries["active_days"].query, (job.week.shifted(-28), job.week))
    desk.ask("usage.actions", queries["actions_per_user"].query, week)
    if "value_total" in {kpi.name for kpi in desk.extraction.kpis}:
        desk.ask("usage.value", queries["value_per_user"].query, week)
    desk.ask("usage.event_reach", queries["event_reach"].query, compared)
    desk.ask("usage.segment_reach", queries["segment_reach"].query, compared)
    for dimension in job.product.dimensions:
        key = f"usage.segment_reach.{dimension}"
        reach = queries["segment_reach"].query
        if desk.can_ask(reach, dimension) and desk.ask(key, reach, compared, dimension):
            desk.ask(f"usage.retention.{dimension}", retention, week, dimension)


def _gather_feedback(desk: Desk) -> None:
    week, queries = (desk.job.week,), desk.queries
    kinds = queries["feedback_kinds"].query
    desk.ask("usage.feedback", kinds, week)
    for dimension in desk.job.product.dimensions:
        if desk.can_ask(kinds, dimension):
            desk.ask(f"usage.feedback.{dimension}", kinds, week, dimension)
    if desk.has("predictions"):
        desk.ask("usage.feedback_versions", queries["feedback_versions"].query, week)


def _released(shelf: Shelf) -> dict[str, date]:
    """Return the day of each release by its plain name; of several with one name the last."""
    zone = ZoneInfo(shelf.job.product.calendar.zone)
    found = {}
    for release, at_s in rows.releases(shelf.table("retrospective.releases_shipped")):
        found[plain_name(release)] = datetime.fromtimestamp(at_s, zone).date()
    return found


def _retention_query(job: Job, query: Query) -> Query:
    """Bind where weeks begin, so that days can be put into them."""
    shift = (_EPOCH_WEEKDAY - job.product.calendar.first_weekday) % 7
    return with_arguments(query, week_shift=shift)


def _last_weeks(job: Job, count: int) -> tuple[Period, ...]:
    return job.product.calendar.weeks_until(job.week, count)


def _retention(shelf: Shelf, begins: date | None) -> RetentionUse | None:
    table = shelf.table("usage.retention")
    if table is None:
        return None
    weeks = _last_weeks(shelf.job, GROWTH_WEEKS)
    use = cohorts(rows.cohort_rows(table).get("all", ()), weeks, begins)
    cut = []
    for dimension in shelf.job.product.dimensions:
        by = rows.cohort_rows(shelf.table(f"usage.retention.{dimension}"))
        uses = {name: cohorts(found, weeks, begins) for name, found in by.items()}
        cut += [one for age in AGES[:2] for one in segment_retention(dimension, uses, age)]
    least = shelf.job.workspace.minimum_cell
    return replace(use, segments=tuple(one for one in cut if one.size >= least))


def _engagement(shelf: Shelf) -> EngagementUse | None:
    week, earlier = shelf.job.week, shelf.job.week.shifted(-28)
    by_week = rows.day_rows(shelf.table("usage.active_days"))
    found = engagement(week, by_week.get(week, ()))
    if found is None:
        return None
    before = engagement(earlier, by_week.get(earlier, ()))
    return replace(
        found,
        days_28_before=before.days_28 if before else (),
        actions=spread("count", rows.amounts(shelf.table("usage.actions"), "actions")),
        value=spread(_money(shelf), rows.amounts(shelf.table("usage.value"), "value")),
    )


def _money(shelf: Shelf) -> str:
    units = {kpi.name: kpi.unit for kpi in shelf.extraction.kpis}
    return units.get("value_total", "number")


def _segments(shelf: Shelf) -> tuple[tuple[SegmentUse, ...], int]:
    """Return the judged segments, and how many were compared."""
    weeks = _last_weeks(shelf.job, COMPARED_WEEKS)
    least = shelf.job.workspace.minimum_cell
    found: list[SegmentUse] = []
    for dimension in shelf.job.product.dimensions:
        by_week = rows.reached_by_segment(shelf.table(f"usage.segment_reach.{dimension}"))
        found += segments(dimension, weeks, by_week)
    kept = judged([one for one in found if max(one.users, one.usual) >= least])
    return kept, len(kept)


def _feedback(shelf: Shelf, assessment: Assessment) -> FeedbackUse | None:
    by_segment = rows.kind_rows(shelf.table("usage.feedback"))
    least = shelf.job.workspace.minimum_cell
    found = feedback(by_segment.get("all", ()), _answers(assessment))
    if found is None:
        return None
    versions = rows.thumbs(shelf.table("usage.feedback_versions"))
    shares = [share("version", label, *counts) for label, counts in versions]
    for dimension in shelf.job.product.dimensions:
        cut = rows.kind_rows(shelf.table(f"usage.feedback.{dimension}"))
        shares += [share(dimension, name, *_up_down(kinds)) for name, kinds in sorted(cut.items())]
    return without_small(replace(found, shares=tuple(shares)), least)


def _up_down(kinds: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    pieces: Mapping[str, int] = {kind: count for kind, count, _ in kinds}
    return pieces.get("up", 0), pieces.get("down", 0)


def _answers(assessment: Assessment) -> int | None:
    """Return how many predictions the week had, where they are counted."""
    readings = assessment.readings.get("predictions")
    value = readings.last_week.value if readings else None
    return None if value is None else int(value)
