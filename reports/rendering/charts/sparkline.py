"""Twenty-six weeks in a table cell: a line, gaps where data is missing, a dot at the end."""

from collections.abc import Sequence

from markupsafe import Markup

from reports.rendering.charts.geometry import Bands, Scale, extent, places, runs
from reports.rendering.charts.svg import dot, drawing, line, polyline
from reports.rendering.charts.theme import SPARK_HEIGHT, SPARK_WIDTH
from reports.rendering.numbers import reading_text
from reports.values.reading import Reading

_INSET = 3.0


def sparkline(readings: Sequence[Reading], unit: str) -> Markup:
    """Draw the history of a KPI; the last reading is a ring if its week is not complete."""
    bands = Bands(0.0, SPARK_WIDTH - _INSET, len(readings))
    bounds = extent((reading.value for reading in readings), zero=False)
    if bounds is None:
        return drawing((SPARK_WIDTH, SPARK_HEIGHT), _told(readings, unit), "", [_nothing()])
    scale = _scale(*bounds)
    marks = []
    for run in runs(reading.value for reading in readings):
        points = places(run, bands, scale)
        marks.append(polyline(points, "ink", 1.1) or dot(points[0], 0.9, "ink"))
    return drawing(
        (SPARK_WIDTH, SPARK_HEIGHT),
        _told(readings, unit),
        "",
        [*marks, _end(readings, bands, scale)],
    )


def _scale(low: float, high: float) -> Scale:
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, SPARK_HEIGHT - _INSET, _INSET)


def _end(readings: Sequence[Reading], bands: Bands, scale: Scale) -> str:
    last = readings[-1]
    if last.value is None:
        return ""
    at = (bands.centre(len(readings) - 1), scale(last.value))
    if last.status == "partial":
        return dot(at, 2.0, "paper", "ink")
    return dot(at, 2.3, "ink")


def _nothing() -> str:
    middle = SPARK_HEIGHT / 2
    return line((0, middle), (SPARK_WIDTH - _INSET, middle), "rule")


def _told(readings: Sequence[Reading], unit: str) -> str:
    """Say in words what the line shows."""
    known = [reading for reading in readings if reading.value is not None]
    if not known:
        return f"{len(readings)} weeks without data"
    lowest = min(known, key=lambda reading: reading.value or 0.0)
    highest = max(known, key=lambda reading: reading.value or 0.0)
    return (
        f"{len(readings)} weeks, between {reading_text(lowest, unit)}"
        f" and {reading_text(highest, unit)}"
    )
