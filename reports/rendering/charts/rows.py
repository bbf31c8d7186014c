"""Rows below each other on a common axis: names on the left, numbers on the right.

Narrow drawings have names and numbers above the row, so that its marks keep their width.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.rendering.charts.axes import Axis
from reports.rendering.charts.geometry import Scale
from reports.rendering.charts.lettering import fitted, two_lines
from reports.rendering.charts.picture import Spot
from reports.rendering.charts.svg import line, text
from reports.rendering.charts.theme import CONTROL_WIDTH, LABEL_SIZE, NARROW_WIDTH, Colour
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext, marked
from reports.values.kpi import Better

_LEADING = 10.5
_BASE = 3.3
_GAP = 9.0
_LEAST_NAME, _MOST_NAME = 72.0, 142.0
_MOST_NUMBER = 152.0
_FOOT = 17.0
_TOP = 3.0
_LABEL_GAP = 5.0
_SIDES: dict[Better, str] = {
    "higher": marked("higher is better"),
    "lower": marked("lower is better"),
    "none": "",
}


@dataclass(frozen=True, slots=True)
class RowText:
    """The words of a row: its name, its number in a colour, and what belongs to the number."""

    name: str
    value: str
    more: str = ""
    colour: Colour = "ink"
    bold: bool = True
    more_colour: Colour = "grey"

    @property
    def weight(self) -> int:
        """Return the weight of the number."""
        return 600 if self.bold else 400


@dataclass(frozen=True, slots=True)
class RowPlot:
    """Rows with their axis, placed; an axis without labels has no foot."""

    texts: tuple[RowText, ...]
    axis: Axis
    left: float
    right: float
    width: float
    pitch: float
    narrow: bool = False

    @property
    def x(self) -> Scale:
        """Return the map from values to places along the axis."""
        return Scale(self.axis.ticks[0], self.axis.ticks[-1], self.left, self.right)

    @property
    def explained(self) -> bool:
        """Tell whether words follow some number; if not, numbers are aligned by their ends."""
        return any(one.more for one in self.texts)

    @property
    def bottom(self) -> float:
        """Return where the rows end."""
        return _TOP + self.pitch * max(len(self.texts), 1)

    @property
    def height(self) -> float:
        """Return the height of the drawing."""
        return self.bottom + (_FOOT if any(self.axis.labels) else _TOP)

    def middle(self, row: int) -> float:
        """Return the height of a row's marks."""
        lift = _LEADING / 2 if self.narrow else 0.0
        return _TOP + self.pitch * (row + 0.5) + lift

    def spot(self, row: int, says: str) -> Spot:
        """Return the place of a row."""
        corner = (0.0, _TOP + self.pitch * row)
        return Spot(corner, (self.width, self.pitch), self.texts[row].name, says)


def row_plot(
    texts: Sequence[RowText], axis: Axis, pitch: float, widths: TextWidths, *, narrow: bool
) -> RowPlot:
    """Place rows: as much room for names and numbers as they need, the rest for the marks."""
    if narrow:
        edge = 2.0
        higher = pitch + _LEADING
        return RowPlot(tuple(texts), axis, edge, NARROW_WIDTH - edge, NARROW_WIDTH, higher, narrow)
    names = [widths.width(one.name, LABEL_SIZE) for one in texts]
    left = min(max([_LEAST_NAME, *names]), _MOST_NAME) + _GAP
    numbers = [
        max(widths.width(one.value, LABEL_SIZE, one.weight), widths.width(one.more, LABEL_SIZE))
        for one in texts
    ]
    room = min(max(numbers, default=0.0), _MOST_NUMBER) + _GAP
    return RowPlot(tuple(texts), axis, left, CONTROL_WIDTH - room, CONTROL_WIDTH, pitch)


def row_words(plot: RowPlot, widths: TextWidths) -> Iterator[str]:
    """Write the names and the numbers of all rows."""
    for row in range(len(plot.texts)):
        yield from _above(plot, row, widths) if plot.narrow else _beside(plot, row, widths)


def row_axis(plot: RowPlot, widths: TextWidths, *, better: Better = "none") -> Iterator[str]:
    """Draw a hairline at each tick with its value below, and say which side is better."""
    taken, height = -_LABEL_GAP, plot.bottom + 12.5
    side = _SIDES[better] if any(plot.axis.labels) else ""
    if side:
        side = gettext(side)
        taken = widths.width(side, LABEL_SIZE)
        yield text((0, height), side, LABEL_SIZE, "grey")
    for tick, label in zip(plot.axis.ticks, plot.axis.labels, strict=True):
        x = plot.x(tick)
        yield from row_rule(plot, x, "rule", 0.5)
        width = widths.width(label, LABEL_SIZE)
        start = min(max(x - width / 2, 0.0), plot.width - width)
        if start >= taken + _LABEL_GAP:
            taken = start + width
            yield text((start, height), label, LABEL_SIZE, "grey")


def row_rule(plot: RowPlot, x: float, colour: Colour, width: float) -> Iterator[str]:
    """Draw a line through all rows; in narrow drawings it leaves out their words."""
    if not plot.narrow:
        yield line((x, _TOP), (x, plot.bottom), colour, width)
        return
    for row in range(len(plot.texts)):
        top = _TOP + plot.pitch * row
        yield line((x, top + _LEADING + 2), (x, top + plot.pitch), colour, width)


def _beside(plot: RowPlot, row: int, widths: TextWidths) -> Iterator[str]:
    one, height = plot.texts[row], plot.middle(row) + _BASE
    most = 2 if plot.pitch >= 2 * _LEADING else 1
    room = plot.left - _GAP
    lines = two_lines(one.name, room, widths) if most > 1 else (fitted(one.name, room, widths),)
    for number, words in enumerate(lines):
        at = height + _LEADING * (number - (len(lines) - 1) / 2)
        yield text((0, at), words, LABEL_SIZE)
    start, room = plot.right + _GAP, plot.width - plot.right - _GAP
    lift = _LEADING / 2 if one.more else 0.0
    value = fitted(one.value, room, widths, weight=one.weight)
    if not plot.explained:
        start = plot.width - widths.width(value, LABEL_SIZE, one.weight)
    yield text((start, height - lift), value, LABEL_SIZE, one.colour, one.weight)
    if one.more:
        more = fitted(one.more, room, widths)
        yield text((start, height + lift), more, LABEL_SIZE, one.more_colour)


def _above(plot: RowPlot, row: int, widths: TextWidths) -> Iterator[str]:
    one, height = plot.texts[row], _TOP + plot.pitch * row + _LEADING - 1
    value = fitted(one.value, plot.width * 0.6, widths, weight=one.weight)
    start = plot.width - widths.width(value, LABEL_SIZE, one.weight)
    yield text((start, height), value, LABEL_SIZE, one.colour, one.weight)
    yield text((0, height), fitted(one.name, start - _GAP, widths), LABEL_SIZE)
