"""A change from base to now, reason by reason; each begins where the one before ended."""

from collections.abc import Iterator, Sequence
from functools import partial

from reports.rendering.charts.axes import value_scale
from reports.rendering.charts.picture import Picture, Speech, Spot, picture
from reports.rendering.charts.rows import RowPlot, RowText, row_axis, row_plot, row_words
from reports.rendering.charts.stairs import Stair, stairs_of
from reports.rendering.charts.svg import bar, dot, line
from reports.rendering.charts.theme import Colour
from reports.rendering.charts.words import (
    count_text,
    datum_text,
    effect_text,
    joined,
    size_quantity,
    told,
)
from reports.rendering.dates import period_text
from reports.rendering.fonts import TextWidths
from reports.rendering.language import gettext, marked
from reports.rendering.numbers import missing_text, quantity_text
from reports.values.calendar import Period
from reports.values.charts import Datum, StepKind, Waterfall, WaterfallStep

_PITCH = 21.0
_BAR = 9.0
_NOISE = 15.0
_KINDS: dict[StepKind, str] = {
    "segment": "",
    "mix": marked("mix"),
    "rate": marked("rate"),
    "rest": "",
}


def waterfall(chart: Waterfall, widths: TextWidths, *, narrow: bool = False) -> Picture:
    """Draw base, reasons and now below each other, on an axis that need not hold zero."""
    stairs = stairs_of(chart)
    ends = ((gettext("Before"), chart.base), (gettext("Now"), chart.now))
    base, now = (RowText(name, datum_text(datum, chart.unit)) for name, datum in ends)
    texts = [base, *(_texts(chart, stair.step) for stair in stairs), now]
    axis = value_scale(_levels(chart, stairs), chart.unit, zero=False)
    plot = row_plot(texts, axis, _PITCH, widths, narrow=narrow)
    marks = [*row_axis(plot, widths, better=chart.better), *_joints(chart, stairs, plot)]
    marks += [mark for row, one in enumerate(stairs, 1) for mark in _stair(chart, one, row, plot)]
    marks += [*_level(chart.base, 0, plot), *_level(chart.now, len(stairs) + 1, plot)]
    marks += row_words(plot, widths)
    spots = partial(_spots, chart, stairs, plot)
    return picture((plot.width, plot.height), waterfall_speech(chart), marks, spots)


def waterfall_speech(chart: Waterfall) -> Speech:
    """Say both ends and the reasons that stand out."""
    ends = (datum_text(one, chart.unit) for one in (chart.base, chart.now))
    parts = [gettext("From {before} to {now}").format(before=next(ends), now=next(ends))]
    named = [step for step in chart.steps if step.named and step.effect is not None]
    parts += [f"{one.title} {step_text(chart, one)}" for one in named]
    if not named:
        parts.append(gettext("no reason stands out from its own noise"))
    title = gettext("Chart of a change in {count} reasons").format(count=len(chart.steps))
    return Speech(title, "; ".join(parts) + ".")


def step_text(chart: Waterfall, step: WaterfallStep) -> str:
    """Write the effect of a step in the unit of the KPI's changes, or why there is none."""
    if step.effect is None:
        return missing_text("missing", step.reason)
    return effect_text(step.effect, chart.unit, chart.change_unit)


def step_says(chart: Waterfall, step: WaterfallStep) -> str:
    """Write the effect, its noise and whether it stands out."""
    noise = ""
    if step.noise is not None:
        size = size_quantity(step.noise, chart.unit, chart.change_unit)
        noise = gettext("noise up to {value}").format(value=quantity_text(size))
    n = count_text(step.n) if step.n else ""
    state = _favour(chart, step) if step.named else ""
    return joined(step_text(chart, step), _kind(step), noise, n, state)


def _favour(chart: Waterfall, step: WaterfallStep) -> str:
    told = {"accent": gettext("favourable"), "warning": gettext("adverse")}
    return told.get(_tone(chart, step), gettext("beyond its noise"))


def _kind(step: WaterfallStep) -> str:
    return gettext(_KINDS[step.kind]) if _KINDS[step.kind] else ""


def _tone(chart: Waterfall, step: WaterfallStep) -> Colour:
    """Return grey for what lies within its noise, else the colour of good or bad news."""
    if not step.named:
        return "past"
    if chart.better == "none" or not step.effect:
        return "ink"
    return "accent" if (step.effect > 0) == (chart.better == "higher") else "warning"


def _texts(chart: Waterfall, step: WaterfallStep) -> RowText:
    kind = _kind(step)
    title = (
        f"{step.title}, {kind}" if kind and kind.lower() not in step.title.lower() else step.title
    )
    tone = _tone(chart, step)
    return RowText(title, step_text(chart, step), "", "ink" if tone == "past" else tone, step.named)


def _levels(chart: Waterfall, stairs: Sequence[Stair]) -> list[float | None]:
    found: list[float | None] = [chart.base.value, chart.now.value]
    for one in stairs:
        noise = abs(one.step.noise or 0.0)
        found += [one.end, one.start - noise, one.start + noise]
    return found


def _stair(chart: Waterfall, one: Stair, row: int, plot: RowPlot) -> Iterator[str]:
    """Draw what one reason adds, in front of how far it gets without a cause."""
    middle = plot.middle(row)
    if one.step.noise:
        left, right = sorted(plot.x(one.start + side * one.step.noise) for side in (-1, 1))
        yield bar((left, middle - _NOISE / 2), (right - left, _NOISE), "band")
    if one.step.effect is None:
        return
    left, right = sorted((plot.x(one.start), plot.x(one.end)))
    size = (max(right - left, 0.8), _BAR)
    yield bar((left, middle - _BAR / 2), size, _tone(chart, one.step))


def _level(datum: Datum, row: int, plot: RowPlot) -> Iterator[str]:
    """Draw one end of the change: a point, open while days are missing."""
    if datum.value is not None:
        at = (plot.x(datum.value), plot.middle(row))
        yield dot(at, 3.1, "paper", "ink") if datum.status == "partial" else dot(at, 3.1, "ink")


def _joints(chart: Waterfall, stairs: Sequence[Stair], plot: RowPlot) -> Iterator[str]:
    """Lead from the end of each row down to the start of the next."""
    if chart.base.value is None:
        return
    levels = [chart.base.value, *(one.end for one in stairs)]
    for row, level in enumerate(levels):
        x = plot.x(level)
        yield line((x, plot.middle(row)), (x, plot.middle(row + 1)), "past", 0.7)


def _spots(chart: Waterfall, stairs: Sequence[Stair], plot: RowPlot) -> Iterator[Spot]:
    yield plot.spot(0, _end_says(chart, chart.base, chart.base_period))
    for row, one in enumerate(stairs, 1):
        yield plot.spot(row, step_says(chart, one.step))
    yield plot.spot(len(stairs) + 1, _end_says(chart, chart.now, chart.period))


def _end_says(chart: Waterfall, datum: Datum, period: Period) -> str:
    return joined(told(datum, chart.unit), period_text(period))
