"""Weekly cohorts in blocks: bounded as a heatmap, unbounded beside it, segments below."""

from reports.usage.retention import latest_complete, pooled
from reports.values.calendar import Period
from reports.values.charts import Cohort, CohortHeatmap, Datum, Mark
from reports.values.document import Block, Cell, Note, Prose, Quantity, Span, Table, TableColumn
from reports.values.usage import CohortUse, RetentionUse, SegmentRetention

_AGES = 12
_COHORTS = 12
_MOST_SEGMENTS = 6
_TOLD_AGES = (1, 4, 12)


def retention_blocks(use: RetentionUse | None) -> list[Block]:
    """Return sentence, heatmap and tables, or nothing without a complete cohort."""
    if use is None or not use.cohorts or latest_complete(use, 1) is None:
        return []
    blocks: list[Block] = [Prose(_sentence(use)), _heatmap(use), _unbounded(use)]
    odd = _odd_segments(use)
    if odd:
        blocks.append(_segments(use, odd))
    if use.holds_from and use.cohorts[0].start.start <= use.holds_from:
        told = "Cohorts that began before "
        why = " are left out: in the first four weeks of the data everybody seems new."
        blocks.append(Note((told, use.holds_from, why)))
    return blocks


def _sentence(use: RetentionUse) -> tuple[Span, ...]:
    """Set the latest complete cohort against the band of those before it."""
    cohort = latest_complete(use, 1)
    if cohort is None or not cohort.size:
        return ("No cohort is complete yet.",)
    share = cohort.bounded[0] / cohort.size
    told: list[Span] = [
        "Of the ",
        Quantity(cohort.size, "users"),
        " people who began in the week of ",
        cohort.start.start,
        ", ",
        Quantity(share, "share"),
        " were back a week later",
    ]
    band = use.usual.get(1)
    if band is None:
        return (*told, "; too few cohorts came before to compare with.")
    low, _, high = band
    place = "below" if share < low else "above" if share > high else "within"
    told += [f", {place} the band of the cohorts before, ", Quantity(low, "share"), " to "]
    return (*told, Quantity(high, "share"), ".")


def _heatmap(use: RetentionUse) -> CohortHeatmap:
    shown = use.cohorts[-_COHORTS - 1 :]
    overall = []
    for age in range(1, _AGES + 1):
        returned, size = pooled(use, age)
        if size:
            overall.append(Datum(returned / size, size))
    return CohortHeatmap(
        "How many come back, week by week",
        "Share of each week's beginners who were active so many weeks later",
        "share",
        tuple(_cohort(one, use) for one in shown if one.bounded),
        tuple(overall),
        caption=(
            "Weeks that are not over are blank. The last row has all complete cohorts of ",
            Quantity(len(use.cohorts), "number"),
            " weeks.",
        ),
    )


def _cohort(one: CohortUse, use: RetentionUse) -> Cohort:
    kept = tuple(
        Datum(count / one.size, one.size, mark=_mark(count / one.size, age, use, one))
        if one.size
        else Datum(None, 0, "missing", "nobody began")
        for age, count in enumerate(one.bounded[:_AGES], start=1)
    )
    return Cohort(one.start, one.size, kept)


def _mark(share: float, age: int, use: RetentionUse, one: CohortUse) -> Mark:
    """Mark the latest complete cohort where it left the band of those before."""
    band = use.usual.get(age)
    if band is None or one is not latest_complete(use, age):
        return "none"
    return "adverse" if share < band[0] else "favourable" if share > band[2] else "none"


def _unbounded(use: RetentionUse) -> Table:
    columns = (
        TableColumn("Began in the week of", width=1.4),
        TableColumn("People", "right"),
        *(TableColumn(f"Week {age}, or later", "right") for age in _TOLD_AGES),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.start.start, Quantity(one.size, "users"), *(_later(one, age) for age in _TOLD_AGES))
        for one in _told_cohorts(use)
    )
    caption = (
        (
            "Unbounded retention: active in that week or any later one up to the end of this week. "
            "It keeps rising for young cohorts, so cohorts of different age are not to be compared."
        ),
    )
    return Table("Who came back in a week or later", columns, rows, caption)


def _told_cohorts(use: RetentionUse) -> list[CohortUse]:
    """Return the latest two complete cohorts of each told age, oldest first."""
    found: dict[Period, CohortUse] = {}
    for age in _TOLD_AGES:
        complete = [one for one in use.cohorts if len(one.bounded) >= age]
        found |= {one.start: one for one in complete[-2:]}
    return [found[start] for start in sorted(found)]


def _later(one: CohortUse, age: int) -> Quantity:
    if len(one.unbounded) < age or not one.size:
        return Quantity(None, "share", status="insufficient", reason="not over yet")
    return Quantity(one.unbounded[age - 1] / one.size, "share")


def _odd_segments(use: RetentionUse) -> list[SegmentRetention]:
    """Return the segments whose week-1 interval does not hold the share of all, largest first."""
    returned, size = pooled(use, 1)
    overall = returned / size if size else 0.0
    odd = [
        one
        for one in use.segments
        if one.age == 1 and one.interval and not one.interval.low <= overall <= one.interval.high
    ]
    return sorted(odd, key=lambda one: -one.size)[:_MOST_SEGMENTS]


def _segments(use: RetentionUse, first: list[SegmentRetention]) -> Table:
    fourth = {(one.dimension, one.segment): one for one in use.segments if one.age == _TOLD_AGES[1]}
    columns = (
        TableColumn("Segment", width=1.6),
        TableColumn("People", "right"),
        TableColumn("Week 1", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("Week 4", "right"),
    )
    rows = []
    for one in first:
        later = fourth.get((one.dimension, one.segment))
        interval = one.interval
        rows.append(
            (
                f"{one.dimension}: {one.segment}",
                Quantity(one.size, "users"),
                Quantity(one.returned / one.size, "share"),
                Quantity(interval.low, "share") if interval else None,
                Quantity(interval.high, "share") if interval else None,
                Quantity(later.returned / later.size, "share") if later else None,
            )
        )
    caption = (
        (
            "Segments whose interval does not hold the share of all people, by the segment of a "
            "person's first event, all complete cohorts together."
        ),
    )
    return Table("Segments that come back more or less often", columns, tuple(rows), caption)
