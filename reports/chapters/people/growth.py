"""Where the active people of each week came from, in blocks."""

from reports.values.charts import GrowthPeriod, StackedGrowth
from reports.values.document import Block, Note, Prose, Quantity, Span
from reports.values.usage import GrowthWeek, Usage


def growth_blocks(usage: Usage) -> list[Block]:
    """Return the sentence, the chart and from when its numbers hold."""
    if not any(week.active for week in usage.growth):
        return []
    blocks: list[Block] = [Prose(_sentence(usage.growth[-1])), _chart(usage)]
    if usage.growth_holds_from and usage.growth[0].period.start < usage.growth_holds_from:
        begun = "Whoever came before the data began would count as new, so counts hold from "
        blocks.append(Note((begun, usage.growth_holds_from, " on.")))
    return blocks


def _sentence(week: GrowthWeek) -> tuple[Span, ...]:
    if week.active is None or week.churned is None:
        return (f"Growth of the week is not told: {week.reason}.",)
    ratio: tuple[Span, ...] = (", so there is no quick ratio.",)
    if week.quick_ratio is not None:
        ratio = (", a quick ratio of ", Quantity(week.quick_ratio, "number"), ".")
    return (
        "Of ",
        Quantity(week.active, "users"),
        " active people ",
        Quantity(week.new, "users"),
        " were new and ",
        Quantity(week.resurrected, "users"),
        " had come back after at least a week away; ",
        Quantity(week.churned, "users"),
        " of the week before did not come",
        *ratio,
    )


def _chart(usage: Usage) -> StackedGrowth:
    periods = tuple(
        GrowthPeriod(
            period=week.period,
            new=week.new,
            retained=week.retained,
            resurrected=week.resurrected,
            churned=week.churned,
            status="missing" if week.reason else "ok",
            reason=week.reason,
        )
        for week in usage.growth
    )
    return StackedGrowth(
        "Where active people came from",
        "People per week: new, retained and resurrected above the line, churned below",
        "users",
        periods,
    )
