"""Where two versions differ."""

from reports.chapters.model.story import surely
from reports.values.document import Block, Cell, Quantity, Table, TableColumn
from reports.values.models import ModelUse, SliceVersus

_MOST = 8


def slice_blocks(use: ModelUse) -> list[Block]:
    """Return the segments with the largest differences, or nothing without a comparison."""
    if not use.slices or not use.versions:
        return []
    columns = (
        TableColumn("Segment", width=1.6),
        TableColumn("Before", "right"),
        TableColumn("Now", "right"),
        TableColumn("Difference", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("Outcomes", "right"),
        TableColumn("Beyond noise"),
    )
    caption = (
        "On the days on which both ran. Beyond noise: at 5 %, after correcting for ",
        Quantity(len(use.slices), "count"),
        " segments that were compared.",
    )
    title = f"{use.versions[-1].version} against {use.champion} by segment"
    return [Table(title, columns, tuple(map(_row, use.slices[:_MOST])), caption)]


def _row(one: SliceVersus) -> tuple[Cell, ...]:
    found = one.comparison
    gap = found.difference
    return (
        f"{one.dimension}: {one.segment}",
        _share(found.champion.value),
        _share(found.challenger.value),
        _bps(gap.value),
        _bps(gap.interval.low if gap.interval else None),
        _bps(gap.interval.high if gap.interval else None),
        Quantity(gap.n, "count"),
        "yes" if surely(one) else "no",
    )


def _share(value: float | None) -> Cell:
    return None if value is None else Quantity(value, "share")


def _bps(value: float | None) -> Cell:
    return None if value is None else Quantity(value * 10_000, "bps", "change")
