"""The published history of a KPI as a chart: what stands now, and what was stated first."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reports.rendering.charts.axes import Frame, Plot, axis_marks, slot_labels, value_scale
from reports.rendering.charts.geometry import places, runs
from reports.rendering.charts.labels import (
    END_GAP,
    ROW,
    EndLabel,
    cause_marks,
    end_labels,
    place_causes,
)
from reports.rendering.charts.normal import (
    Stretch,
    band_marks,
    bounds_of,
    centre_marks,
    stretches,
)
from reports.rendering.charts.svg import Point, dot, drawing, line, polyline
from reports.rendering.charts.theme import CONTROL_HEIGHT, NARROW_WIDTH
from reports.rendering.dates import medium_day_text, short_day_text
from reports.rendering.fonts import TextWidths
from reports.rendering.judgements import signal_tone
from reports.rendering.language import gettext, ngettext
from reports.rendering.numbers import amount
from reports.rendering.site.series import Slot, WeekSeries
from reports.values.kpi import Kpi
from reports.values.record import Cause

# Each is meant for a column about a sixth wider than itself, where labels have the size of notes.
WIDTHS = {"broad": 756.0, "middle": 480.0, "narrow": NARROW_WIDTH}
_MOST_DATES = {"broad": 9, "middle": 6, "narrow": 4}
_HEIGHT = CONTROL_HEIGHT + 24
_FOOT = 18.0
_HEAD = 14.0
_YEAR = 52
# Below this many units a week, points would run into each other.
_POINTS_FROM = 7.0
_DOTS_FROM = 3.0


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A series with everything placed."""

    series: WeekSeries
    kpi: Kpi
    parts: tuple[Stretch, ...]
    plot: Plot
    size: str


def history_chart(series: WeekSeries, kpi: Kpi, widths: TextWidths, size: str = "broad") -> Markup:
    """Draw the weeks of a KPI in one of three widths."""
    width = WIDTHS[size]
    parts = stretches(series.normal, len(series.slots))
    axis = value_scale([*_levels(series), *bounds_of(parts)], kpi.unit, zero=False)
    ends = max((one.width(widths) for one in _ends(series, kpi, parts)), default=0.0)
    left, right = axis.label_width(widths), width - END_GAP - ends
    plot = Plot(Frame(left, right), axis, len(series.slots), width=width)
    first = series.slots[0].day
    causes = [Cause("annotation", gettext("Definition changed"), day) for day in series.redefined]
    placed = place_causes(causes, plot, first, widths)
    top = _HEAD + ROW * (max((one.row for one in placed), default=-1) + 1)
    plot = Plot(Frame(left, right, top, _HEIGHT - _FOOT), axis, len(series.slots), width=width)
    sketch = _Sketch(series, kpi, parts, plot, size)
    marks = [*_ground(sketch, widths), *cause_marks(placed, plot), *_weeks(sketch)]
    marks += end_labels(plot, _ends(series, kpi, parts))
    told = gettext("Chart of {title}: {count} weeks as published")
    title = told.format(title=kpi.title, count=len(series.slots))
    return drawing((width, _HEIGHT), title, chart_words(series, kpi), marks)


def chart_words(series: WeekSeries, kpi: Kpi) -> str:
    """Say the key numbers of a series in words."""
    known = [slot.value for slot in series.slots if slot.value is not None]
    if not known:
        return gettext("No week has a value.")
    last = series.slots[-1].value
    newest = gettext("no value") if last is None else amount(last, kpi.unit)
    restated = sum(slot.first is not None for slot in series.slots)
    changed = gettext("definition changed {day}")
    parts = [
        gettext("Newest week {value}").format(value=newest),
        gettext("between {low} and {high}").format(
            low=amount(min(known), kpi.unit), high=amount(max(known), kpi.unit)
        ),
        _restated_words(restated),
        *(changed.format(day=medium_day_text(day)) for day in series.redefined),
    ]
    return "; ".join(parts) + "."


def _restated_words(count: int) -> str:
    if not count:
        return gettext("no weeks restated")
    told = ngettext("{count} week restated", "{count} weeks restated", count)
    return told.format(count=count)


def _levels(series: WeekSeries) -> list[float | None]:
    """Return every value that the axis must hold."""
    first = [slot.first.value for slot in series.slots if slot.first is not None]
    return [*(slot.value for slot in series.slots), *first]


def _ground(sketch: _Sketch, widths: TextWidths) -> Iterator[str]:
    """Draw the normal range, the axis and the dates."""
    plot, series = sketch.plot, sketch.series
    provisional = series.normal is not None and series.normal.standing == "provisional"
    ends_now = bool(sketch.parts) and sketch.parts[-1].end == len(series.slots)
    outlined = provisional and ends_now
    yield from band_marks(sketch.parts, plot.bands, plot.y, provisional=outlined)
    yield from axis_marks(plot, widths)
    yield from centre_marks(sketch.parts, plot.bands, plot.y)
    write = medium_day_text if len(series.slots) > _YEAR else short_day_text
    labels = [write(slot.day) for slot in series.slots]
    yield from slot_labels(plot, labels, widths, most=_MOST_DATES[sketch.size])


def _weeks(sketch: _Sketch) -> Iterator[str]:
    """Draw what was stated first behind the line of what stands now, then the points."""
    plot, slots = sketch.plot, sketch.series.slots
    for index, slot in enumerate(slots):
        yield from _before(slot, plot, plot.bands.centre(index))
    for run in runs(slot.value for slot in slots):
        points = places(run, plot.bands, plot.y)
        yield polyline(points, "ink", 1.5) or dot(points[0], 1.6, "ink")
    for index, slot in enumerate(slots):
        if slot.value is not None:
            at = (plot.bands.centre(index), plot.y(slot.value))
            yield _point(slot, at, sketch, last=index + 1 == len(slots))


def _before(slot: Slot, plot: Plot, x: float) -> Iterator[str]:
    if slot.first is None or slot.first.value is None:
        return
    was = plot.y(slot.first.value)
    if slot.value is not None:
        yield line((x, was), (x, plot.y(slot.value)), "grey", 0.9)
    yield dot((x, was), 2.2, "paper", "grey")


def _point(slot: Slot, at: Point, sketch: _Sketch, *, last: bool) -> str:
    """Draw a week: part weeks as rings, those with a signal larger and in its colour."""
    colour, wide = signal_tone(slot.signal), sketch.plot.bands.step >= _DOTS_FROM
    if slot.partial:
        return dot(at, 2.4, "paper", colour)
    if last or slot.signal is not None:
        return dot(at, 3.1 if last else 2.5 if wide else 1.8, colour)
    return dot(at, 1.6, "ink") if sketch.plot.bands.step >= _POINTS_FROM else ""


def _ends(series: WeekSeries, kpi: Kpi, parts: tuple[Stretch, ...]) -> list[EndLabel]:
    """Name the newest value and the limits that hold now."""
    found, newest = list[EndLabel](), series.slots[-1]
    if newest.value is not None:
        tone = signal_tone(newest.signal)
        found.append(EndLabel(newest.value, amount(newest.value, kpi.unit), tone, bold=True))
    if parts and parts[-1].end == len(series.slots):
        now = parts[-1]
        limit, average = gettext("limit {value}"), gettext("average {value}")
        levels = ((limit, now.upper), (average, now.centre), (limit, now.lower))
        found += [
            EndLabel(of[-1], told.format(value=amount(of[-1], kpi.unit))) for told, of in levels
        ]
    return found
