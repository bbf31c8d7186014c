"""Funnels in blocks: the sentence that names what changed, the steps, the segments."""

from reports.values.charts import Datum, Funnel, FunnelStep, Mark
from reports.values.document import Block, Cell, Prose, Quantity, Span, Table, TableColumn
from reports.values.usage import FunnelSegment, FunnelStage, FunnelUse

_BEFORE_WEEKS = 4
_MOST_SEGMENTS = 6
_HOUR_S = 3600


def funnel_blocks(use: FunnelUse) -> list[Block]:
    """Return one funnel: what it says, its chart, its numbers, its segments."""
    if not use.stages[0].users:
        told = "Nobody entered the funnel "
        return [Prose((f"{told}{use.name} in the days whose window has closed.",))]
    blocks: list[Block] = [Prose(_sentence(use)), _chart(use), _steps(use)]
    odd = _odd_segments(use)
    if odd:
        blocks.append(_segments(use.name, odd))
    return blocks


def _sentence(use: FunnelUse) -> tuple[Span, ...]:
    first, last = use.stages[0], use.stages[-1]
    told: list[Span] = [
        "Of ",
        Quantity(first.users, "users"),
        f" people who entered “{use.name}” from ",
        use.entered.start,
        " to ",
        use.entered.last_day,
        ", ",
        Quantity(last.users / first.users, "share"),
        " got to its end within ",
        Quantity(use.window_days, "days"),
        ". ",
    ]
    changed = [one for one in use.stages[1:] if one.named]
    if not changed:
        return (*told, "No step changed beyond what the weeks before let expect.")
    told += ["Beyond what the weeks before let expect: "]
    for at, one in enumerate(changed):
        way = "more" if one.higher else "fewer"
        told += ["; " if at else "", f"{way} people reached “{one.title}” from the step before it"]
    return (*told, ".")


def _chart(use: FunnelUse) -> Funnel:
    steps = tuple(
        FunnelStep(
            one.title,
            Datum(one.users, one.users, mark=_mark(one)),
            _before(one),
        )
        for one in use.stages
    )
    return Funnel(
        f"How far people get: {use.name}",
        "People at each step, and a usual week of the four before",
        "users",
        use.entered,
        steps,
        use.before,
        (
            "By first entry: the first step 1 of a person in these days starts the clock. ",
            Quantity(use.open_entries, "users"),
            " more began since; their window is still open, so they are not counted.",
        ),
    )


def _before(one: FunnelStage) -> Datum | None:
    if one.before_users is None:
        return None
    return Datum(one.before_users / _BEFORE_WEEKS, one.before_users)


def _mark(one: FunnelStage) -> Mark:
    return "none" if not one.named else "favourable" if one.higher else "adverse"


def _steps(use: FunnelUse) -> Table:
    columns = (
        TableColumn("Step", width=1.6),
        TableColumn("People", "right"),
        TableColumn("Of the step before", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("Of all entries", "right"),
        TableColumn("Four weeks before", "right"),
        TableColumn("Median time", "right"),
    )
    rows = tuple(_row(at, use) for at in range(len(use.stages)))
    caption = ("Median time since the step before, of those who took the step.",)
    return Table(f"Steps of {use.name}", columns, rows, caption)


def _row(at: int, use: FunnelUse) -> tuple[Cell, ...]:
    one, first = use.stages[at], use.stages[0]
    if not at:
        return (one.title, Quantity(one.users, "users"), *[None] * 6)
    base = use.stages[at - 1]
    share = Quantity(one.users / base.users, "share") if base.users else None
    before = None
    if one.before_users is not None and base.before_users:
        before = Quantity(one.before_users / base.before_users, "share")
    return (
        one.title,
        Quantity(one.users, "users"),
        share,
        Quantity(one.interval.low, "share") if one.interval else None,
        Quantity(one.interval.high, "share") if one.interval else None,
        Quantity(one.users / first.users, "share"),
        before,
        _time(one.median_s),
    )


def _time(seconds: float | None) -> Quantity | None:
    """Return a duration in the unit that people would say it in."""
    if seconds is None:
        return None
    if seconds < 2 * _HOUR_S:
        return Quantity(seconds, "s")
    return Quantity(seconds / _HOUR_S, "hours")


def _odd_segments(use: FunnelUse) -> list[FunnelSegment]:
    """Return the segments whose interval does not hold the share of all, largest first."""
    overall = use.stages[-1].users / use.stages[0].users
    odd = [
        one
        for one in use.segments
        if one.interval and not one.interval.low <= overall <= one.interval.high
    ]
    return sorted(odd, key=lambda one: -one.entries)[:_MOST_SEGMENTS]


def _segments(name: str, found: list[FunnelSegment]) -> Table:
    columns = (
        TableColumn("Segment", width=1.6),
        TableColumn("Entries", "right"),
        TableColumn("To the end", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
    )
    rows = tuple(
        (
            f"{one.dimension}: {one.segment}",
            Quantity(one.entries, "users"),
            Quantity(one.finished / one.entries, "share"),
            Quantity(one.interval.low, "share") if one.interval else None,
            Quantity(one.interval.high, "share") if one.interval else None,
        )
        for one in found
    )
    caption = (
        (
            "Segments whose interval does not hold the share of all entries, by the segment of a "
            "person's first step."
        ),
    )
    return Table(
        f"{name.capitalize()}: segments that get further, or less far", columns, rows, caption
    )
