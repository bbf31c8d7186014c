"""Where the active of each period came from, above zero, and who had left, below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from reports.rendering.charts.axes import Frame, Plot, axis_marks, slot_labels, value_scale
from reports.rendering.charts.flags import FLAG_SIZE, flag, mark_words
from reports.rendering.charts.geometry import spread
from reports.rendering.charts.picture import Picture, Speech, Spot, picture, slot_spots
from reports.rendering.charts.svg import bar, line, text
from reports.rendering.charts.theme import (
    CONTROL_HEIGHT,
    CONTROL_WIDTH,
    LABEL_SIZE,
    NARROW_WIDTH,
    Colour,
)
from reports.rendering.charts.words import joined, start_text, state_notes
from reports.rendering.dates import period_text
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext, marked
from reports.rendering.numbers import amount, missing_text
from reports.values.charts import GrowthPeriod, StackedGrowth

PARTS = (marked("retained"), marked("resurrected"), marked("new"), marked("churned"))
_FILLS: dict[str, Colour] = {
    "retained": "shade",
    "resurrected": "past",
    "new": "ink",
    "churned": "grey",
}
_BAR = 0.74
_GAP = 9.0
_SWATCH = 6.0
_LEADING = 12.0
_FOOT = 18.0
_TOP = 12.0
_MOST_DATES = 6


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a bar: from one value to another."""

    part: str
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Return the value half way."""
        return (self.low + self.high) / 2


def stacked_growth(chart: StackedGrowth, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw a bar per period, and name its parts beside the newest."""
    width = NARROW_WIDTH if narrow else CONTROL_WIDTH
    bars = [_pieces(one) for one in chart.periods]
    bounds = [bound for pieces in bars for piece in pieces for bound in (piece.low, piece.high)]
    axis = value_scale(bounds, chart.unit, zero=True)
    names = [_label(chart, piece) for piece in bars[-1]] if bars else []
    room = max((widths.width(name, LABEL_SIZE) for name in names), default=0.0)
    right = width - (room + _SWATCH + 5 + _GAP if names else 0.0)
    frame = Frame(axis.label_width(widths), right, _TOP, CONTROL_HEIGHT - _FOOT)
    plot = Plot(frame, axis, len(chart.periods), width=width)
    marks = axis_marks(plot, widths)
    for at, pieces in enumerate(bars):
        marks += _bar(plot, at, pieces, chart.periods[at])
    marks.append(line((frame.left, plot.y(0)), (right, plot.y(0)), "grey", 0.8))
    labels = [start_text(one.period) for one in chart.periods]
    marks += slot_labels(plot, labels, widths, most=_MOST_DATES)
    marks += _names(plot, bars[-1] if bars else (), names)
    size = (width, CONTROL_HEIGHT)
    return picture(size, growth_speech(chart), marks, partial(_spots, chart, plot))


def growth_speech(chart: StackedGrowth) -> Speech:
    """Say the parts of the newest period."""
    told = gettext("Chart of {count} periods by where the active came from")
    title = told.format(count=len(chart.periods))
    if not chart.periods:
        return Speech(title, gettext("There are no periods."))
    last = chart.periods[-1]
    return Speech(title, f"{period_text(last.period)}: {growth_says(chart, last)}.")


def growth_says(chart: StackedGrowth, one: GrowthPeriod) -> str:
    """Write all parts of a period, or why there are none."""
    if not _pieces(one):
        return missing_text(one.status, one.reason)
    total = active(one)
    parts = (f"{gettext(name)} {_amount(chart, one, name)}" for name in reversed(PARTS[:3]))
    return joined(
        gettext("active {value}").format(value=amount(total, chart.unit))
        if total is not None
        else "",
        *parts,
        f"{gettext(PARTS[-1])} {_amount(chart, one, PARTS[-1])}",
        *state_notes(one.status, mark_words(one.mark)),
    )


def active(one: GrowthPeriod) -> float | None:
    """Return how many were active, if all that adds up to it is known."""
    parts = (one.retained, one.resurrected, one.new)
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _spots(chart: StackedGrowth, plot: Plot) -> Iterator[Spot]:
    told = ((period_text(one.period), growth_says(chart, one)) for one in chart.periods)
    return slot_spots(plot, told)


def _amount(chart: StackedGrowth, one: GrowthPeriod, part: str) -> str:
    value: float | None = getattr(one, part)
    return missing_text(one.status, one.reason) if value is None else amount(value, chart.unit)


def _pieces(one: GrowthPeriod) -> tuple[_Piece, ...]:
    """Stack the parts; above zero there are all or none, for a sum needs all."""
    found, level = [], 0.0
    if active(one) is not None:
        for part in PARTS[:3]:
            size = getattr(one, part)
            found.append(_Piece(part, level, level + size))
            level += size
    if one.churned is not None:
        found.append(_Piece("churned", -one.churned, 0.0))
    return tuple(found)


def _bar(plot: Plot, at: int, pieces: Sequence[_Piece], one: GrowthPeriod) -> Iterator[str]:
    """Draw a period: outlines while days are missing, a tinted slot where there is nothing."""
    step, centre = plot.bands.step, plot.bands.centre(at)
    if active(one) is None:
        size = (step, plot.frame.bottom - plot.frame.top)
        yield bar((centre - step / 2, plot.frame.top), size, "band")
    for piece in pieces:
        top, foot = sorted((plot.y(piece.low), plot.y(piece.high)))
        corner, size = (centre - step * _BAR / 2, top), (step * _BAR, foot - top)
        if one.status == "partial":
            yield bar(corner, size, "paper", _FILLS[piece.part])
        elif foot > top:
            edge: Colour | None = "past" if piece.part == "retained" else None
            yield bar(corner, size, _FILLS[piece.part], edge)
    if one.mark != "none":
        highest = max((piece.high for piece in pieces), default=0.0)
        yield flag(one.mark, "higher", (centre, plot.y(highest) - FLAG_SIZE))


def _label(chart: StackedGrowth, piece: _Piece) -> str:
    return f"{gettext(piece.part)} {amount(piece.high - piece.low, chart.unit)}"


def _names(plot: Plot, pieces: Sequence[_Piece], names: Sequence[str]) -> Iterator[str]:
    """Name the parts of the newest bar at their heights, each with its fill."""
    frame = plot.frame
    wanted = [plot.y(piece.middle) for piece in pieces]
    heights = spread(wanted, _LEADING, frame.top, frame.bottom)
    for piece, name, height in zip(pieces, names, heights, strict=True):
        left = frame.right + _GAP
        edge: Colour | None = "past" if piece.part == "retained" else None
        corner = (left, height - _SWATCH / 2)
        yield bar(corner, (_SWATCH, _SWATCH), _FILLS[piece.part], edge)
        yield text((left + _SWATCH + 5, height + 3.3), name, LABEL_SIZE, "ink")
