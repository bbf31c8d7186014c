"""The gate: what is asked of the warehouse about a week's completeness, and the verdict."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from reports.errors import ReportError
from reports.kpis.coverage import DayCounter
from reports.kpis.gate import VOLUME_WEEKS, RelationWeek, fresh_from, incomplete_reason, judge_week
from reports.stages.material import Desk, Shelf
from reports.values.assessment import Assessment, Coverage, RelationNote
from reports.values.calendar import Period, epoch_day
from reports.values.document import Callout, Review, Span
from reports.values.gate import GateVerdict
from reports.values.job import Job
from reports.values.mail import week_end
from reports.values.query import Query, TableField
from reports.values.reading import Reading

_KNOWN, _HAPPENED = "known_at_s", "at_s"


def gather(desk: Desk) -> None:
    """Ask for the newest row of each relation in the week, by when it became known if it says."""
    for relation in desk.job.product.relations:
        query = _newest(desk, relation)
        if query is not None:
            desk.ask(_key(relation), query, (desk.job.week,))


def build(shelf: Shelf, assessment: Assessment) -> Assessment:
    """Add the verdict."""
    return replace(assessment, gate=verdict(shelf, assessment))


def verdict(shelf: Shelf, assessment: Assessment) -> GateVerdict:
    """Return how complete the relations are in the job's week."""
    counts = _day_counts(shelf)
    weeks = [_week(shelf, note, counts, assessment.repeated) for note in assessment.relations]
    return judge_week(weeks, _unreadable(shelf.job, assessment))


def with_banner(review: Review, found: GateVerdict | None, remark: str = "") -> Review:
    """Return the review with a banner on its first page where data are incomplete."""
    banners = []
    if found is not None and not found.complete:
        banners.append(Callout("warning", "Published on incomplete data", _banner(found)))
    if remark:
        banners.append(Callout("info", "How this review was published", (remark,)))
    if not banners or not review.chapters:
        return review
    first, *others = review.chapters
    head = replace(first, blocks=(*first.blocks[:1], *banners, *first.blocks[1:]))
    return replace(review, chapters=(head, *others))


def _banner(found: GateVerdict) -> tuple[Span, ...]:
    said = incomplete_reason(found).removeprefix("incomplete: ")
    return (f"Not complete for this week: {said}. The data notes say what was found.",)


def _key(relation: str) -> str:
    return f"gate.{relation}"


def _newest(desk: Desk, relation: str) -> Query | None:
    """Return the query of a relation's newest row, nothing where rows carry no instant."""
    for column in (_KNOWN, _HAPPENED):
        sql = (
            f"SELECT period, segment, MAX({column}) AS newest_s, COUNT(*) AS n "  # noqa: S608 ours
            f"FROM {relation} GROUP BY period, segment"
        )
        fields = (TableField("newest_s", "number"), TableField("n", "integer"))
        query = Query(
            f"newest_{relation}", "table", sql, (relation,), additive=False, fields=fields
        )
        try:
            if desk.reader.warehouse.has_time(relation) and desk.can_ask(query):
                return query if column == _HAPPENED else replace(query, name=f"known_{relation}")
        except ReportError:
            return None
    return None


def _day_counts(shelf: Shelf) -> Mapping[str, Mapping[int, float]]:
    """Return the rows of each relation by day, over the weeks that volume is judged by."""
    week = shelf.job.week
    end = epoch_day(week.end)
    series = shelf.extraction.days
    facts = shelf.store.facts.load(
        tuple(series.values()), start=end - 7 * (VOLUME_WEEKS + 1), end=end
    )
    return {
        name: {
            day: float(rows)
            for day, rows in zip(facts[one].start, facts[one].first, strict=True)
            if rows
        }
        for name, one in series.items()
    }


def _week(
    shelf: Shelf,
    note: RelationNote,
    counts: Mapping[str, Mapping[int, float]],
    repeated: Mapping[str, int],
) -> RelationWeek:
    job, relation = shelf.job, note.relation
    table = shelf.table(_key(relation))
    newest = table.column("newest_s")[0] if table and table.rows else None
    end = week_end(job.product.calendar, job.week)
    ask = shelf.extraction.material.tables.get(_key(relation))
    every_day = len(_weekdays(job, relation)) == len(range(7))
    return RelationWeek(
        note=note,
        weekly=_weekly(job, relation, counts.get(relation, {})),
        newest=datetime.fromtimestamp(float(newest), UTC) if newest is not None else None,
        fresh_from=fresh_from(end, job.product.publishing.fresh_within_hours)
        if every_day and ask is not None
        else None,
        by_known_at=note.known_at,
        repeated=repeated.get(relation, 0),
    )


def _weekly(job: Job, relation: str, rows: Mapping[int, float]) -> tuple[Reading, ...]:
    """Return the rows of each week; only weeks with every expected day count."""
    weekdays = _weekdays(job, relation)
    days = DayCounter.of(Coverage(relation, dict.fromkeys(rows, 1), weekdays))
    weeks = job.product.calendar.weeks_until(job.week, VOLUME_WEEKS + 1)
    return tuple(_volume(week, rows, days) for week in weeks)


def _volume(week: Period, rows: Mapping[int, float], days: DayCounter) -> Reading:
    present, expected = days.count(week)
    if not present or present < expected:
        return Reading(week, None, "missing", "days are missing")
    total = sum(rows.get(day, 0.0) for day in range(epoch_day(week.start), epoch_day(week.end)))
    return Reading(
        week, total, "ok", numerator=total, n=int(total), days_present=7, days_expected=7
    )


def _weekdays(job: Job, relation: str) -> tuple[int, ...]:
    mapping = job.product.relations.get(relation)
    return mapping.weekdays if mapping else tuple(range(7))


def _unreadable(job: Job, assessment: Assessment) -> list[tuple[str, str]]:
    """Return named KPIs that cannot be computed: what they read is no longer as promised."""
    asked = set(job.product.kpis)
    return [
        (f"KPI {item.kpi}", item.reason) for item in assessment.not_computed if item.kpi in asked
    ]
