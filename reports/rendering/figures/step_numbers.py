"""The numbers of charts whose rows follow from each other: funnels and waterfalls."""

from dataclasses import replace

from reports.rendering.charts.words import effect_quantity, size_quantity
from reports.rendering.figures.tabular import counted, quantity, table
from reports.rendering.language import gettext, marked
from reports.values.charts import Datum, Funnel, StepKind, Waterfall, WaterfallStep
from reports.values.document import Table
from reports.values.quantity import Quantity

_KINDS: dict[StepKind, str] = {
    "segment": marked("segment"),
    "mix": marked("mix between segments"),
    "rate": marked("change within segments"),
    "rest": marked("all others"),
}


def funnel_numbers(chart: Funnel) -> Table:
    """Give each step with its shares, now and in the period before."""
    compared = any(step.before is not None for step in chart.steps)
    heads = [gettext("Step"), gettext("Now"), gettext("of step before"), gettext("of first")]
    heads += [gettext("Before"), gettext("of step before, then")] * compared
    rows = []
    for at, step in enumerate(chart.steps):
        last = chart.steps[at - 1] if at else None
        first = chart.steps[0] if at else None
        now = [
            quantity(step.now, chart.unit),
            _share(step.now, last.now if last else None),
            _share(step.now, first.now if first else None),
        ]
        then = [
            quantity(step.before, chart.unit),
            _share(step.before, last.before if last else None),
        ]
        rows.append((step.title, *now, *then[: 2 * compared]))
    return table(chart.title, heads, rows)


def waterfall_numbers(chart: Waterfall) -> Table:
    """Give base, every reason and now; reasons in the unit of the KPI's changes."""
    heads = (
        gettext("Reason"),
        gettext("Value"),
        gettext("Effect"),
        gettext("Noise up to"),
        gettext("n"),
        gettext("Kind."),
    )
    base, now = (
        (name, quantity(one, chart.unit), None, None, counted(one.n), "")
        for name, one in ((gettext("Before"), chart.base), (gettext("Now"), chart.now))
    )
    steps = [
        (
            step.title,
            None,
            _effect(chart, step.effect, step.reason),
            _noise(chart, step.noise),
            counted(step.n),
            _kind(step),
        )
        for step in chart.steps
    ]
    return table(chart.title, heads, [base, *steps, now])


def _kind(step: WaterfallStep) -> str:
    kind = gettext(_KINDS[step.kind])
    return gettext("{kind}, stands out").format(kind=kind) if step.named else kind


def _effect(chart: Waterfall, effect: float | None, reason: str = "") -> Quantity:
    return replace(effect_quantity(effect, chart.unit, chart.change_unit), reason=reason)


def _noise(chart: Waterfall, noise: float | None) -> Quantity | None:
    return None if noise is None else size_quantity(noise, chart.unit, chart.change_unit)


def _share(part: Datum | None, whole: Datum | None) -> Quantity | None:
    if part is None or part.value is None or whole is None or not whole.value:
        return None
    return Quantity(part.value / whole.value, "share")
