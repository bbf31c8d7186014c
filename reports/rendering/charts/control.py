"""A control chart: a KPI's weeks inside their normal range, with target and what coincided."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from reports.rendering.charts.axes import Axis, Frame, Plot, axis_marks, slot_labels, value_scale
from reports.rendering.charts.geometry import places, runs
from reports.rendering.charts.labels import (
    END_GAP,
    ROW,
    CauseLabel,
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
from reports.rendering.charts.picture import Picture, Speech, Spot, picture, slot_spots
from reports.rendering.charts.svg import dot, line, polyline
from reports.rendering.charts.theme import CONTROL_HEIGHT, CONTROL_WIDTH, NARROW_WIDTH
from reports.rendering.charts.words import count_text, joined, state_notes
from reports.rendering.dates import medium_day_text, period_text, short_day_text
from reports.rendering.fonts import TextWidths
from reports.rendering.judgements import limits_words, signal_tone, words_in_sentence
from reports.rendering.language import gettext
from reports.rendering.numbers import amount, interval_text, reading_text
from reports.values.document import ControlPanel
from reports.values.reading import Reading

_MOST_DATES = 6
_FOOT = 18.0
_HEAD = 14.0
# A target further away than this many times the extent of the data would flatten the line.
_TOO_FAR = 1.5


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A panel with everything placed."""

    panel: ControlPanel
    parts: tuple[Stretch, ...]
    plot: Plot
    causes: tuple[CauseLabel, ...]

    @property
    def current(self) -> Stretch | None:
        """Return the limits of the newest week, if there are any."""
        whole = self.parts and self.parts[-1].end == len(self.panel.history)
        return self.parts[-1] if whole else None


def control_chart(panel: ControlPanel, widths: TextWidths, *, narrow: bool = False) -> Markup:
    """Draw a panel; the narrow drawing is for telephones."""
    return control_picture(panel, widths, narrow=narrow).svg


