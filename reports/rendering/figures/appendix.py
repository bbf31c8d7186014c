"""The numbers that print would not show otherwise: on its last pages, a section per chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reports.rendering.dates import month_text
from reports.rendering.figures.limit_numbers import limit_numbers
from reports.rendering.figures.numbers import numbers_of
from reports.rendering.language import gettext, in_force, marked
from reports.rendering.outline import Outline, Placed
from reports.values.charts import CohortHeatmap, Figure, Funnel, SmallMultiples, StackedGrowth
from reports.values.document import Cell, Chart, ChartPanel, SignalStory, Table, TableColumn
from reports.values.quantity import Quantity
from reports.values.reading import Reading

MOST_ROWS = 30
_NAME_WIDTH = 3.0


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a chart: where the chart is, its title, its tables, and the rows left out.

    Those that need but half the width of a page stand in pairs.
    """

    chart: str
    title: str
    tables: tuple[Table, ...]
    left_out: int = 0
    half: bool = False

    @property
    def anchor(self) -> str:
        """Return where the numbers are."""
        return f"numbers-{self.chart}"


def numbers_behind(outline: Outline) -> tuple[Numbers, ...]:
    """Collect the numbers of all charts that do not write each of them beside its mark."""
    return tuple(
        found for part in outline.parts for placed in part.blocks for found in _numbers(placed)
    )


def has_numbers(placed: Placed) -> bool:
    """Tell whether the numbers of a block stand on the last pages."""
    return any(True for _ in _numbers(placed))


def _numbers(placed: Placed) -> Iterator[Numbers]:
    block = placed.block
    if isinstance(block, Chart):
        yield Numbers(placed.anchor, block.title, tuple(_grains(block)))
    elif isinstance(block, SignalStory):
        rows = limit_numbers(block.panel)
        yield Numbers(placed.anchor, block.panel.title, (rows,), half=True)
    elif isinstance(block, Figure) and not _complete(block):
        tables = numbers_of(block)
        newest_last = isinstance(block, CohortHeatmap | SmallMultiples | StackedGrowth)
        kept = slice(-MOST_ROWS, None) if newest_last else slice(MOST_ROWS)
        cut = tuple(replace(table, rows=table.rows[kept]) for table in tables)
        left_out = max((len(table.rows) - MOST_ROWS for table in tables), default=0)
        yield Numbers(placed.anchor, block.title, cut, max(left_out, 0))


def _complete(chart: Figure) -> bool:
    """Tell whether a chart writes every number beside its mark."""
    if isinstance(chart, Funnel):
        return all(step.before is None for step in chart.steps)
    return isinstance(chart, CohortHeatmap)


def _grains(chart: Chart) -> Iterator[Table]:
    """Give the weeks and the months of all panels, each with a row for the year before."""
    longest = max(chart.panels, key=lambda panel: len(panel.week_labels), default=None)
    if longest is None:
        return
    months = [_month(at, one.period.start) for at, one in enumerate(longest.months)]
    yield from _grain(chart, marked("Weeks"), longest.week_labels)
    yield from _grain(chart, marked("Months"), months)


def _month(at: int, start: date) -> str:
    """Name a month; its year stands where it begins."""
    year = not at or start.month == 1
    return month_text(start) if year else in_force().axis_months[start.month - 1]


def _grain(chart: Chart, name: str, heads: Sequence[str]) -> Iterator[Table]:
    columns = (
        TableColumn(gettext(name), width=_NAME_WIDTH),
        *(TableColumn(head, "right") for head in heads),
    )
    rows = tuple(row for panel in chart.panels for row in _rows(panel, name, len(heads)))
    if heads:
        yield Table(chart.title, columns, rows)


def _rows(panel: ChartPanel, name: str, count: int) -> Iterator[tuple[Cell, ...]]:
    weeks = name == "Weeks"
    now, before = (
        (panel.weeks, panel.weeks_prior_year) if weeks else (panel.months, panel.months_prior_year)
    )
    yield (panel.title, *_cells(now, panel.unit, count))
    if any(one.value is not None for one in before):
        yield (gettext("year before"), *_cells(before, panel.unit, count))


def _cells(readings: Sequence[Reading], unit: str, count: int) -> Iterator[Cell]:
    """Give the newest readings; a series that is too short begins with empty cells."""
    yield from [None] * (count - len(readings))
    for one in readings[-count:]:
        yield Quantity(one.value, unit, status=one.status, reason=one.reason)
