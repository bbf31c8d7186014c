"""Axes of a plot: the value scale with its ticks, the frame, and labels that never collide."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.rendering.charts.geometry import Bands, Scale, extent, nice_ticks
from reports.rendering.charts.svg import line, text
from reports.rendering.charts.theme import LABEL_SIZE, PANEL_HEIGHT, PANEL_WIDTH
from reports.rendering.fonts import TextWidths
from reports.rendering.numbers import axis_texts, tick_unit

_LABEL_GAP = 5.0
_LABEL_HEIGHT = 12.5
_FOOT = 18.0
_TOP = 20.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The area of a plot between two x coordinates."""

    left: float
    right: float
    top: float = _TOP
    bottom: float = PANEL_HEIGHT - _FOOT


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: its ticks and their labels."""

    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def label_width(self, widths: TextWidths) -> float:
        """Return the room that the labels need, with a gap."""
        return max(widths.width(label, LABEL_SIZE) for label in self.labels) + _LABEL_GAP


@dataclass(frozen=True, slots=True)
class Plot:
    """A frame with a value axis and slots, in a drawing `width` wide.

    A bare plot has grid lines without labels.
    """

    frame: Frame
    axis: Axis
    count: int
    bare: bool = False
    width: float = PANEL_WIDTH

    @property
    def bands(self) -> Bands:
        """Return the slots along the x axis."""
        return Bands(self.frame.left, self.frame.right, self.count)

    @property
    def y(self) -> Scale:
        """Return the map from values to heights."""
        ticks = self.axis.ticks
        return Scale(ticks[0], ticks[-1], self.frame.bottom, self.frame.top)


def value_scale(values: Sequence[float | None], unit: str, *, zero: bool, wanted: int = 4) -> Axis:
    """Choose about so many round ticks around values; shares end at 100 %."""
    known = extent(values, zero=zero)
    if known is None:
        return Axis((0.0, 1.0), ("", ""))
    low, high = known
    ticks = _round_ticks(low, high, unit, wanted)
    if unit == "share" and 0 <= low <= high <= 1:
        ticks = tuple(tick for tick in ticks if 0 <= tick <= 1)
    return Axis(ticks, axis_texts(ticks, unit))


def _round_ticks(low: float, high: float, unit: str, wanted: int) -> tuple[float, ...]:
    """Return ticks that are round in the unit their labels have, which the outermost decides."""
    ticks = nice_ticks(low, high, wanted)
    size = tick_unit(unit, max(map(abs, ticks)))
    if size == 1:
        return ticks
    return tuple(tick * size for tick in nice_ticks(low / size, high / size, wanted))


def axis_marks(plot: Plot, widths: TextWidths) -> list[str]:
    """Draw hairlines at the ticks and write their values to the left."""
    marks = []
    for tick, label in zip(plot.axis.ticks, plot.axis.labels, strict=True):
        height = plot.y(tick)
        lowest = tick == plot.axis.ticks[0]
        ends = ((plot.frame.left, height), (plot.frame.right, height))
        marks.append(line(*ends, "past" if lowest else "rule", 0.7 if lowest else 0.5))
        if not plot.bare:
            start = plot.frame.left - _LABEL_GAP - widths.width(label, LABEL_SIZE)
            marks.append(text((start, height + 3.3), label, LABEL_SIZE, "grey"))
    return marks


def slot_labels(
    plot: Plot, labels: Sequence[str], widths: TextWidths, *, most: int = 12
) -> list[str]:
    """Write labels below the slots: the newest, and from it back every second, third and so on."""
    spans = []
    for index, label in enumerate(labels[: plot.count]):
        width = widths.width(label, LABEL_SIZE)
        start = min(plot.bands.centre(index) - width / 2, plot.width - width)
        spans.append((start, start + width, label))
    spans.reverse()
    thinned = (spans[::step] for step in range(1, len(spans)))
    fitting = (chosen for chosen in thinned if len(chosen) <= most and _apart(chosen))
    shown = next(fitting, spans[:1])
    height = plot.frame.bottom + _LABEL_HEIGHT
    return [text((start, height), label, LABEL_SIZE, "grey") for start, _, label in shown]


def _apart(spans: Sequence[tuple[float, float, str]]) -> bool:
    """Tell whether labels, the last one first, leave room between each other."""
    return all(before[1] + _LABEL_GAP - 1 <= after[0] for after, before in pairwise(spans))