def control_picture(panel: ControlPanel, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw a panel whose weeks tell their numbers."""
    width = NARROW_WIDTH if narrow else CONTROL_WIDTH
    parts = stretches(panel.normal, len(panel.history))
    axis = value_scale(_levels(panel, parts), panel.unit, zero=False)
    ends = max((one.width(widths) for one in _end_labels(panel, parts, axis)), default=0.0)
    left, right = axis.label_width(widths), width - END_GAP - ends
    plot = Plot(Frame(left, right), axis, len(panel.history), width=width)
    first = panel.history[0].period.start
    causes = place_causes(panel.causes, plot, first, widths)
    top = _HEAD + ROW * (max((one.row for one in causes), default=-1) + 1)
    frame = Frame(left, right, top, CONTROL_HEIGHT - _FOOT)
    placed = Plot(frame, axis, len(panel.history), width=width)
    sketch = _Drawing(panel, parts, placed, causes)
    speech = Speech(control_title(panel), control_words(panel))
    spots = partial(_spots, sketch)
    return picture((width, CONTROL_HEIGHT), speech, _marks(sketch, widths), spots)


def control_title(panel: ControlPanel) -> str:
    """Name the chart for those who cannot see it."""
    told = gettext("Chart of {title}: {count} weeks against their normal range")
    return told.format(title=panel.title, count=len(panel.history))


def control_words(panel: ControlPanel) -> str:
    """Say the key numbers of a panel in words."""
    last, unit = panel.history[-1], panel.unit
    parts = [gettext("Last week {value}").format(value=reading_text(last, unit))]
    if panel.signal is not None:
        parts[0] += f", {words_in_sentence(panel.signal)}"
    low, high, centre = (
        row[-1] if row else None
        for row in (panel.normal.lower, panel.normal.upper, panel.normal.centre)
    )
    if low is not None and high is not None and centre is not None:
        span = interval_text(low, high, unit)
        parts.append(gettext("normal range {value}").format(value=span))
        parts.append(gettext("average {value}").format(value=amount(centre, unit)))
    parts.append(limits_words(panel.normal))
    if panel.target is not None:
        parts.append(gettext("target {value}").format(value=amount(panel.target, unit)))
    told = gettext("coincided with {cause}, {day}")
    parts += [told.format(cause=one.label, day=medium_day_text(one.on)) for one in panel.causes]
    return "; ".join(parts) + "."


def with_limits(panel: ControlPanel) -> list[tuple[Reading, tuple[float | None, ...]]]:
    """Return every week with its lower limit, average and upper limit."""
    normal, count = panel.normal, len(panel.history)
    rows = [
        [*[None] * (count - len(row)), *row][-count:]
        for row in (normal.lower, normal.centre, normal.upper)
    ]
    return list(zip(panel.history, zip(*rows, strict=True), strict=True))


def _spots(sketch: _Drawing) -> Iterator[Spot]:
    panel = sketch.panel
    told = (
        (period_text(reading.period), week_says(panel, reading, limits))
        for reading, limits in with_limits(panel)
    )
    return slot_spots(sketch.plot, told)


def week_says(panel: ControlPanel, reading: Reading, limits: tuple[float | None, ...]) -> str:
    """Write a week's value, its n, and what was normal then."""
    low, _, high = limits
    normal = ""
    if low is not None and high is not None:
        span = interval_text(low, high, panel.unit)
        normal = gettext("normal range {value}").format(value=span)
    n = count_text(reading.n) if reading.n else ""
    return joined(reading_text(reading, panel.unit), n, normal, *state_notes(reading.status))


def _marks(sketch: _Drawing, widths: TextWidths) -> Iterator[str]:
    panel, plot = sketch.panel, sketch.plot
    provisional = panel.normal.standing == "provisional" and sketch.current is not None
    yield from band_marks(sketch.parts, plot.bands, plot.y, provisional=provisional)
    yield from axis_marks(plot, widths)
    yield from centre_marks(sketch.parts, plot.bands, plot.y)
    if panel.target is not None and _within(panel.target, plot.axis):
        height = plot.y(panel.target)
        ends = ((plot.frame.left, height), (plot.frame.right, height))
        yield line(*ends, "ink", 1.2, dashes="4 2.5")
    yield from cause_marks(sketch.causes, plot)
    yield from _line(sketch)
    labels = [short_day_text(reading.period.start) for reading in panel.history]
    yield from slot_labels(plot, labels, widths, most=_MOST_DATES)
    yield from end_labels(plot, _end_labels(panel, sketch.parts, plot.axis))


def _line(sketch: _Drawing) -> Iterator[str]:
    """Draw the line with gaps where weeks are missing, and a point per week."""
    plot, history = sketch.plot, sketch.panel.history
    for run in runs(reading.value for reading in history):
        yield polyline(places(run, plot.bands, plot.y), "ink", 1.5)
    for index, reading in enumerate(history):
        if reading.value is not None:
            at = (plot.bands.centre(index), plot.y(reading.value))
            yield from _point(sketch.panel, reading, at, last=index + 1 == len(history))


def _point(
    panel: ControlPanel, reading: Reading, at: tuple[float, float], *, last: bool
) -> Iterator[str]:
    """Draw a week: part weeks as rings, those of the signal in its colour, the newest circled."""
    signal = panel.signal
    told = signal is not None and reading.period.start >= signal.since
    colour = signal_tone(signal) if told else "ink"
    if last and told:
        yield dot(at, 5.6, "paper", colour)
    if reading.status == "partial":
        yield dot(at, 2.6, "paper", colour)
    else:
        yield dot(at, 3.1 if last else 2.5 if told else 1.6, colour)


def _levels(panel: ControlPanel, parts: tuple[Stretch, ...]) -> list[float]:
    """Return every value that the axis must hold; a target far away is only named."""
    found = [reading.value for reading in panel.history if reading.value is not None]
    found += bounds_of(parts)
    if panel.target is None or not found:
        return found or [one for one in (panel.target,) if one is not None]
    room = (max(found) - min(found)) * _TOO_FAR
    near = min(found) - room <= panel.target <= max(found) + room
    return [*found, panel.target] if near else found


def _end_labels(panel: ControlPanel, parts: tuple[Stretch, ...], axis: Axis) -> list[EndLabel]:
    """Name the newest value, the target and the limits that hold now."""
    unit, last = panel.unit, panel.history[-1]
    found = []
    if last.value is not None:
        colour = signal_tone(panel.signal)
        found.append(EndLabel(last.value, amount(last.value, unit), colour, bold=True))
    if panel.target is not None:
        near = _within(panel.target, axis)
        told = gettext("target {value}") if near else gettext("target {value}, off the scale")
        label = told.format(value=amount(panel.target, unit))
        found.append(EndLabel(panel.target, label, "ink"))
    if parts and parts[-1].end == len(panel.history):
        now = parts[-1]
        for name, value in (
            (gettext("limit {value}"), now.upper[-1]),
            (gettext("average {value}"), now.centre[-1]),
            (gettext("limit {value}"), now.lower[-1]),
        ):
            found.append(EndLabel(value, name.format(value=amount(value, unit))))
    return found


def _within(value: float, axis: Axis) -> bool:
    return axis.ticks[0] <= value <= axis.ticks[-1]
