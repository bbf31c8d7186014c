"""The roadmap in blocks: tiers as dots with intervals, and why an item moved."""

from reports.values.charts import Datum, DotInterval, DotRow
from reports.values.document import Block, Cell, Note, Prose, Quantity, Span, Table, TableColumn
from reports.values.interval import Interval
from reports.values.roadmap import ScoredItem, WhatNext

_METHODS = {
    "rice": "reach times impact times confidence by effort",
    "ice": "impact times confidence by effort",
    "wsjf": "value, urgency and risk by job size",
}
_LEVEL = 0.9
_BASE_RATE = (
    "Elsewhere one or two of ten tested ideas improved what they were meant to (Kohavi and "
    "others, 2024), so scores rank what to try first, not what will work."
)


def ranking_blocks(told: WhatNext) -> list[Block]:
    """Return the tiers, their numbers, and what changed since the last review."""
    if not told.items:
        return []
    scored = [one for one in told.items if one.score]
    blocks: list[Block] = []
    if scored:
        blocks += [Prose(_sentence(scored)), _chart(told, scored), _table(scored)]
    moved = [one for one in scored if one.moved]
    if moved:
        blocks.append(Note(_moved(moved)))
    unscored = [f"{one.item.title}: {one.reason}" for one in told.items if not one.score]
    if unscored:
        blocks.append(Note((f"Not scored yet. {'; '.join(unscored)}.",)))
    return blocks


def _sentence(scored: list[ScoredItem]) -> tuple[Span, ...]:
    top = [one for one in scored if one.tier == 1]
    if len(top) == 1:
        return (f"{top[0].item.title} stands alone in the first tier.",)
    titles = ", ".join(one.item.title for one in top)
    return (f"The first tier holds {titles}: which of them is ahead is close to a coin flip.",)


def _chart(told: WhatNext, scored: list[ScoredItem]) -> DotInterval:
    rows = tuple(
        DotRow(
            one.item.title,
            Datum(one.score.median, 1),
            Interval(one.score.low, one.score.high, "lognormal", 1, _LEVEL),
            note=f"tier {one.tier}",
        )
        for one in scored
        if one.score
    )
    return DotInterval(
        "What to try first",
        f"Score with its 90 % interval: {_METHODS[told.method]}",
        "score",
        rows,
        zero=False,
        caption=(_base(told),),
    )


def _base(told: WhatNext) -> str:
    if told.base_rate is None:
        return _BASE_RATE
    hits, scored = told.base_rate
    return f"Of our own {scored} scored bets {hits} did what was hoped. {_BASE_RATE}"


def _table(scored: list[ScoredItem]) -> Table:
    columns = (
        TableColumn("Item", width=2.4),
        TableColumn("Tier", "right", 0.6),
        TableColumn("Reach", "right", 1.0),
        TableColumn("Week against usual", "right", 1.2),
        TableColumn("Confidence", "right", 1.0),
        TableColumn("Score", "right", 0.9),
        TableColumn("Beats the next", "right", 1.0),
        TableColumn("Owner", width=1.4),
    )
    caption = (
        (
            "Reach is measured where the item names a segment, a feature or a step: people a week, "
            "mean of the four weeks before; otherwise it is the team's guess, which is said."
        ),
    )
    return Table("The roadmap in numbers", columns, tuple(_row(one) for one in scored), caption)


def _row(one: ScoredItem) -> tuple[Cell, ...]:
    return (
        f"{one.item.title}{_standing(one)}",
        Quantity(one.tier, "number"),
        _reach(one),
        Quantity(one.measured_change * 100, "percent", "change")
        if one.measured_change is not None
        else None,
        Quantity(one.confidence, "share"),
        Quantity(one.score.median, "score") if one.score else None,
        Quantity(one.beats_next, "share") if one.beats_next is not None else None,
        one.item.owner,
    )


def _standing(one: ScoredItem) -> str:
    waits = f", after {', '.join(one.item.depends_on)}" if one.item.depends_on else ""
    return f" ({one.item.status}{waits})" if one.item.status != "idea" or waits else ""


def _reach(one: ScoredItem) -> Quantity | str:
    if one.measured is not None:
        return Quantity(one.measured, "users")
    return "a guess" if one.item.reach else "not used"


def _moved(moved: list[ScoredItem]) -> tuple[Span, ...]:
    told: list[Span] = ["Since the last review: "]
    for at, one in enumerate(moved):
        told.append(f"{'; ' if at else ''}{one.item.title}, {' and '.join(one.moved)}")
        before = one.before
        if before and before.rank and one.rank and before.rank != one.rank:
            told += [", from place ", Quantity(before.rank, "number"), " to place "]
            told.append(Quantity(one.rank, "number"))
    return (*told, ".")
