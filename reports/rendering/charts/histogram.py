"""A distribution: the share of values in each bin, the period before behind, landmarks named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from reports.rendering.charts.axes import Frame, Plot, axis_marks, slot_labels, value_scale
from reports.rendering.charts.bins import bin_text, bound_texts, bounds_of, place_of
from reports.rendering.charts.lettering import fitted
from reports.rendering.charts.picture import Picture, Speech, Spot, picture, slot_spots
from reports.rendering.charts.svg import bar, line, text
from reports.rendering.charts.theme import CONTROL_WIDTH, LABEL_SIZE, NARROW_WIDTH, Colour
from reports.rendering.charts.words import count_text, joined, share_text
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext
from reports.rendering.numbers import NONE, amount
from reports.values.charts import Histogram, Landmark

HEIGHT = 156.0
_FOOT = 18.0
_ROW = 12.0
_CLEAR = 4.0
_BEFORE, _WIDE, _SLIM = 0.94, 0.94, 0.5
_MOST_LANDMARKS = 5

Layer = tuple[list[float | None], float, Colour]


@dataclass(frozen=True, slots=True)
class _Named:
    """A landmark at its place, with its label in a row above the frame."""

    landmark: Landmark
    x: float
    start: float
    end: float
    label: str
    row: int


def histogram(chart: Histogram, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw shares rather than counts, so that periods of different n can be compared."""
    width = NARROW_WIDTH if narrow else CONTROL_WIDTH
    heights = [*_shares(chart, now=True), *_shares(chart, now=False)]
    axis = value_scale(heights, "share", zero=True)
    left, count = axis.label_width(widths), len(chart.bins)
    named = _landmarks(chart, Plot(Frame(left, width), axis, count, width=width), widths)
    top = 6.0 + _ROW * (max((one.row for one in named), default=-1) + 1)
    plot = Plot(Frame(left, width, top, HEIGHT - _FOOT), axis, count, width=width)
    marks = [*axis_marks(plot, widths), *_bars(chart, plot), *_edges(chart, plot, widths)]
    marks += [mark for one in named for mark in _landmark(one, plot)]
    return picture((width, HEIGHT), histogram_speech(chart), marks, partial(_spots, chart, plot))


def histogram_speech(chart: Histogram) -> Speech:
    """Say how many values there are, the fullest bin and the landmarks."""
    parts = [count_text(chart.n)]
    known = [one for one in chart.bins if one.now is not None]
    if known:
        fullest = max(known, key=lambda one: one.now or 0.0)
        share = share_text(fullest.now, chart.n)
        most = gettext("the fullest bin of all is {bin}").format(bin=bin_text(fullest, chart.unit))
        parts.append(f"{most}, {share}" if share else most)
    parts += [f"{one.title} {amount(one.value, chart.unit)}" for one in chart.landmarks]
    title = gettext("Chart of a distribution in {count} bins").format(count=len(chart.bins))
    return Speech(title, "; ".join(parts) + ".")


def bin_says(chart: Histogram, at: int) -> str:
    """Write a bin's share and count, and those of the period before."""
    one = chart.bins[at]
    if one.now is None:
        return gettext("no data")
    before = ""
    if one.before is not None:
        share = share_text(one.before, chart.n_before) or NONE
        before = gettext("before {value}").format(value=share)
    return joined(share_text(one.now, chart.n), count_text(one.now), before)


def _spots(chart: Histogram, plot: Plot) -> Iterator[Spot]:
    names = ((bin_text(one, chart.unit), at) for at, one in enumerate(chart.bins))
    return slot_spots(plot, ((name, bin_says(chart, at)) for name, at in names))


def _shares(chart: Histogram, *, now: bool) -> list[float | None]:
    n = chart.n if now else chart.n_before
    counts = [one.now if now else one.before for one in chart.bins]
    return [None if count is None or n <= 0 else count / n for count in counts]


def _bars(chart: Histogram, plot: Plot) -> Iterator[str]:
    """Draw this period's bars, narrow where the wide ones of the period before stand behind."""
    step, frame = plot.bands.step, plot.frame
    now, before = _shares(chart, now=True), _shares(chart, now=False)
    compared = any(share is not None for share in before)
    for at, share in enumerate(now):
        if share is None:
            corner = (frame.left + at * step, frame.top)
            yield bar(corner, (step, frame.bottom - frame.top), "band")
    behind: Layer = (before, _BEFORE, "shade")
    front: Layer = (now, _SLIM if compared else _WIDE, "grey")
    for shares, room, colour in (behind, front):
        for at, share in enumerate(shares):
            if share:
                top, foot = sorted((plot.y(share), plot.y(0.0)))
                corner = (plot.bands.centre(at) - step * room / 2, top)
                yield bar(corner, (step * room, max(foot - top, 0.6)), colour)


def _edges(chart: Histogram, plot: Plot, widths: TextWidths) -> Sequence[str]:
    """Write the bounds of the bins where these meet, as many as fit."""
    if not chart.bins:
        return ()
    half, frame = plot.bands.step / 2, plot.frame
    moved = Frame(frame.left - half, frame.right + half, frame.top, frame.bottom)
    between = Plot(moved, plot.axis, plot.count + 1, width=plot.width)
    labels = bound_texts(bounds_of(chart.bins), chart.unit)
    return slot_labels(between, labels, widths, most=14)


def _landmarks(chart: Histogram, plot: Plot, widths: TextWidths) -> tuple[_Named, ...]:
    """Place labels beside their lines, each above those that it would meet."""
    placed: list[_Named] = []
    ordered = sorted(chart.landmarks[:_MOST_LANDMARKS], key=lambda one: one.value)
    for one in ordered if chart.bins else ():
        x = plot.frame.left + place_of(one.value, chart.bins) * plot.bands.step
        whole = f"{one.title} {amount(one.value, chart.unit)}"
        label = fitted(whole, plot.width * 0.6, widths)
        width = widths.width(label, LABEL_SIZE)
        start = min(x + _CLEAR, plot.width - width)
        below = [other for other in placed if other.end + _CLEAR > min(start, x)]
        row = max((other.row + 1 for other in below), default=0)
        placed.append(_Named(one, x, start, start + width, label, row))
    highest = max((one.row for one in placed), default=0)
    return tuple(_turned(one, highest) for one in placed)


def _turned(one: _Named, highest: int) -> _Named:
    """Let the leftmost label stand highest, so that no line crosses a label to its right."""
    return _Named(one.landmark, one.x, one.start, one.end, one.label, highest - one.row)


def _landmark(one: _Named, plot: Plot) -> Iterator[str]:
    baseline = plot.frame.top - _CLEAR - one.row * _ROW
    dashes = "4 2.5" if one.landmark.target else ""
    ends = ((one.x, baseline - 7), (one.x, plot.frame.bottom))
    yield line(*ends, "ink", 1.0, dashes=dashes)
    size = (one.end - one.start + 2, 9.4)
    yield bar((one.start - 1, baseline - 7.6), size, "paper")
    yield text((one.start, baseline), one.label, LABEL_SIZE, "ink")
