"""All readings a review needs of each KPI, formulas included."""

from collections.abc import Mapping, Sequence

from reports.kpis.comparisons import compare, compare_to_date, compare_with_mean
from reports.kpis.coverage import Asked, DayCounter
from reports.kpis.formulas import Formula
from reports.kpis.readings import read_asked
from reports.kpis.spans import SHOWN_WEEKS, Spans
from reports.values.assessment import Coverage
from reports.values.calendar import Period
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.reading import KpiReadings, Reading, ToDate

ByPeriod = Mapping[Period, Reading]


def read_all(
    kpis: Sequence[Kpi],
    facts: Mapping[str, FactColumns],
    coverage: Mapping[str, Coverage],
    periods: Sequence[Period],
) -> dict[str, ByPeriod]:
    """Return each KPI's readings by period; operands stand before the formulas that use them."""
    asked = {name: Asked.of(DayCounter.of(item), periods) for name, item in coverage.items()}
    known: dict[str, ByPeriod] = {}
    for kpi in kpis:
        if kpi.query is None:
            known[kpi.name] = _evaluated(kpi, known, periods)
        else:
            readings = read_asked(kpi, facts[kpi.name], asked[kpi.query.relations[0]])
            known[kpi.name] = {reading.period: reading for reading in readings}
    return known


def _evaluated(
    kpi: Kpi, known: Mapping[str, ByPeriod], periods: Sequence[Period]
) -> dict[Period, Reading]:
    """Return a formula's readings, which rest on those of its operands in the same period."""
    formula, parts = Formula.of(kpi), {name: known[name] for name in kpi.operands}
    return {
        period: formula.evaluate({name: part[period] for name, part in parts.items()}, period)
        for period in periods
    }


def assemble(kpi: Kpi, readings: ByPeriod, spans: Spans) -> KpiReadings:
    """Return a KPI's series and comparisons for one review."""
    history = _of(readings, spans.history)
    prior_year = _of(readings, spans.weeks_prior_year)
    mtd, qtd, ytd = (
        _to_date(kpi, readings[now], readings[before])
        for now, before in zip(spans.to_date, spans.to_date_prior_year, strict=True)
    )
    return KpiReadings(
        kpi=kpi.name,
        history=history,
        weeks=history[-SHOWN_WEEKS:],
        weeks_prior_year=prior_year,
        months=_of(readings, spans.months),
        months_prior_year=_of(readings, spans.months_prior_year),
        wow=compare(history[-1], history[-2], kpi.change),
        four_weeks=compare_with_mean(history[-1], history[-5:-1], kpi),
        yoy=compare(history[-1], prior_year[-1], kpi.change),
        mtd=mtd,
        qtd=qtd,
        ytd=ytd,
        fiscal_year=tuple(
            readings[month] if month.end <= history[-1].period.end else _not_begun(month)
            for month in spans.fiscal_year
        ),
        fiscal_year_prior_year=_of(readings, spans.fiscal_year_prior_year),
    )


def _of(readings: ByPeriod, periods: Sequence[Period]) -> tuple[Reading, ...]:
    return tuple(readings[period] for period in periods)


def _to_date(kpi: Kpi, now: Reading, before: Reading) -> ToDate:
    return ToDate(now, before, compare_to_date(now, before, kpi.change))


def _not_begun(month: Period) -> Reading:
    return Reading(month, None, "missing", "not begun")
