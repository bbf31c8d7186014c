"""The market beside the product, in blocks: indexed lines, ranks, shares, sources."""

from reports.values.charts import SmallMultiples, SmallPanel
from reports.values.document import Block, Cell, Note, Prose, Quantity, Span, Table, TableColumn
from reports.values.roadmap import Market, MarketSeries

_PANELS = 6
_ROWS = 12


def market_blocks(market: Market) -> list[Block]:
    """Return whether the market moved or we did, the chart, the numbers and their source."""
    if not market.series:
        return []
    blocks: list[Block] = [Prose(_sentence(market)), _chart(market), _table(market)]
    late = [f"{one.name}: {one.late}" for one in market.series if one.late]
    if late:
        blocks.append(Note((f"Late or ended series. {'; '.join(late)}.",)))
    return blocks


def _sentence(market: Market) -> tuple[Span, ...]:
    own = next((one for one in market.series if one.own and one.change is not None), None)
    others = [one for one in market.series if not one.own and one.change is not None]
    told: list[Span] = []
    if own is not None and own.change is not None and others:
        changes = sorted(one.change for one in others if one.change is not None)
        middle = changes[len(changes) // 2]
        told += ["Since the week of ", market.since, f" {own.name} changed by "]
        told += [Quantity(own.change * 100, "percent", "change"), ", the middle one of "]
        told += [Quantity(len(others), "number"), " others by "]
        told += [Quantity(middle * 100, "percent", "change"), ". "]
    if not market.moved:
        return (*told, "In this week the market stayed within its usual range.")
    way = "more" if market.moved == "up" else "less"
    told.append(f"In this week the market grew {way} than its weeks before let expect")
    if market.coincides:
        told.append(f"; own signals that coincided with it: {', '.join(market.coincides)}")
    return (*told, ".")


def _chart(market: Market) -> SmallMultiples:
    panels = tuple(SmallPanel(one.name, one.readings) for one in market.series[:_PANELS])
    return SmallMultiples(
        "The market beside us",
        f"Each series as 100 in the week of {market.since}",
        "number",
        panels,
        caption=(f"Source: {market.source}.",),
    )


def _table(market: Market) -> Table:
    columns = [
        TableColumn("Series", width=2.2),
        TableColumn("Latest", "right"),
        TableColumn("Change", "right"),
        TableColumn("Rank", "right", 0.7),
        TableColumn("Week before", "right", 0.9),
    ]
    if market.total:
        columns += [TableColumn("Share", "right"), TableColumn("Share of growth", "right", 1.2)]
    columns.append(TableColumn("Newest", "right", 1.1))
    rows = tuple(_row(one, market) for one in market.series[:_ROWS])
    caption: tuple[Span, ...] = (
        "Change since the week of ",
        market.since,
        f". Source: {market.source}.",
    )
    return Table("The market in numbers", tuple(columns), rows, caption)


def _row(one: MarketSeries, market: Market) -> tuple[Cell, ...]:
    missing = Quantity(None, "number", status="missing", reason="no value")
    shares: tuple[Cell, ...] = ()
    if market.total:
        shares = (_share(one.share), _share(one.growth_share))
    return (
        one.name,
        missing if one.last is None else Quantity(one.last, "number"),
        missing if one.change is None else Quantity(one.change * 100, "percent", "change"),
        None if one.rank is None else Quantity(one.rank, "number"),
        None if one.rank_before is None else Quantity(one.rank_before, "number"),
        *shares,
        one.newest,
    )


def _share(value: float | None) -> Quantity | None:
    return None if value is None else Quantity(value, "share")
