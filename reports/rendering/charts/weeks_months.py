"""Six weeks and twelve months of one KPI, with the year before behind them.

Amounts are bars from zero; shares, durations and other levels are lines on a free axis. Weeks
and months share one axis where their sizes are alike, and have one each where they are not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from reports.rendering.charts.axes import Frame, Plot, axis_marks, slot_labels, value_scale
from reports.rendering.charts.geometry import extent, places, runs
from reports.rendering.charts.picture import Picture, Speech, Spot, picture, slot_spots
from reports.rendering.charts.svg import bar, dot, polyline, text
from reports.rendering.charts.theme import LABEL_SIZE, PANEL_HEIGHT, PANEL_WIDTH, VALUE_SIZE
from reports.rendering.charts.words import joined, state_notes
from reports.rendering.dates import month_text, period_text
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext
from reports.rendering.numbers import COMPACT_UNITS, NONE, is_currency, reading_text
from reports.values.document import ChartPanel
from reports.values.reading import Reading

_ALIKE = 1.6
_GAP = 8.0
_LABELS = 35.0
_WEEKS_SHARE = 0.36
_HEAD = 9.5
_HEAD_GAP = 5.0


@dataclass(frozen=True, slots=True)
class _Series:
    """One half of the panel: this year's readings, last year's, and what stands below."""

    name: str
    now: tuple[Reading, ...]
    before: tuple[Reading, ...]
    labels: tuple[str, ...]

    def values(self) -> list[float | None]:
        """Return all values of both years."""
        return [reading.value for reading in (*self.now, *self.before)]


def weeks_months(panel: ChartPanel, widths: TextWidths) -> Markup:
    """Draw a panel."""
    return weeks_months_picture(panel, widths).svg


def weeks_months_picture(panel: ChartPanel, widths: TextWidths) -> Picture:
    """Draw a panel whose weeks and months tell their numbers."""
    weeks = _Series(gettext("Weeks"), panel.weeks, panel.weeks_prior_year, panel.week_labels)
    months = _Series(
        gettext("Months"),
        panel.months,
        panel.months_prior_year,
        tuple(month_text(reading.period.start)[:3] for reading in panel.months),
    )
    marks: list[str] = []
    plots = _plots(weeks, months, panel.unit, widths)
    for series, plot in plots:
        marks += _absences(series, plot)
        marks += axis_marks(plot, widths)
        marks += _bars(series, plot) if is_amount(panel.unit) else _lines(series, plot)
        marks += slot_labels(plot, series.labels, widths)
        marks += _head(series, plot, panel.unit, widths)
    speech = Speech(panel_title(panel), panel_words(panel))
    spots = partial(_spots, plots, panel.unit)
    return picture((PANEL_WIDTH, PANEL_HEIGHT), speech, marks, spots)


def is_amount(unit: str) -> bool:
    """Tell whether a unit is counted from zero, so that bars are right."""
    return unit in COMPACT_UNITS or is_currency(unit)


def incomplete(panels: Iterable[ChartPanel]) -> bool:
    """Tell whether some panel shows a period with days missing."""
    return any(r.status == "partial" for panel in panels for r in (*panel.weeks, *panel.months))


def gappy(panels: Iterable[ChartPanel]) -> bool:
    """Tell whether some panel has a period without a value."""
    return any(r.value is None for panel in panels for r in (*panel.weeks, *panel.months))


def panel_title(panel: ChartPanel) -> str:
    """Name the chart for those who cannot see it."""
    told = gettext("Chart of {title}: six weeks, twelve months and the year before")
    return told.format(title=panel.title)


def panel_words(panel: ChartPanel) -> str:
    """Say the key numbers of a panel in words."""
    ends = (
        (gettext("Last week {value}"), panel.weeks),
        (gettext("52 weeks before {value}"), panel.weeks_prior_year),
        (gettext("last month {value}"), panel.months),
    )
    parts = [told.format(value=reading_text(one[-1], panel.unit)) for told, one in ends if one]
    return ", ".join(parts) + "."


def _plots(
    weeks: _Series, months: _Series, unit: str, widths: TextWidths
) -> tuple[tuple[_Series, Plot], tuple[_Series, Plot]]:
    """Divide the panel into two plots with one axis or two."""
    shared = _alike(weeks, months)
    both = [*weeks.values(), *months.values()]
    first = value_scale(both if shared else weeks.values(), unit, zero=is_amount(unit))
    second = first if shared else value_scale(months.values(), unit, zero=is_amount(unit))
    left = max(first.label_width(widths), _LABELS)
    between = _GAP + (_LABELS if shared else max(second.label_width(widths), _LABELS))
    middle = left + (PANEL_WIDTH - left - between) * _WEEKS_SHARE
    return (
        (weeks, Plot(Frame(left, middle), first, len(weeks.now))),
        (months, Plot(Frame(middle + between, PANEL_WIDTH), second, len(months.now), bare=shared)),
    )


def _spots(plots: Iterable[tuple[_Series, Plot]], unit: str) -> Iterator[Spot]:
    for series, plot in plots:
        yield from slot_spots(plot, _told(series, unit))


def _told(series: _Series, unit: str) -> Iterator[tuple[str, str]]:
    """Say of every period what it was, and what the one a year before was."""
    earlier = gettext("year before")
    for index, now in enumerate(series.now):
        before = series.before[index] if index < len(series.before) else None
        then = f"{earlier} {reading_text(before, unit)}" if before is not None else ""
        says = joined(reading_text(now, unit), then, *state_notes(now.status))
        month = now.period.grain == "month"
        yield month_text(now.period.start) if month else period_text(now.period), says


def _alike(weeks: _Series, months: _Series) -> bool:
    one, other = extent(weeks.values(), zero=True), extent(months.values(), zero=True)
    if one is None or other is None:
        return True
    sizes = sorted(max(abs(low), abs(high)) for low, high in (one, other))
    return sizes[1] <= sizes[0] * _ALIKE


def _bars(series: _Series, plot: Plot) -> list[str]:
    """Draw narrow bars in front of last year's wide ones; the newest is the darkest."""
    step, marks = plot.bands.step, []
    for readings, share in ((series.before, 0.84), (series.now, 0.46)):
        for index, reading in enumerate(readings):
            if reading.value is None:
                continue
            top, foot = sorted((plot.y(reading.value), plot.y(0.0)))
            corner = (plot.bands.centre(index) - step * share / 2, top)
            size = (step * share, max(foot - top, 0.6))
            if readings is series.before:
                marks.append(bar(corner, size, "shade"))
            elif reading.status == "partial":
                marks.append(bar(corner, size, "paper", "ink"))
            else:
                marks.append(bar(corner, size, "ink" if index + 1 == len(readings) else "grey"))
    return marks


