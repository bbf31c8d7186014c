"""Six weeks and twelve months of every KPI, with the year before behind them."""

from collections.abc import Sequence

from reports.chapters.words.groups import Group, by_objective
from reports.values.assessment import Assessment
from reports.values.document import Chapter, Chart, ChartPanel, Quantity, Span
from reports.values.kpi import Kpi

ORDER = 40


def build(assessment: Assessment) -> Chapter | None:
    """Return a chart per group of the scorecard."""
    if not assessment.kpis:
        return None
    charts = tuple(_chart(assessment, group) for group in by_objective(assessment))
    return Chapter("trends", "Weeks and months", charts)


def _chart(assessment: Assessment, group: Group) -> Chart:
    panels = tuple(_panel(assessment, kpi) for kpi in group.kpis)
    return Chart(group.title, panels, _caption(assessment, group.kpis))


def _caption(assessment: Assessment, kpis: Sequence[Kpi]) -> tuple[Span, ...]:
    """Say level and change of the group's first KPI that has both."""
    for kpi in kpis:
        readings = assessment.readings[kpi.name]
        if readings.wow.value is not None:
            change = Quantity(readings.wow.value, readings.wow.unit, "change")
            part = (
                " One of the two weeks is incomplete." if readings.wow.status == "partial" else ""
            )
            told = f" on the week before.{part}"
            return (f"{kpi.title}: ", _level(kpi, assessment), ", ", change, told)
    return ("No KPI of this group can be compared with the week before.",)


def _level(kpi: Kpi, assessment: Assessment) -> Quantity:
    reading = assessment.readings[kpi.name].last_week
    return Quantity(reading.value, kpi.unit, "value", reading.status, reading.reason)


def _panel(assessment: Assessment, kpi: Kpi) -> ChartPanel:
    readings = assessment.readings[kpi.name]
    calendar = assessment.product.calendar
    return ChartPanel(
        kpi=kpi.name,
        title=kpi.title,
        subtitle=kpi.why,
        unit=kpi.unit,
        weeks=readings.weeks,
        weeks_prior_year=readings.weeks_prior_year,
        months=readings.months,
        months_prior_year=readings.months_prior_year,
        week_labels=tuple(calendar.week_label(reading.period)[-3:] for reading in readings.weeks),
    )
