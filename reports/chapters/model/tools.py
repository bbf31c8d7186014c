"""Tools that models call: how often a call fails."""

from reports.values.document import Block, Cell, Prose, Quantity, Span, Table, TableColumn
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
    table = Table("Calls of tools that failed", columns, rows, caption)
    told = _sentence(service.tools)
    return [Prose(told), table] if told else [table]


def _sentence(tools: tuple[Measure, ...]) -> tuple[Span, ...]:
    """Name the tool that fails most, if even its lower bound lies above all others together."""
    known = [one for one in tools if one.value is not None and one.interval is not None]
    worst = max(known, key=lambda one: one.value or 0.0, default=None)
    others = [one for one in known if one is not worst]
    if worst is None or worst.value is None or worst.interval is None or not others:
        return ()
    rest = sum((one.value or 0.0) * one.n for one in others) / sum(one.n for one in others)
    if worst.interval.low <= rest:
        return ("No tool failed more often than the others beyond noise.",)
    told: tuple[Span, ...] = (f"{worst.name} failed most often: ", Quantity(worst.value, "share"))
    told = (*told, " of ", Quantity(worst.n, "count"), " calls, against ")
    return (*told, Quantity(rest, "share"), " of the other tools.")


def _row(one: Measure) -> tuple[Cell, ...]:
    interval = one.interval
    return (
        one.name,
        Quantity(one.n, "count"),
        None if one.value is None else Quantity(one.value, "share"),
        Quantity(interval.low, "share") if interval else None,
        Quantity(interval.high, "share") if interval else None,
    )
