"""How often people come and how much they do, in blocks."""

from reports.values.charts import Histogram, HistogramBin
from reports.values.document import Block, Cell, Prose, Quantity, Span, Table, TableColumn
from reports.values.usage import EngagementUse, Spread

_BINS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 7), (8, 10), (11, 14), (15, 20), (21, 28))


def engagement_blocks(use: EngagementUse | None) -> list[Block]:
    """Return the sentence, the histogram of active days, and what one person does."""
    if use is None:
        return []
    blocks: list[Block] = [Prose(_sentence(use)), _histogram(use)]
    spreads = [
        (title, one)
        for title, one in (("Actions", use.actions), ("Value", use.value))
        if one is not None
    ]
    if spreads:
        blocks.append(_table(spreads))
    return blocks


def _sentence(use: EngagementUse) -> tuple[Span, ...]:
    return (
        "On a mean day of the last 28, ",
        Quantity(use.mean_daily, "users"),
        " people were active, in the last week ",
        Quantity(use.weekly, "users"),
        ", in all 28 days ",
        Quantity(use.monthly, "users"),
        ": somebody active came on ",
        Quantity(use.stickiness, "share"),
        " of the days.",
    )


def _histogram(use: EngagementUse) -> Histogram:
    before = use.days_28_before
    bins = tuple(
        HistogramBin(low, high + 1, _sum(use.days_28, low, high), _sum(before, low, high))
        if before
        else HistogramBin(low, high + 1, _sum(use.days_28, low, high))
        for low, high in _BINS
    )
    days = use.period.widened(21)
    return Histogram(
        "On how many of 28 days people came",
        "People by their active days in the last 28, and in the 28 before",
        "days",
        days,
        use.monthly,
        bins,
        period_before=days.shifted(-28) if before else None,
        n_before=sum(before),
        caption=_week_caption(use),
    )


def _week_caption(use: EngagementUse) -> tuple[Span, ...]:
    """Say how the last seven days were spread."""
    often = sum(use.days_7[2:])
    return (
        "Within the last seven days ",
        Quantity(use.days_7[0], "users"),
        " people came on one day, ",
        Quantity(use.days_7[1], "users"),
        " on two, ",
        Quantity(often, "users"),
        " on three or more.",
    )


def _sum(counts: tuple[int, ...], low: int, high: int) -> int:
    return sum(counts[low - 1 : high])


def _table(spreads: list[tuple[str, Spread]]) -> Table:
    columns = (
        TableColumn("Per active person", width=1.4),
        TableColumn("People", "right"),
        TableColumn("Mean", "right"),
        TableColumn("Median", "right"),
        TableColumn("90 % have at most", "right"),
        TableColumn("99 % have at most", "right"),
        TableColumn("By the top tenth", "right"),
    )
    caption = (
        (
            "The last column is the share of all that the most active tenth of people did or "
            "brought. Quantiles are within 1 %."
        ),
    )
    return Table(
        "What one person does", columns, tuple(_row(title, one) for title, one in spreads), caption
    )


def _row(title: str, one: Spread) -> tuple[Cell, ...]:
    unit = "number" if one.unit == "count" else one.unit
    top = Quantity(None, "share", status="missing", reason="negative values")
    return (
        title,
        Quantity(one.users, "users"),
        Quantity(one.mean, unit),
        *(Quantity(_whole(value, one.unit), one.unit) for value in (one.p50, one.p90, one.p99)),
        top if one.top_share is None else Quantity(one.top_share, "share"),
    )


def _whole(value: float, unit: str) -> float:
    """Undo the bucket's rounding for what is counted."""
    return round(value) if unit == "count" else value
