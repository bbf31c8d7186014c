"""Small lines beside and below each other on one scale, so that their heights can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from reports.rendering.charts.axes import Axis, value_scale
from reports.rendering.charts.geometry import Bands, Scale, places, runs
from reports.rendering.charts.lettering import fitted, told_apart
from reports.rendering.charts.normal import Stretch, band_marks, bounds_of, stretches
from reports.rendering.charts.picture import Picture, Speech, Spot, picture
from reports.rendering.charts.svg import Point, dot, line, polyline, text
from reports.rendering.charts.theme import CONTROL_WIDTH, LABEL_SIZE, NARROW_WIDTH
from reports.rendering.charts.words import joined, start_text, state_notes
from reports.rendering.dates import period_text
from reports.rendering.fonts import TextWidths
from reports.rendering.judgements import range_words, signal_tone, valence, words_in_sentence
from reports.rendering.language import gettext
from reports.rendering.numbers import NONE, amount, reading_text
from reports.values.charts import SmallMultiples, SmallPanel
from reports.values.signal import Signal

MOST_PANELS = 24
_COLUMNS, _NARROW_COLUMNS = 4, 2
_GAP = 14.0
_FINE = 9
_NAME, _HEAD = 8.5, 25.0
_LEADING = 11.0
_LINE = 46.0
_FOOT = 13.0
_PITCH = _HEAD + _LINE + 11.0
_INSET = 3.5


@dataclass(frozen=True, slots=True)
class _Grid:
    """All panels with their common axis, placed."""

    chart: SmallMultiples
    normal: tuple[tuple[Stretch, ...], ...]
    axis: Axis
    columns: int
    width: float
    left: float

    @property
    def panels(self) -> tuple[SmallPanel, ...]:
        """Return the panels that are drawn."""
        return self.chart.panels[:MOST_PANELS]

    @property
    def side(self) -> float:
        """Return the width of a panel."""
        return (self.width - self.left - _GAP * (self.columns - 1)) / self.columns

    @property
    def height(self) -> float:
        """Return the height of the drawing."""
        rows = -(-max(len(self.panels), 1) // self.columns)
        return rows * _PITCH + _FOOT

    def corner(self, at: int) -> Point:
        """Return the upper left corner of a panel."""
        row, column = divmod(at, self.columns)
        return (self.left + column * (self.side + _GAP), row * _PITCH)

    def y(self, at: int) -> Scale:
        """Return the map from values to heights in a panel."""
        top = self.corner(at)[1] + _HEAD
        return Scale(self.axis.ticks[0], self.axis.ticks[-1], top + _LINE, top)

    def bands(self, at: int) -> Bands:
        """Return the slots of a panel."""
        left = self.corner(at)[0]
        return Bands(left, left + self.side - _INSET, len(self.panels[at].readings))


def small_multiples(chart: SmallMultiples, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw panels in rows of four, or of two on a telephone."""
    shown = chart.panels[:MOST_PANELS]
    normal = tuple(stretches(panel.normal, len(panel.readings)) for panel in shown)
    levels = [*_levels(chart), *(bound for parts in normal for bound in bounds_of(parts))]
    axis = value_scale(levels, chart.unit, zero=False, wanted=_FINE)
    columns = _NARROW_COLUMNS if narrow else _COLUMNS
    width = NARROW_WIDTH if narrow else CONTROL_WIDTH
    grid = _Grid(chart, normal, axis, columns, width, axis.label_width(widths))
    names = told_apart([panel.title for panel in grid.panels], grid.side, widths)
    marks: list[str] = []
    for at in range(len(grid.panels)):
        marks += [*_scale(grid, at, widths), *_lines(grid, at), *_head(grid, at, names[at], widths)]
    marks += _dates(grid, widths)
    return picture((width, grid.height), small_speech(chart), marks, partial(_spots, grid))


def small_speech(chart: SmallMultiples) -> Speech:
    """Say the newest value of every panel, and which have a signal."""
    title = gettext("Chart of {count} lines on one scale").format(count=len(chart.panels))
    parts = [
        joined(
            f"{one.title} {_newest(one, chart.unit)}",
            signal_says(one.signal),
        )
        for one in chart.panels[:MOST_PANELS]
    ]
    words = "; ".join(parts) or gettext("There are no lines")
    return Speech(title, f"{words}.")


def signal_says(signal: Signal | None) -> str:
    """Say whether a signal is good news, and which rule fired; nothing where there is none."""
    if signal is None:
        return ""
    return ", ".join(word for word in (valence(signal), words_in_sentence(signal)) if word)


def _newest(panel: SmallPanel, unit: str) -> str:
    return reading_text(panel.readings[-1], unit) if panel.readings else gettext("no data")


def _levels(chart: SmallMultiples) -> list[float | None]:
    """Return every value that the common scale must hold."""
    found: list[float | None] = [chart.target] if chart.target is not None else []
    for panel in chart.panels[:MOST_PANELS]:
        found += [reading.value for reading in (*panel.readings, *panel.before)]
    return found


