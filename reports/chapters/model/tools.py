"""Tools that models call: how often a call fails."""

from reports.values.document import Block, Cell, Quantity, Table, TableColumn
from reports.values.measure import Measure
from reports.values.service import Service

_MOST = 10


def tool_blocks(service: Service) -> list[Block]:
    """Return the share of failed calls by tool, most calls first."""
    if not service.tools:
        return []
    columns = (
        TableColumn("Tool", width=1.6),
        TableColumn("Calls", "right"),
        TableColumn("Failed", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
    )
    caption = ("The week's calls; a failed one makes an answer slower or worse.",)
    rows = tuple(map(_row, service.tools[:_MOST]))
    return [Table("Calls of tools that failed", columns, rows, caption)]


def _row(one: Measure) -> tuple[Cell, ...]:
    interval = one.interval
    return (
        one.name,
        Quantity(one.n, "count"),
        None if one.value is None else Quantity(one.value, "share"),
        Quantity(interval.low, "share") if interval else None,
        Quantity(interval.high, "share") if interval else None,
    )
