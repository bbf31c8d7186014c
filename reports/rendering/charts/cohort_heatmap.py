"""Cohorts below each other: how much of each is left at each age, as numbers on tints.

The tint repeats what the number says, so that the eye finds rows and columns that differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from reports.rendering.charts.flags import FLAG_SIZE, flag, mark_tone
from reports.rendering.charts.picture import Picture, Speech, Spot, picture
from reports.rendering.charts.svg import Point, bar, line, text
from reports.rendering.charts.theme import CONTROL_WIDTH, LABEL_SIZE, NARROW_WIDTH, Colour, Tint
from reports.rendering.charts.words import datum_text, joined, percent_digits, start_text, told
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext, marked
from reports.rendering.numbers import NONE, amount
from reports.values.charts import CohortHeatmap, Datum

MOST_COHORTS = 26
_TINTS: tuple[Tint, ...] = ("heat1", "heat2", "heat3", "heat4", "heat5")
_HEIGHT = 17.0
_HEAD = 15.0
_APART = 6.0
_GAP = 7.0
_BASE = 3.3
_WIDEST = 46.0
_SMALL_FLAG = 4.0
_POOLED = marked("All")


@dataclass(frozen=True, slots=True)
class _Row:
    """A cohort, or all of them pooled."""

    name: str
    size: str
    cells: tuple[Datum, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The chart with its columns placed; `low` and `high` are the values of the end tints."""

    chart: CohortHeatmap
    rows: tuple[_Row, ...]
    left: float
    step: float
    low: float
    high: float

    @property
    def height(self) -> float:
        """Return how high all rows are."""
        return self.corner(max(len(self.rows), 1), 0)[1]

    def corner(self, row: int, column: int) -> Point:
        """Return the upper left corner of a cell; the pooled row stands a little apart."""
        pooled = bool(self.chart.overall) and row >= len(self.rows) - 1
        return (self.left + column * self.step, _HEAD + row * _HEIGHT + _APART * pooled)

    def tint(self, value: float) -> Tint:
        """Return the tint of a value."""
        if not self.high > self.low:
            return _TINTS[2]
        share = (value - self.low) / (self.high - self.low)
        return _TINTS[min(int(share * len(_TINTS)), len(_TINTS) - 1)]

    def words(self, cell: Datum) -> str:
        """Write what stands in a cell: shares without their sign, which the heading has."""
        if cell.value is None:
            return NONE
        if self.chart.unit != "share":
            return amount(cell.value, self.chart.unit)
        return percent_digits(cell.value, 0 if self.high >= 0.095 else 1)


