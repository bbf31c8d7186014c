"""What came true against what was predicted, with the count of each bin below.

Points on the diagonal are predictions that can be taken at their word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from reports.rendering.charts.flags import mark_tone, mark_valence, mark_words
from reports.rendering.charts.geometry import Scale, extent
from reports.rendering.charts.picture import Picture, Speech, Spot, picture
from reports.rendering.charts.svg import Point, bar, dot, line, polyline, text
from reports.rendering.charts.theme import LABEL_SIZE, SQUARE_WIDTH, Colour
from reports.rendering.charts.words import bounds_text, count_text, datum_text, joined
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext
from reports.rendering.numbers import amount, axis_texts, format_value, interval_text
from reports.values.charts import ReliabilityBin, ReliabilityDiagram

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_TOP = 6.0
_SIDE = 204.0
_APART = 9.0
_STRIP = 30.0
_FOOT = 28.0
_LABEL_GAP = 5.0
_BASE = 3.3


@dataclass(frozen=True, slots=True)
class _Square:
    """The plot: a square for the shares, a strip of the same width for the counts."""

    left: float

    @property
    def x(self) -> Scale:
        """Return the map from predicted shares to places."""
        return Scale(0.0, 1.0, self.left, self.left + _SIDE)

    @property
    def y(self) -> Scale:
        """Return the map from observed shares to heights."""
        return Scale(0.0, 1.0, _TOP + _SIDE, _TOP)

    @property
    def foot(self) -> float:
        """Return the height on which the counts stand."""
        return _TOP + _SIDE + _APART + _STRIP

    @property
    def height(self) -> float:
        """Return the height of the drawing."""
        return self.foot + _FOOT


def reliability_diagram(
    chart: ReliabilityDiagram, widths: TextWidths, *, narrow: bool = False
) -> Picture:
    """Draw the diagram; it is as wide as a telephone in any case."""
    labels = axis_texts(_TICKS, "share")
    widest = max(widths.width(label, LABEL_SIZE) for label in labels)
    square = _Square(widest + _LABEL_GAP + (0.0 if narrow else LABEL_SIZE))
    marks = [*_frame(square, labels, widths), *_line(chart.before, square, "past")]
    marks += _line(chart.bins, square, "ink")
    marks += [mark for one in chart.bins for mark in _point(one, square)]
    marks += [*_counts(chart.bins, square, widths), *_side(chart, square)]
    size = (SQUARE_WIDTH, square.height)
    return picture(size, reliability_speech(chart), marks, partial(_spots, chart, square))


def reliability_speech(chart: ReliabilityDiagram) -> Speech:
    """Say the calibration error and the bins that are furthest off."""
    n = sum(one.n for one in chart.bins)
    parts = [gettext("{n} in {count} bins").format(n=count_text(n), count=len(chart.bins))]
    if chart.error is not None:
        error = datum_text(chart.error, "share")
        parts.append(gettext("calibration error {value}").format(value=error))
    marked = [one for one in chart.bins if one.mark != "none"]
    parts += [
        gettext("bin {bounds}: {says}").format(
            bounds=interval_text(one.low, one.high, "share"), says=bin_says(one)
        )
        for one in marked
    ]
    title = gettext("Chart of observed shares against predicted ones")
    return Speech(title, "; ".join(parts) + ".")


def bin_says(one: ReliabilityBin) -> str:
    """Write what a bin predicted, what came true, and how sure that is."""
    if one.predicted is None or one.observed is None:
        return joined(one.reason or gettext("no data"), count_text(one.n))
    bounds = bounds_text(one.interval, "share")
    return joined(
        gettext("predicted {value}").format(value=amount(one.predicted, "share")),
        gettext("observed {value}").format(value=amount(one.observed, "share")),
        gettext("interval {bounds}").format(bounds=bounds) if bounds else "",
        count_text(one.n),
        mark_words(one.mark),
    )


def _frame(square: _Square, labels: Sequence[str], widths: TextWidths) -> Iterator[str]:
    """Draw few grid lines, their values, what the axes are, and the diagonal."""
    x, y = square.x, square.y
    for tick, label in zip(_TICKS, labels, strict=True):
        colour: Colour = "past" if tick == 0 else "rule"
        yield line((x(0), y(tick)), (x(1), y(tick)), colour, 0.5)
        width = widths.width(label, LABEL_SIZE)
        yield text((square.left - _LABEL_GAP - width, y(tick) + _BASE), label, LABEL_SIZE, "grey")
        start = x(tick) - width / 2
        yield text((start, square.foot + 12.5), label, LABEL_SIZE, "grey")
    yield line((x(0), y(0)), (x(0), y(1)), "past", 0.5)
    yield line((x(0), y(0)), (x(1), y(1)), "ink", 0.8, dashes="4 2.5")
    name = gettext("predicted")
    start = x(0.5) - widths.width(name, LABEL_SIZE) / 2
    yield text((start, square.foot + 24.5), name, LABEL_SIZE, "grey")


def _line(bins: Sequence[ReliabilityBin], square: _Square, colour: Colour) -> Iterator[str]:
    """Join the points, left to right."""
    points = sorted(_places(bins, square))
    yield polyline(points, colour, 1.2)
    if colour == "past":
        yield from (dot(at, 1.8, colour) for at in points)


def _places(bins: Sequence[ReliabilityBin], square: _Square) -> Iterator[Point]:
    for one in bins:
        if one.predicted is not None and one.observed is not None:
            yield square.x(_inside(one.predicted)), square.y(_inside(one.observed))


def _point(one: ReliabilityBin, square: _Square) -> Iterator[str]:
    """Draw a bin's interval and point, with a ring around what lies off the diagonal."""
    colour = mark_tone(one.mark)
    for at in _places((one,), square):
        if one.interval is not None:
            ends = (square.y(_inside(one.interval.low)), square.y(_inside(one.interval.high)))
            yield line((at[0], ends[0]), (at[0], ends[1]), colour, 1.2)
        if one.mark != "none":
            yield dot(at, 5.4, "paper", colour)
        yield dot(at, 2.9, colour)


