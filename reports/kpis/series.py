"""All readings a review needs of each KPI, formulas included."""

from collections.abc import Mapping, Sequence

from reports.kpis.comparisons import compare, compare_with_mean
from reports.kpis.coverage import DayCounter
from reports.kpis.formulas import evaluate
from reports.kpis.readings import read
from reports.kpis.spans import SHOWN_WEEKS, Spans
from reports.values.assessment import Coverage
from reports.values.calendar import Period
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.reading import KpiReadings, Reading

ByPeriod = Mapping[Period, Reading]


def read_all(
    kpis: Sequence[Kpi],
    facts: Mapping[str, FactColumns],
    coverage: Mapping[str, Coverage],
    periods: Sequence[Period],
) -> dict[str, ByPeriod]:
    """Return each KPI's readings by period; operands stand before the formulas that use them."""
    days = {relation: DayCounter.of(item) for relation, item in coverage.items()}
    known: dict[str, ByPeriod] = {}
    for kpi in kpis:
        if kpi.query is None:
            known[kpi.name] = {
                period: evaluate(kpi, {name: known[name][period] for name in kpi.operands}, period)
                for period in periods
            }
        else:
            readings = read(kpi, facts[kpi.name], days[kpi.query.relations[0]], periods)
            known[kpi.name] = dict(zip(periods, readings, strict=True))
    return known


def assemble(kpi: Kpi, readings: ByPeriod, spans: Spans) -> KpiReadings:
    """Return a KPI's series and comparisons for one review."""
    history = tuple(readings[period] for period in spans.history)
    prior_year = tuple(readings[period] for period in spans.weeks_prior_year)
    return KpiReadings(
        kpi=kpi.name,
        history=history,
        weeks=history[-SHOWN_WEEKS:],
        weeks_prior_year=prior_year,
        months=tuple(readings[period] for period in spans.months),
        months_prior_year=tuple(readings[period] for period in spans.months_prior_year),
        wow=compare(history[-1], history[-2], kpi.change),
        four_weeks=compare_with_mean(history[-1], history[-5:-1], kpi),
        yoy=compare(history[-1], prior_year[-1], kpi.change),
    )
