"""A funnel: one bar per step, with the share of the step before that went on to it."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from reports.rendering.charts.axes import Axis
from reports.rendering.charts.flags import FLAG_SIZE, flag, mark_tone, mark_words
from reports.rendering.charts.geometry import extent
from reports.rendering.charts.picture import Picture, Speech, Spot, picture
from reports.rendering.charts.rows import RowPlot, RowText, row_plot, row_rule, row_words
from reports.rendering.charts.svg import bar
from reports.rendering.charts.theme import Colour
from reports.rendering.charts.words import datum_text, joined, share_text, state_notes
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext, marked
from reports.values.charts import Funnel, FunnelStep

MOST_STEPS = 24
_PITCH = 27.0
_NOW, _BEFORE = 9.0, 17.0
_OF_BEFORE = marked("{value} of step before")
_BEFORE_WAS = marked("before {value}")


def funnel(chart: Funnel, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw the steps as bars from zero, the period before behind them."""
    steps = chart.steps[:MOST_STEPS]
    texts = [_texts(chart, at, narrow=narrow) for at in range(len(steps))]
    plot = row_plot(texts, _axis(steps), _PITCH, widths, narrow=narrow)
    marks = [mark for row, step in enumerate(steps) for mark in _bars(step, row, plot)]
    marks += row_rule(plot, plot.x(0), "past", 0.7)
    marks += row_words(plot, widths)
    spots = partial(_spots, chart, plot)
    return picture((plot.width, plot.height), funnel_speech(chart), marks, spots)


def funnel_speech(chart: Funnel) -> Speech:
    """Say where the funnel begins, where it ends, and where it loses most."""
    title = gettext("Chart of {count} steps").format(count=len(chart.steps))
    if not chart.steps:
        return Speech(title, gettext("There are no steps."))
    first, last = chart.steps[0], chart.steps[-1]
    parts = [f"{first.title} {datum_text(first.now, chart.unit)}"]
    whole = share_text(last.now.value, first.now.value)
    end = f"{last.title} {datum_text(last.now, chart.unit)}"
    parts.append(
        gettext("{end}, {share} of the first").format(end=end, share=whole) if whole else end
    )
    worst = _narrowest(chart)
    if worst is not None:
        share = share_text(chart.steps[worst].now.value, chart.steps[worst - 1].now.value)
        told = gettext("the smallest share goes on to {step}: {share}")
        parts.append(told.format(step=chart.steps[worst].title, share=share))
    return Speech(title, "; ".join(parts) + ".")


def gone_on(chart: Funnel, at: int) -> tuple[str, str]:
    """Write which share of the step before went on to a step, now and in the period before."""
    if at == 0:
        return "", ""
    one, other = chart.steps[at], chart.steps[at - 1]
    now = share_text(one.now.value, other.now.value)
    if one.before is None or other.before is None:
        return now, ""
    return now, share_text(one.before.value, other.before.value)


def _told(pattern: str, value: str) -> str:
    return gettext(pattern).format(value=value) if value else ""


def _narrowest(chart: Funnel) -> int | None:
    shares = {
        at: step.now.value / before.now.value
        for at, (before, step) in enumerate(pairwise(chart.steps), start=1)
        if step.now.value is not None and before.now.value
    }
    return min(shares, key=lambda at: shares[at], default=None)


def _axis(steps: tuple[FunnelStep, ...]) -> Axis:
    values = [step.now.value for step in steps]
    values += [step.before.value for step in steps if step.before is not None]
    low, high = extent(values, zero=True) or (0.0, 1.0)
    return Axis((low, high if high > low else low + 1.0), ("", ""))


def _texts(chart: Funnel, at: int, *, narrow: bool) -> RowText:
    step = chart.steps[at]
    now, _ = gone_on(chart, at)
    more = _told(_OF_BEFORE, now)
    value = datum_text(step.now, chart.unit)
    marked = step.now.mark != "none"
    tone = mark_tone(step.now.mark) if marked else "grey"
    if narrow:
        return RowText(step.title, joined(more, value), "", tone if marked else "ink")
    colour: Colour = "grey" if step.now.value is None else "ink"
    return RowText(step.title, value, more, colour, more_colour=tone)


def _bars(step: FunnelStep, row: int, plot: RowPlot) -> Iterator[str]:
    middle, zero = plot.middle(row), plot.x(0)
    end = zero
    if step.before is not None and step.before.value is not None:
        left, end = sorted((zero, plot.x(step.before.value)))
        yield bar((left, middle - _BEFORE / 2), (end - left, _BEFORE), "shade")
    if step.now.value is None:
        return
    left, right = sorted((zero, plot.x(step.now.value)))
    partial = step.now.status == "partial"
    size = (max(right - left, 0.6), _NOW)
    corner = (left, middle - _NOW / 2)
    yield bar(corner, size, "paper", "ink") if partial else bar(corner, size, "ink")
    yield flag(step.now.mark, "higher", (min(max(right, end) + FLAG_SIZE, plot.right), middle))


def _spots(chart: Funnel, plot: RowPlot) -> Iterator[Spot]:
    for row in range(len(plot.texts)):
        yield plot.spot(row, _says(chart, row))


def _says(chart: Funnel, at: int) -> str:
    step = chart.steps[at]
    now, before = gone_on(chart, at)
    whole = share_text(step.now.value, chart.steps[0].now.value) if at else ""
    return joined(
        datum_text(step.now, chart.unit),
        _told(_OF_BEFORE, now),
        _told(marked("{value} of first"), whole),
        _told(_BEFORE_WAS, datum_text(step.before, chart.unit) if step.before else ""),
        _told(marked("then {value} of step before"), before),
        *state_notes(step.now.status, mark_words(step.now.mark)),
    )