def _counts(bins: Sequence[ReliabilityBin], square: _Square, widths: TextWidths) -> Iterator[str]:
    """Draw how many predictions each bin has, and write it where it is most."""
    bounds = extent([one.n for one in bins], zero=True)
    most = bounds[1] if bounds else 0.0
    yield line((square.x(0), square.foot), (square.x(1), square.foot), "past", 0.5)
    for one in bins if most > 0 else ():
        left, right = square.x(_inside(one.low)), square.x(_inside(one.high))
        height = _STRIP * max(one.n, 0) / most
        if height and right - left > 1:
            corner = (left + 0.5, square.foot - height)
            yield bar(corner, (right - left - 1, height), "past")
    if most > 0:
        fullest = max(bins, key=lambda one: one.n)
        label = amount(fullest.n, "count")
        width = widths.width(label, LABEL_SIZE)
        top = square.foot - _STRIP
        yield text((square.left - _LABEL_GAP - width, top + 7), label, LABEL_SIZE, "grey")


def _side(chart: ReliabilityDiagram, square: _Square) -> Iterator[str]:
    """Name the axis of the square, the region on each side of the diagonal, and the counts."""
    left = square.x(0) + 5
    yield text((left, _TOP + 13), gettext("more came true than predicted"), LABEL_SIZE, "grey")
    yield text((square.x(0.5) + 5, square.y(0) - 7), gettext("less came true"), LABEL_SIZE, "grey")
    at = square.x(1) + 6
    yield text((at, square.foot - _STRIP / 2 + _BASE), gettext("count"), LABEL_SIZE, "grey")
    if chart.error is not None:
        yield text((at, _TOP + 24), gettext("error"), LABEL_SIZE, "grey")
        value = format_value(chart.error.value, "share")
        colour = mark_tone(chart.error.mark)
        yield text((at, _TOP + 36), value, LABEL_SIZE, colour, 600)
        yield text((at, _TOP + 47), mark_valence(chart.error.mark), LABEL_SIZE, colour)


def _spots(chart: ReliabilityDiagram, square: _Square) -> Iterator[Spot]:
    """Let every bin tell its numbers, over its whole width."""
    for one in chart.bins:
        left, right = square.x(_inside(one.low)), square.x(_inside(one.high))
        size = (max(right - left, 1.0), square.foot - _TOP)
        bounds = interval_text(one.low, one.high, "share")
        name = gettext("Predicted {bounds}").format(bounds=bounds)
        yield Spot((left, _TOP), size, name, bin_says(one))


def _inside(share: float) -> float:
    return min(max(share, 0.0), 1.0)
