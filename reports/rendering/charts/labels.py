"""Labels of a control chart: names at the right end of lines, causes above their dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.rendering.charts.axes import Plot
from reports.rendering.charts.geometry import spread
from reports.rendering.charts.svg import bar, line, text
from reports.rendering.charts.theme import LABEL_SIZE, VALUE_SIZE, Colour
from reports.rendering.dates import short_day_text
from reports.rendering.fonts import TextWidths
from reports.values.record import Cause

END_GAP = 9.0
ROW = 12.0
_LINE_HEIGHT = 12.0
_HALF_X_HEIGHT = 3.3
_CLEAR = 6.0
_MOST_CAUSES = 3


@dataclass(frozen=True, slots=True)
class EndLabel:
    """What stands at the right end of a line, at the height of a value."""

    value: float
    label: str
    colour: Colour = "grey"
    bold: bool = False

    def width(self, widths: TextWidths) -> float:
        """Return how wide it is."""
        size, weight = self.font
        return widths.width(self.label, size, weight)

    @property
    def font(self) -> tuple[float, int]:
        """Return size and weight."""
        return (VALUE_SIZE, 600) if self.bold else (LABEL_SIZE, 400)


@dataclass(frozen=True, slots=True)
class CauseLabel:
    """A cause at its place: its line, its label and the row that the label stands in.

    `until` is the x of the last day of a cause that lasts.
    """

    x: float
    start: float
    end: float
    label: str
    row: int
    until: float | None = None


def end_labels(plot: Plot, labels: Sequence[EndLabel]) -> list[str]:
    """Write labels to the right of the frame, pushed apart where they would meet."""
    frame = plot.frame
    wanted = [min(max(plot.y(one.value), frame.top), frame.bottom) for one in labels]
    heights = spread(wanted, _LINE_HEIGHT, frame.top - _LINE_HEIGHT, frame.bottom)
    marks = []
    for one, height in zip(labels, heights, strict=True):
        size, weight = one.font
        at = (frame.right + END_GAP, height + _HALF_X_HEIGHT)
        marks.append(text(at, one.label, size, one.colour, weight))
    return marks


def place_causes(
    causes: Sequence[Cause], plot: Plot, first: date, widths: TextWidths
) -> tuple[CauseLabel, ...]:
    """Place at most three causes, oldest first; a label rises above the lines it would cross."""
    frame, placed = plot.frame, list[CauseLabel]()
    for cause in sorted(causes, key=lambda cause: cause.on)[-_MOST_CAUSES:]:
        x = _place_of(cause.on, first, plot)
        until = None if cause.ends is None else _place_of(cause.ends, first, plot)
        if x > frame.right or max(x, until or 0.0) < frame.left:
            continue
        x = min(max(x, frame.left), frame.right)
        label = _fitting(cause.label, short_day_text(cause.on), plot.width * 0.6, widths)
        width = widths.width(label, LABEL_SIZE)
        start = max(frame.left, x - _CLEAR / 2 - width)
        below = [one for one in placed if max(one.x, one.end) + _CLEAR > start]
        row = max((one.row + 1 for one in below), default=0)
        placed.append(CauseLabel(x, start, start + width, label, row, until))
    return tuple(placed)


def cause_marks(placed: Sequence[CauseLabel], plot: Plot) -> list[str]:
    """Draw a thin line at each cause, a bar over what lasted, and the labels above."""
    frame, lines, labels = plot.frame, list[str](), list[str]()
    for one in placed:
        baseline = frame.top - _CLEAR - one.row * ROW
        lines.append(line((one.x, baseline + 3), (one.x, frame.bottom), "past", 0.8))
        if one.until is not None and one.until > one.x:
            size = (min(one.until, frame.right) - one.x, 1.6)
            lines.append(bar((one.x, baseline + 3), size, "past"))
        room = (one.end - one.start + 2, 9.4)
        labels.append(bar((one.start - 1, baseline - 7.6), room, "paper"))
        labels.append(text((one.start, baseline), one.label, LABEL_SIZE, "ink"))
    return [*lines, *labels]


def _place_of(day: date, first: date, plot: Plot) -> float:
    """Return the x of a day; a week fills its slot from the first day to the last."""
    return plot.bands.start + (day - first).days / 7 * plot.bands.step


def _fitting(label: str, day: str, room: float, widths: TextWidths) -> str:
    """Shorten a label so that it fits with its date."""
    whole = f"{label}, {day}"
    while widths.width(whole, LABEL_SIZE) > room and len(label) > 8:
        label = label[:-2].rstrip(" ,.;…")
        whole = f"{label}…, {day}"
    return whole
