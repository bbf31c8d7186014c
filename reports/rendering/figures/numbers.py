"""The numbers of a chart as tables: below it on a screen, on the last pages in print."""

from collections.abc import Iterator

from reports.rendering.charts.bins import bin_text
from reports.rendering.charts.flags import mark_words
from reports.rendering.charts.stacked_growth import active
from reports.rendering.charts.words import start_text
from reports.rendering.dates import period_text
from reports.rendering.figures.step_numbers import funnel_numbers, waterfall_numbers
from reports.rendering.figures.tabular import chunked, counted, ends, quantity, table
from reports.rendering.language import gettext
from reports.rendering.numbers import interval_text
from reports.values.charts import (
    CohortHeatmap,
    DotInterval,
    Figure,
    Funnel,
    Histogram,
    ReliabilityDiagram,
    SmallMultiples,
    StackedGrowth,
    Waterfall,
)
from reports.values.document import Cell, Table
from reports.values.quantity import Quantity


def numbers_of(chart: Figure) -> tuple[Table, ...]:
    """Give the numbers of a chart, in several tables where one would be too wide."""
    return tuple(chunked(_table(chart)))


def _table(chart: Figure) -> Table:  # noqa: PLR0911 - one return per family
    match chart:
        case CohortHeatmap():
            return _cohorts(chart)
        case Funnel():
            return funnel_numbers(chart)
        case StackedGrowth():
            return _growth(chart)
        case Waterfall():
            return waterfall_numbers(chart)
        case DotInterval():
            return _dots(chart)
        case Histogram():
            return _bins(chart)
        case ReliabilityDiagram():
            return _reliability(chart)
        case SmallMultiples():
            return _panels(chart)


def _cohorts(chart: CohortHeatmap) -> Table:
    columns = max((len(one.kept) for one in chart.cohorts), default=len(chart.overall))
    ages = (gettext("Age {age}").format(age=chart.first_age + at) for at in range(columns))
    heads = (gettext("Cohort"), gettext("Size"), *ages)
    rows = [(start_text(one.start), one.size, one.kept) for one in chart.cohorts]
    if chart.overall:
        rows.append((gettext("All"), sum(one.size for one in chart.cohorts), chart.overall))
    return table(
        chart.title,
        heads,
        (
            (name, counted(size), *(quantity(one, chart.unit) for one in cells), *none)
            for name, size, cells in rows
            for none in [[None] * (columns - len(cells))]
        ),
    )


def _growth(chart: StackedGrowth) -> Table:
    heads = (
        gettext("Period"),
        gettext("Active"),
        gettext("New"),
        gettext("Resurrected"),
        gettext("Retained"),
        gettext("Churned"),
        gettext("Remark."),
    )
    return table(
        chart.title,
        heads,
        (
            (
                period_text(one.period),
                *(
                    Quantity(value, chart.unit, status=one.status, reason=one.reason)
                    for value in (active(one), one.new, one.resurrected, one.retained, one.churned)
                ),
                gettext("days missing") if one.status == "partial" else mark_words(one.mark),
            )
            for one in chart.periods
        ),
    )


def _dots(chart: DotInterval) -> Table:
    heads = (
        gettext("What"),
        gettext("Observed"),
        gettext("from"),
        gettext("to"),
        gettext("n"),
        gettext("Expected"),
        gettext("from"),
        gettext("to"),
        gettext("Verdict."),
    )
    form, unit = chart.form, chart.unit
    return table(
        chart.title,
        heads,
        (
            (
                row.title,
                quantity(row.observed, unit, form),
                *ends(row.observed_interval, unit, form),
                counted(row.observed.n),
                quantity(row.expected, unit, form),
                *ends(row.expected_interval, unit, form),
                row.note,
            )
            for row in chart.rows
        ),
    )


def _bins(chart: Histogram) -> Table:
    compared = any(one.before is not None for one in chart.bins)
    heads = (
        gettext("Values"),
        gettext("Count"),
        gettext("Share"),
        *((gettext("Count before"), gettext("Share before")) * compared),
    )
    return table(
        chart.title,
        heads,
        (
            (
                bin_text(one, chart.unit),
                *_count_and_share(one.now, chart.n),
                *(_count_and_share(one.before, chart.n_before) * compared),
            )
            for one in chart.bins
        ),
    )


def _count_and_share(count: float | None, n: int) -> tuple[Quantity, Quantity]:
    share = None if count is None or n <= 0 else count / n
    return counted(count), Quantity(share, "share")


def _reliability(chart: ReliabilityDiagram) -> Table:
    heads = (
        gettext("Predicted"),
        gettext("n"),
        gettext("Mean predicted"),
        gettext("Observed"),
        gettext("from"),
        gettext("to"),
        gettext("Remark."),
    )
    return table(
        chart.title,
        heads,
        (
            (
                interval_text(one.low, one.high, "share"),
                counted(one.n),
                Quantity(one.predicted, "share", reason=one.reason),
                Quantity(one.observed, "share", reason=one.reason),
                *ends(one.interval, "share"),
                mark_words(one.mark),
            )
            for one in chart.bins
        ),
    )


def _panels(chart: SmallMultiples) -> Table:
    """Give a row per period and a column per line; shorter lines begin later."""
    longest = max((panel.readings for panel in chart.panels), key=len, default=())
    names = [period_text(reading.period) for reading in longest]
    columns = [
        [
            Quantity(one.value, chart.unit, status=one.status, reason=one.reason)
            for one in panel.readings
        ]
        for panel in chart.panels
    ]
    heads = (gettext("Period"), *(panel.title.rstrip(".") for panel in chart.panels))
    return table(chart.title, heads, _aligned(names, columns))


def _aligned(names: list[str], columns: list[list[Quantity]]) -> Iterator[tuple[Cell, ...]]:
    for at, name in enumerate(names):
        places = (at - len(names) + len(column) for column in columns)
        yield (
            name,
            *(
                column[place] if place >= 0 else None
                for place, column in zip(places, columns, strict=True)
            ),
        )
