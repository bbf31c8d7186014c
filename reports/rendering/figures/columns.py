"""The numbers of charts as plain rows for CSV files, in full precision."""

from collections.abc import Iterable, Iterator

from reports.rendering.columns import Columns, Row, cells
from reports.values.charts import (
    CohortHeatmap,
    Datum,
    DotInterval,
    Figure,
    Funnel,
    Histogram,
    ReliabilityDiagram,
    SmallMultiples,
    StackedGrowth,
    Waterfall,
    WaterfallStep,
)

_DATUM: Columns = {name: name for name in ("value", "n", "status", "reason", "mark")}
_DAYS: Columns = {"first_day": "period.start", "last_day": "period.last_day"}
_COHORT: Columns = {"first_day": "start.start", "last_day": "start.last_day", "size": "size"}
_GROWTH: Columns = {
    **_DAYS,
    **{name: name for name in ("new", "retained", "resurrected", "churned")},
    **{name: name for name in ("status", "reason", "mark")},
}
_STEP: Columns = {
    name: name for name in ("title", "kind", "effect", "noise", "named", "n", "reason")
}
_INTERVAL = ("low", "high", "level", "method", "n")
_DOT: Columns = {
    "title": "title",
    **{f"{one}_{name}": f"{one}.{name}" for one in ("observed", "expected") for name in _DATUM},
    **{
        f"{one}_interval_{name}": f"{one}_interval.{name}"
        for one in ("observed", "expected")
        for name in _INTERVAL
    },
    "note": "note",
}
_BIN: Columns = {name: name for name in ("low", "high", "now", "before")}
_RELIABILITY: Columns = {
    **{name: name for name in ("low", "high", "n", "predicted", "observed")},
    **{f"interval_{name}": f"interval.{name}" for name in _INTERVAL},
    **{name: name for name in ("mark", "reason")},
}
_READING: Columns = {
    **_DAYS,
    **{name: name for name in ("value", "status", "reason", "n", "days_present", "days_expected")},
}


def figure_rows(chart: Figure) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Give a header and the rows below it; what is missing is null, with its reason beside it."""
    header, rows = _rows(chart)
    return tuple(header), tuple(rows)


def _rows(chart: Figure) -> tuple[Iterable[str], Iterable[Row]]:  # noqa: PLR0911 - one return per family
    match chart:
        case CohortHeatmap():
            return ("unit", *_COHORT, "age", *_DATUM), _cohorts(chart)
        case Funnel():
            return _funnel(chart)
        case StackedGrowth():
            return _each(chart.unit, _GROWTH, chart.periods)
        case Waterfall():
            return _waterfall(chart)
        case DotInterval():
            return _each(chart.unit, _DOT, chart.rows)
        case Histogram():
            return _each(chart.unit, _BIN, chart.bins)
        case ReliabilityDiagram():
            kinds = (("now", chart.bins), ("before", chart.before))
            rows = ((kind, *cells(one, _RELIABILITY)) for kind, bins in kinds for one in bins)
            return ("kind", *_RELIABILITY), rows
        case SmallMultiples():
            return ("unit", "title", "kind", *_READING), _panels(chart)


def _each(
    unit: str, columns: Columns, items: Iterable[object]
) -> tuple[Iterable[str], Iterable[Row]]:
    return ("unit", *columns), ((unit, *cells(item, columns)) for item in items)


def _cohorts(chart: CohortHeatmap) -> Iterator[Row]:
    for cohort in chart.cohorts:
        for age, cell in enumerate(cohort.kept, chart.first_age):
            yield (chart.unit, *cells(cohort, _COHORT), age, *cells(cell, _DATUM))
    for age, cell in enumerate(chart.overall, chart.first_age):
        yield (chart.unit, None, None, None, age, *cells(cell, _DATUM))


def _funnel(chart: Funnel) -> tuple[Iterable[str], Iterable[Row]]:
    header = ("unit", "title", *_DATUM, *(f"before_{name}" for name in _DATUM))
    rows = (
        (chart.unit, step.title, *cells(step.now, _DATUM), *cells(step.before, _DATUM))
        for step in chart.steps
    )
    return header, rows


def _waterfall(chart: Waterfall) -> tuple[Iterable[str], Iterable[Row]]:
    """Give base and now as rows of their own, with a level instead of an effect."""
    base, now = ((name, one) for name, one in (("base", chart.base), ("now", chart.now)))
    rows = [_level(chart, *base), *(_step(chart, step) for step in chart.steps)]
    return ("unit", "level", *_STEP), [*rows, _level(chart, *now)]


def _level(chart: Waterfall, name: str, one: Datum) -> Row:
    return (chart.unit, one.value, name, None, None, None, None, one.n, one.reason)


def _step(chart: Waterfall, step: WaterfallStep) -> Row:
    return (chart.unit, None, *cells(step, _STEP))


def _panels(chart: SmallMultiples) -> Iterator[Row]:
    for panel in chart.panels:
        for kind, readings in (("now", panel.readings), ("year before", panel.before)):
            for reading in readings:
                yield (chart.unit, panel.title, kind, *cells(reading, _READING))
