"""Twenty-six weeks in a table cell: a line in its normal range, with gaps, a dot at the end."""

from collections.abc import Sequence

from markupsafe import Markup

from reports.rendering.charts.geometry import Bands, Scale, extent, places, runs
from reports.rendering.charts.normal import band_marks, bounds_of, stretches
from reports.rendering.charts.svg import dot, drawing, line, polyline
from reports.rendering.charts.theme import SPARK_HEIGHT, SPARK_WIDTH, Colour
from reports.rendering.judgements import range_words, signal_tone
from reports.rendering.language import gettext
from reports.rendering.numbers import reading_text
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Signal

_INSET = 3.0


def sparkline(
    readings: Sequence[Reading],
    unit: str,
    normal: NormalRange | None = None,
    signal: Signal | None = None,
) -> Markup:
    """Draw the history of a KPI in its normal range; a ring ends it if the week is not complete."""
    bands = Bands(0.0, SPARK_WIDTH - _INSET, len(readings))
    told = _told(readings, unit, normal)
    parts = stretches(normal, len(readings))
    values = [reading.value for reading in readings if reading.value is not None]
    bounds = extent([*values, *bounds_of(parts)], zero=False) if values else None
    if bounds is None:
        return drawing((SPARK_WIDTH, SPARK_HEIGHT), told, "", [_nothing()])
    scale = _scale(*bounds)
    provisional = normal is not None and normal.standing == "provisional"
    marks = band_marks(parts, bands, scale, provisional=provisional)
    for run in runs(reading.value for reading in readings):
        points = places(run, bands, scale)
        marks.append(polyline(points, "ink", 1.2) or dot(points[0], 0.9, "ink"))
    marks.append(_end(readings, bands, scale, signal_tone(signal)))
    return drawing((SPARK_WIDTH, SPARK_HEIGHT), told, "", marks)


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


def _told(readings: Sequence[Reading], unit: str, normal: NormalRange | None) -> str:
    """Say in words what the line shows."""
    known = [reading for reading in readings if reading.value is not None]
    if not known:
        return gettext("{count} weeks without data").format(count=len(readings))
    lowest = min(known, key=lambda reading: reading.value or 0.0)
    highest = max(known, key=lambda reading: reading.value or 0.0)
    spoken = range_words(normal, unit) if normal is not None else ""
    told = gettext("{count} weeks, between {low} and {high}").format(
        count=len(readings),
        low=reading_text(lowest, unit),
        high=reading_text(highest, unit),
    )
    normally = gettext("normal: {range}").format(range=spoken)
    return f"{told}; {normally}" if spoken else told