def cohort_heatmap(chart: CohortHeatmap, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw the newest cohorts; a number that does not fit its cell is left to the tint."""
    width = NARROW_WIDTH if narrow else CONTROL_WIDTH
    grid = _grid(chart, width, widths)
    marks = [*_heads(grid, widths), *_names(grid, widths)]
    for row, one in enumerate(grid.rows):
        for column, cell in enumerate(one.cells):
            marks += _cell(grid, cell, grid.corner(row, column), widths)
    return picture((width, grid.height), cohort_speech(chart), marks, partial(_spots, grid))


def cohort_speech(chart: CohortHeatmap) -> Speech:
    """Say how many cohorts there are, and what is left on average at the first and last age."""
    count = len(chart.cohorts)
    parts = []
    if chart.overall:
        last = chart.first_age + len(chart.overall) - 1
        told = gettext("All cohorts: {first} at age {young}, {last} at age {old}")
        first, newest = (datum_text(chart.overall[end], chart.unit) for end in (0, -1))
        parts.append(told.format(first=first, young=chart.first_age, last=newest, old=last))
    if chart.cohorts and chart.cohorts[-1].kept:
        cohort = chart.cohorts[-1]
        spoken = f"{start_text(cohort.start)}: {datum_text(cohort.kept[0], chart.unit)}"
        told = gettext("newest cohort, {value} at age {age}")
        parts.append(told.format(value=spoken, age=chart.first_age))
    words = "; ".join(parts) or gettext("No cohort has been seen again yet")
    return Speech(gettext("Chart of {count} cohorts by age").format(count=count), f"{words}.")


def _grid(chart: CohortHeatmap, width: float, widths: TextWidths) -> _Grid:
    shown = chart.cohorts[-MOST_COHORTS:]
    rows = [_Row(start_text(one.start), amount(one.size, "count"), one.kept) for one in shown]
    if chart.overall:
        size = sum(one.size for one in chart.cohorts)
        rows.append(_Row(gettext(_POOLED), amount(size, "count"), chart.overall))
    names = max((widths.width(row.name, LABEL_SIZE, 600) for row in rows), default=0.0)
    sizes = max((widths.width(row.size, LABEL_SIZE) for row in rows), default=0.0)
    left = names + sizes + 2 * _GAP
    columns = max((len(row.cells) for row in rows), default=0)
    values = [cell.value for row in rows for cell in row.cells if cell.value is not None]
    step = min((width - left) / max(columns, 1), _WIDEST)
    return _Grid(chart, tuple(rows), left, step, min(values, default=0), max(values, default=0))


def _heads(grid: _Grid, widths: TextWidths) -> Iterator[str]:
    """Write the ages above the columns, as many as fit."""
    columns = max((len(row.cells) for row in grid.rows), default=0)
    widest = widths.width(str(grid.chart.first_age + columns), LABEL_SIZE) + 3
    every = max(1, round(widest / grid.step + 0.5)) if columns else 1
    for column in range(0, columns, every):
        age = str(grid.chart.first_age + column)
        start = grid.corner(0, column)[0] + (grid.step - widths.width(age, LABEL_SIZE)) / 2
        yield text((start, _HEAD - 5), age, LABEL_SIZE, "grey")


def _names(grid: _Grid, widths: TextWidths) -> Iterator[str]:
    """Write each cohort's first period and its size."""
    for row, one in enumerate(grid.rows):
        left, top = grid.corner(row, 0)
        height = top + _HEIGHT / 2 + _BASE
        pooled = bool(grid.chart.overall) and row == len(grid.rows) - 1
        yield text((0, height), one.name, LABEL_SIZE, "ink", 600 if pooled else 400)
        start = left - _GAP - widths.width(one.size, LABEL_SIZE)
        yield text((start, height), one.size, LABEL_SIZE, "grey")
        if pooled:
            end = left + grid.step * len(one.cells)
            yield line((0, top - _APART / 2), (end, top - _APART / 2), "past", 0.6)


def _cell(grid: _Grid, cell: Datum, corner: Point, widths: TextWidths) -> Iterator[str]:
    """Draw a cell: a number on its tint; with days missing or a mark, on paper in an outline."""
    at, size = (corner[0] + 0.5, corner[1] + 0.5), (grid.step - 1, _HEIGHT - 1)
    marked, partial = cell.mark != "none", cell.status == "partial"
    if cell.value is None or marked or partial:
        edge: Colour | None = mark_tone(cell.mark) if marked else "past" if partial else None
        yield bar(at, size, "paper", edge)
        colour = mark_tone(cell.mark) if cell.value is not None else "grey"
    else:
        tint = grid.tint(cell.value)
        yield bar(at, size, tint)
        colour = "paper" if tint == _TINTS[-1] else "ink"
    words, weight = grid.words(cell), 600 if marked else 400
    width, middle = widths.width(words, LABEL_SIZE, weight), corner[1] + _HEIGHT / 2
    start = corner[0] + (grid.step - width) / 2
    if marked and width + FLAG_SIZE <= grid.step - 4:
        yield flag(cell.mark, grid.chart.better, (corner[0] + 2 + FLAG_SIZE / 2, middle))
        start = min(start + FLAG_SIZE / 2, corner[0] + grid.step - width - 2)
    elif marked:
        yield flag(cell.mark, grid.chart.better, (start + width - 2, corner[1] + 4), _SMALL_FLAG)
        middle += 1.5
    if width <= grid.step - 3:
        yield text((start, middle + _BASE), words, LABEL_SIZE, colour, weight)


def _age(grid: _Grid, column: int) -> str:
    return gettext("age {age}").format(age=grid.chart.first_age + column)


def _spots(grid: _Grid) -> Iterator[Spot]:
    """Let every cell tell whose it is and what it holds."""
    for row, one in enumerate(grid.rows):
        for column, cell in enumerate(one.cells):
            name = joined(f"{one.name} ({one.size})", _age(grid, column))
            size = (grid.step, _HEIGHT)
            yield Spot(grid.corner(row, column), size, name, told(cell, grid.chart.unit))
