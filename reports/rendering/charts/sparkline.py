"""Twenty-six weeks in a table cell: a line in its normal range, with gaps, a dot at the end."""

from collections.abc import Sequence

from markupsafe import Markup

from reports.rendering.charts.geometry import Bands, Scale, extent, places, runs
from reports.rendering.charts.normal import band_marks, bounds_of, stretches
from reports.rendering.charts.svg import dot, drawing, line, polyline
from reports.rendering.charts.theme import SPARK_HEIGHT, SPARK_WIDTH, Colour
from reports.rendering.charts.words import grains_text
from reports.rendering.dates import short_day_text
from reports.rendering.judgements import range_words, signal_tone
from reports.rendering.language import gettext, ngettext
from reports.rendering.numbers import reading_text
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Signal

_INSET = 3.0


def sparkline(
    readings: Sequence[Reading],
    unit: str,
    normal: NormalRange | None = None,
    signal: Signal | None = None,
    title: str = "",
) -> Markup:
    """Draw the history of a KPI in its normal range; a ring ends it if the week is not complete.

    With the KPI's title, the drawing can be understood where its row is not read.
    """
    bands = Bands(0.0, SPARK_WIDTH - _INSET, len(readings))
    told = _named(readings, title)
    words = spoken(readings, unit, normal)
    parts = stretches(normal, len(readings))
    values = [reading.value for reading in readings if reading.value is not None]
    bounds = extent([*values, *bounds_of(parts)], zero=False) if values else None
    if bounds is None:
        return drawing((SPARK_WIDTH, SPARK_HEIGHT), told, words, [_nothing()])
    scale = _scale(*bounds)
    provisional = normal is not None and normal.standing == "provisional"
    marks = band_marks(parts, bands, scale, provisional=provisional)
    for run in runs(reading.value for reading in readings):
        points = places(run, bands, scale)
        marks.append(polyline(points, "ink", 1.2) or dot(points[0], 0.9, "ink"))
    marks.append(_end(readings, bands, scale, signal_tone(signal)))
    return drawing((SPARK_WIDTH, SPARK_HEIGHT), told, words, marks)


def _scale(low: float, high: float) -> Scale:
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, SPARK_HEIGHT - _INSET, _INSET)


def _end(readings: Sequence[Reading], bands: Bands, scale: Scale, colour: Colour) -> str:
    last = readings[-1]
    if last.value is None:
        return ""
    at = (bands.centre(len(readings) - 1), scale(last.value))
    if last.status == "partial":
        return dot(at, 2.0, "paper", colour)
    return dot(at, 2.4, colour)


def _nothing() -> str:
    middle = SPARK_HEIGHT / 2
    return line((0, middle), (SPARK_WIDTH - _INSET, middle), "rule")


def _named(readings: Sequence[Reading], title: str) -> str:
    """Say what is drawn."""
    told = grains_text(len(readings), "week")
    return f"{title}: {told}" if title else told


def spoken(readings: Sequence[Reading], unit: str, normal: NormalRange | None) -> str:
    """Say the newest value, the lowest and the highest with their weeks, the gaps and the range."""
    known = [reading for reading in readings if reading.value is not None]
    gaps = len(readings) - len(known)
    parts = []
    if known:
        parts.append(gettext("Last week {value}").format(value=reading_text(readings[-1], unit)))
    if len({one.value for one in known}) > 1:
        parts += [_end_words(known, unit, highest=highest) for highest in (False, True)]
    if gaps or not known:
        told = ngettext("{count} week without data", "{count} weeks without data", gaps)
        parts.append(told.format(count=gaps))
    if known and normal is not None and range_words(normal, unit):
        parts.append(gettext("normal: {range}").format(range=range_words(normal, unit)))
    return "; ".join(parts) + "."


def _end_words(known: Sequence[Reading], unit: str, *, highest: bool) -> str:
    """Name the extreme value and its week; of several, the newest."""
    sign = 1 if highest else -1
    found = max(known, key=lambda one: (sign * (one.value or 0.0), one.period.start))
    told = gettext("lowest {value} in the week of {day}")
    if highest:
        told = gettext("highest {value} in the week of {day}")
    return told.format(value=reading_text(found, unit), day=short_day_text(found.period.start))
