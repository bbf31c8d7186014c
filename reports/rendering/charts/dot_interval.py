"""What was observed beside what was expected, row by row, with intervals on a common axis."""

from collections.abc import Iterator
from functools import partial

from reports.rendering.charts.axes import value_scale
from reports.rendering.charts.flags import mark_tone, mark_valence
from reports.rendering.charts.picture import Picture, Speech, Spot, picture
from reports.rendering.charts.rows import (
    RowPlot,
    RowText,
    row_axis,
    row_plot,
    row_rule,
    row_words,
)
from reports.rendering.charts.svg import Point, dot, line, polygon
from reports.rendering.charts.theme import Colour
from reports.rendering.charts.words import bounds_text, datum_text, joined, told
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext
from reports.values.charts import DotInterval, DotRow
from reports.values.interval import Interval

MOST_ROWS = 24
_PITCH = 27.0
_OFF = 4.5
_DIAMOND = 3.6


def dot_interval(chart: DotInterval, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw each row as a dot with its interval, below the diamond of what was expected."""
    rows = chart.rows[:MOST_ROWS]
    texts = [_texts(chart, row, narrow=narrow) for row in rows]
    axis = value_scale(_levels(chart), chart.unit, zero=chart.zero)
    plot = row_plot(texts, axis, _PITCH, widths, narrow=narrow)
    marks = [*row_axis(plot, widths, better=chart.better)]
    if chart.zero:
        marks += row_rule(plot, plot.x(0), "grey", 0.8)
    marks += [mark for at, row in enumerate(rows) for mark in _marks(row, at, plot)]
    marks += row_words(plot, widths)
    spots = partial(_spots, chart, plot)
    return picture((plot.width, plot.height), dot_speech(chart), marks, spots)


def dot_speech(chart: DotInterval) -> Speech:
    """Say what was observed and expected in each row."""
    parts = []
    for row in chart.rows[:MOST_ROWS]:
        observed = f"{row.title}: {datum_text(row.observed, chart.unit, chart.form)}"
        parts.append(
            ", ".join(part for part in (observed, _expected(chart, row), row.note) if part)
        )
    words = "; ".join(parts) or gettext("There are no rows")
    title = gettext("Chart of {count} observed values with intervals")
    return Speech(title.format(count=len(chart.rows)), f"{words}.")


def _texts(chart: DotInterval, row: DotRow, *, narrow: bool) -> RowText:
    value = datum_text(row.observed, chart.unit, chart.form)
    value = joined(value, row.note or mark_valence(row.observed.mark))
    bounds = bounds_text(row.observed_interval, chart.unit, chart.form)
    more = joined(bounds, _expected(chart, row))
    known = row.observed.value is not None
    colour = mark_tone(row.observed.mark) if known else "grey"
    return RowText(row.title, value, "" if narrow else more, colour, bold=known)


def _expected(chart: DotInterval, row: DotRow) -> str:
    if row.expected is None:
        return ""
    value = datum_text(row.expected, chart.unit, chart.form)
    return gettext("expected {value}").format(value=value)


def _levels(chart: DotInterval) -> list[float | None]:
    found: list[float | None] = []
    for row in chart.rows[:MOST_ROWS]:
        found += [one.value for one in (row.observed, row.expected) if one is not None]
        for interval in (row.observed_interval, row.expected_interval):
            found += [interval.low, interval.high] if interval else []
    return found


def _marks(row: DotRow, at: int, plot: RowPlot) -> Iterator[str]:
    """Draw both points; the row's middle is theirs alone where there is only one of them."""
    middle = plot.middle(at)
    off = _OFF if row.expected is not None else 0.0
    if row.expected is not None:
        yield from _whisker(row.expected_interval, middle - off, plot, "past")
        if row.expected.value is not None:
            yield _diamond((plot.x(row.expected.value), middle - off))
    if row.observed.value is None:
        return
    colour = mark_tone(row.observed.mark)
    yield from _whisker(row.observed_interval, middle + off, plot, colour)
    place = (plot.x(row.observed.value), middle + off)
    partial = row.observed.status == "partial"
    if row.observed.mark != "none":
        yield dot(place, 5.2, "paper", colour)
    yield dot(place, 2.8, "paper", colour) if partial else dot(place, 3.1, colour)


def _whisker(
    interval: Interval | None, height: float, plot: RowPlot, colour: Colour
) -> Iterator[str]:
    if interval is not None:
        ends = ((plot.x(interval.low), height), (plot.x(interval.high), height))
        yield line(*ends, colour, 1.6)


def _diamond(at: Point) -> str:
    x, y = at
    corners = ((x - _DIAMOND, y), (x, y - _DIAMOND), (x + _DIAMOND, y), (x, y + _DIAMOND))
    return polygon(corners, "paper", "grey")


def _spots(chart: DotInterval, plot: RowPlot) -> Iterator[Spot]:
    for at, row in enumerate(chart.rows[:MOST_ROWS]):
        yield plot.spot(at, _says(chart, row))


def _says(chart: DotInterval, row: DotRow) -> str:
    return joined(
        told(row.observed, chart.unit, chart.form),
        _between(row.observed_interval, chart),
        _expected(chart, row),
        _between(row.expected_interval, chart) if row.expected else "",
        row.note,
    )


def _between(interval: Interval | None, chart: DotInterval) -> str:
    bounds = bounds_text(interval, chart.unit, chart.form)
    return gettext("interval {bounds}").format(bounds=bounds) if bounds else ""
