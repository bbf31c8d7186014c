"""Blocks as sheets: plain rows of the numbers that a block shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from reports.rendering import columns
from reports.rendering.columns import Row, Value, cells
from reports.rendering.figures.columns import figure_rows
from reports.values.charts import Figure
from reports.values.document import (
    Block,
    Cell,
    Chart,
    ChartPanel,
    Quantity,
    Scorecard,
    SignalStory,
    SignalSummary,
    Table,
)
from reports.values.reading import Reading
from reports.values.signal import NormalRange


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and rows of one length; the name has no extension."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets_of(anchor: str, block: Block) -> Iterator[Sheet]:
    """Give the sheets of a block; a name with a dot can be no other block's anchor."""
    match block:
        case Scorecard():
            yield _scorecard(anchor, block)
            yield _history(f"{anchor}.history", block)
        case Table():
            yield _table(anchor, block)
        case Chart():
            yield _chart(anchor, block)
        case SignalSummary():
            yield _signals(anchor, block)
        case SignalStory():
            yield _story(anchor, block)
            for count, reason in enumerate(block.reasons, start=1):
                yield _table(f"{anchor}.reasons-{count}", reason)
        case _ if isinstance(block, Figure):
            yield Sheet(anchor, block.title, *figure_rows(block))
        case _:
            return


def _scorecard(name: str, card: Scorecard) -> Sheet:
    rows = (
        (group.title, group.owner, *cells(row, columns.SCORE))
        for group in card.groups
        for row in group.rows
    )
    return Sheet(name, card.title, ("group", "owner", *columns.SCORE), tuple(rows))


def _history(name: str, card: Scorecard) -> Sheet:
    rows = (
        (*cells(row, columns.KPI), *week)
        for group in card.groups
        for row in group.rows
        for week in _weeks(row.history, row.normal)
    )
    header = (*columns.KPI, *columns.READING, *columns.LIMITS)
    return Sheet(name, f"{card.title}: the weeks before", header, tuple(rows))


def _chart(name: str, chart: Chart) -> Sheet:
    before = (f"year_before_{column}" for column in columns.READING)
    header = (*columns.KPI, "grain", *columns.READING, *before)
    rows = (row for panel in chart.panels for row in _panel(panel))
    return Sheet(name, chart.title, header, tuple(rows))


def _panel(panel: ChartPanel) -> Iterator[Row]:
    for grain, readings, prior in (
        ("week", panel.weeks, panel.weeks_prior_year),
        ("month", panel.months, panel.months_prior_year),
    ):
        for now, before in zip_longest(readings, prior):
            yield (
                *cells(panel, columns.KPI),
                grain,
                *cells(now, columns.READING),
                *cells(before, columns.READING),
            )


def _signals(name: str, summary: SignalSummary) -> Sheet:
    rows = tuple(cells(line.signal, columns.SIGNAL) for line in summary.lines)
    return Sheet(name, summary.title, tuple(columns.SIGNAL), rows)


def _story(name: str, story: SignalStory) -> Sheet:
    panel = story.panel
    rows = (
        (*cells(panel, columns.KPI), *week, panel.target)
        for week in _weeks(panel.history, panel.normal)
    )
    header = (*columns.KPI, *columns.READING, *columns.LIMITS, "target")
    return Sheet(name, panel.title, header, tuple(rows))


def _weeks(history: Iterable[Reading], normal: NormalRange | None) -> Iterator[Row]:
    """Give the weeks with their limits, as far as there are any."""
    limits = (normal.lower, normal.centre, normal.upper) if normal else ((), (), ())
    for reading, *limit in zip_longest(history, *limits):
        yield (*cells(reading, columns.READING), *limit)


def _table(name: str, table: Table) -> Sheet:
    """Lay a table out; a column of quantities gets their units and statuses beside it."""
    header: list[str] = []
    laid: list[list[Value]] = []
    for at, column in enumerate(table.columns):
        values = _column([row[at] for row in table.rows])
        laid += values
        header += [column.title, f"{column.title}: unit", f"{column.title}: status"][: len(values)]
    return Sheet(name, table.title, tuple(header), tuple(zip(*laid, strict=True)))


def _column(found: list[Cell]) -> list[list[Value]]:
    """Return one column of values, or three if any cell is a quantity."""
    values: list[Value] = [one.value if isinstance(one, Quantity) else one for one in found]
    if not any(isinstance(one, Quantity) for one in found):
        return [values]
    quantities = [one if isinstance(one, Quantity) else None for one in found]
    return [values, [one.unit if one else None for one in quantities], [*map(_status, quantities)]]


def _status(quantity: Quantity | None) -> str | None:
    if quantity is None:
        return None
    return f"{quantity.status}: {quantity.reason}" if quantity.reason else quantity.status
