"""The numbers of charts whose rows follow from each other: funnels and waterfalls."""

from dataclasses import replace

from reports.rendering.charts.words import effect_quantity, size_quantity
from reports.rendering.figures.tabular import counted, quantity, table
from reports.values.charts import Datum, Funnel, StepKind, Waterfall
from reports.values.document import Table
from reports.values.quantity import Quantity

_KINDS: dict[StepKind, str] = {
    "segment": "segment",
    "mix": "mix between segments",
    "rate": "change within segments",
    "rest": "all others",
}


def funnel_numbers(chart: Funnel) -> Table:
    """Give each step with its shares, now and in the period before."""
    compared = any(step.before is not None for step in chart.steps)
    heads = ["Step", "Now", "of step before", "of first"]
    heads += ["Before", "of step before, then"] * compared
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
    heads = ("Reason", "Value", "Effect", "Noise up to", "n", "Kind.")
    base, now = (
        (name, quantity(one, chart.unit), None, None, counted(one.n), "")
        for name, one in (("Before", chart.base), ("Now", chart.now))
    )
    steps = [
        (
            step.title,
            None,
            _effect(chart, step.effect, step.reason),
            _noise(chart, step.noise),
            counted(step.n),
            f"{_KINDS[step.kind]}{', stands out' if step.named else ''}",
        )
        for step in chart.steps
    ]
    return table(chart.title, heads, [base, *steps, now])


def _effect(chart: Waterfall, effect: float | None, reason: str = "") -> Quantity:
    return replace(effect_quantity(effect, chart.unit, chart.change_unit), reason=reason)


def _noise(chart: Waterfall, noise: float | None) -> Quantity | None:
    return None if noise is None else size_quantity(noise, chart.unit, chart.change_unit)


def _share(part: Datum | None, whole: Datum | None) -> Quantity | None:
    if part is None or part.value is None or whole is None or not whole.value:
        return None
    return Quantity(part.value / whole.value, "share")