def _scale(grid: _Grid, at: int, widths: TextWidths) -> Iterator[str]:
    """Draw the normal range, hairlines at both ends of the scale, and the target."""
    panel, y = grid.panels[at], grid.y(at)
    left = grid.corner(at)[0]
    parts = grid.normal[at]
    provisional = panel.normal is not None and panel.normal.standing == "provisional"
    yield from band_marks(parts, grid.bands(at), y, provisional=provisional)
    for tick, label in _ends(grid.axis):
        height = y(tick)
        lowest = tick == grid.axis.ticks[0]
        yield line((left, height), (left + grid.side, height), "past" if lowest else "rule", 0.5)
        if at % grid.columns == 0:
            start = left - 5 - widths.width(label, LABEL_SIZE)
            yield text((start, height + 3.3), label, LABEL_SIZE, "grey")
    if grid.chart.target is not None:
        height = y(grid.chart.target)
        ends = ((left, height), (left + grid.side, height))
        yield line(*ends, "ink", 1.0, dashes="3 2")


def _ends(axis: Axis) -> tuple[tuple[float, str], ...]:
    return ((axis.ticks[0], axis.labels[0]), (axis.ticks[-1], axis.labels[-1]))


def _lines(grid: _Grid, at: int) -> Iterator[str]:
    """Draw the year before behind this year's line, which ends in a dot."""
    panel, bands, y = grid.panels[at], grid.bands(at), grid.y(at)
    for run in runs(reading.value for reading in panel.before[-len(panel.readings) or None :]):
        points = places(run, bands, y)
        yield polyline(points, "past", 1.0) or dot(points[0], 1.2, "past")
    for run in runs(reading.value for reading in panel.readings):
        points = places(run, bands, y)
        yield polyline(points, "ink", 1.3) or dot(points[0], 1.4, "ink")
    last = panel.readings[-1] if panel.readings else None
    if last is not None and last.value is not None:
        place = (bands.centre(len(panel.readings) - 1), y(last.value))
        colour = signal_tone(panel.signal)
        if panel.signal is not None:
            yield dot(place, 4.6, "paper", colour)
        partial = last.status == "partial"
        yield dot(place, 2.2, "paper", colour) if partial else dot(place, 2.5, colour)


def _head(grid: _Grid, at: int, name: str, widths: TextWidths) -> Iterator[str]:
    """Write the panel's name, and below it the newest value and what a signal says of it."""
    panel, (left, top) = grid.panels[at], grid.corner(at)
    yield text((left, top + _NAME), name, LABEL_SIZE)
    last = panel.readings[-1] if panel.readings else None
    known = last is not None and last.value is not None
    value = reading_text(last, grid.chart.unit) if last is not None and known else NONE
    colour = signal_tone(panel.signal) if known else "grey"
    height = top + _NAME + _LEADING
    yield text((left, height), value, LABEL_SIZE, colour, 600)
    if panel.signal is not None:
        start = left + widths.width(value, LABEL_SIZE, 600) + 5
        whole = signal_says(panel.signal)
        room = left + grid.side - start
        words = whole if widths.width(whole, LABEL_SIZE) <= room else valence(panel.signal)
        yield text((start, height), fitted(words, room, widths), LABEL_SIZE, colour)


def _dates(grid: _Grid, widths: TextWidths) -> Iterator[str]:
    """Write the first and the last period below the last row."""
    count = len(grid.panels)
    for at in range(max(count - grid.columns, 0), count):
        readings = grid.panels[at].readings
        if not readings:
            continue
        left, top = grid.corner(at)
        height = top + _HEAD + _LINE + 12
        first, last = (start_text(readings[end].period) for end in (0, -1))
        start = left + grid.side - widths.width(last, LABEL_SIZE)
        yield text((start, height), last, LABEL_SIZE, "grey")
        if left + widths.width(first, LABEL_SIZE) + 5 < start:
            yield text((left, height), first, LABEL_SIZE, "grey")


def _spots(grid: _Grid) -> Iterator[Spot]:
    """Let every panel tell its newest value, its normal range and its signal."""
    unit = grid.chart.unit
    for at, panel in enumerate(grid.panels):
        size = (grid.side, _PITCH - 4)
        yield Spot(grid.corner(at), size, panel.title, panel_says(panel, unit))


def panel_says(panel: SmallPanel, unit: str) -> str:
    """Write the newest value with its period, how far the line went, and what it signals."""
    values = [reading.value for reading in panel.readings if reading.value is not None]
    if not panel.readings or not values:
        return gettext("no data")
    last = panel.readings[-1]
    between = gettext("between {low} and {high} in {count} periods").format(
        low=amount(min(values), unit),
        high=amount(max(values), unit),
        count=len(panel.readings),
    )
    spoken = range_words(panel.normal, unit)
    return joined(
        f"{reading_text(last, unit)}, {period_text(last.period)}",
        between,
        gettext("normal {range}").format(range=spoken) if panel.normal is not None else "",
        signal_says(panel.signal),
        *state_notes(last.status),
    )