def _lines(series: _Series, plot: Plot) -> list[str]:
    """Draw last year's line behind this year's, both with gaps where data is missing."""
    marks = []
    for run in runs(reading.value for reading in series.before):
        points = places(run, plot.bands, plot.y)
        marks.append(polyline(points, "past", 1.5) or dot(points[0], 2.2, "past"))
    now = runs(reading.value for reading in series.now)
    marks += [polyline(places(run, plot.bands, plot.y), "ink", 1.5) for run in now]
    for index, reading in enumerate(series.now):
        if reading.value is None:
            continue
        at = (plot.bands.centre(index), plot.y(reading.value))
        last = index + 1 == len(series.now)
        if reading.status == "partial":
            marks.append(dot(at, 2.4, "paper", "ink"))
        else:
            marks.append(dot(at, 2.9 if last else 1.7, "ink"))
    return marks


def _absences(series: _Series, plot: Plot) -> list[str]:
    """Tint the slots without a value, so that a gap is seen as such."""
    step, top = plot.bands.step, plot.frame.top
    size = (step, plot.frame.bottom - top)
    gaps = [index for index, reading in enumerate(series.now) if reading.value is None]
    return [bar((plot.bands.centre(index) - step / 2, top), size, "band") for index in gaps]


def _head(series: _Series, plot: Plot, unit: str, widths: TextWidths) -> list[str]:
    """Write what the half shows, and its newest value above the end of the line.

    The name gives way to a long value: it moves above the axis labels, or is left out.
    """
    if not series.now:
        return [text((plot.frame.left, _HEAD), series.name, LABEL_SIZE, "grey")]
    newest = series.now[-1]
    found = newest.value is not None
    label = reading_text(newest, unit) if found else NONE
    start = plot.frame.right - widths.width(label, VALUE_SIZE, 600)
    marks = [text((start, _HEAD), label, VALUE_SIZE, "ink" if found else "grey", 600)]
    room = start - _HEAD_GAP - widths.width(series.name, LABEL_SIZE)
    if room >= plot.frame.left - _LABELS:
        at = (min(plot.frame.left, room), _HEAD)
        marks.append(text(at, series.name, LABEL_SIZE, "grey"))
    return marks
