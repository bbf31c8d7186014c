"""What a chart covers: its periods, and how many observations stand behind it."""

from collections.abc import Sequence

from reports.rendering.charts.words import count_text, span_text
from reports.rendering.dates import period_text
from reports.rendering.language import gettext
from reports.values.calendar import Period
from reports.values.charts import (
    CohortHeatmap,
    DotInterval,
    Figure,
    Funnel,
    Histogram,
    ReliabilityBin,
    ReliabilityDiagram,
    SmallMultiples,
    StackedGrowth,
    Waterfall,
)


def scope_lines(chart: Figure) -> tuple[str, ...]:
    """Write the periods of a chart and its n, as far as they belong to all of it."""
    match chart:
        case CohortHeatmap():
            n = sum(one.size for one in chart.cohorts)
            return _lines(span_text(one.start for one in chart.cohorts), n)
        case Histogram():
            return _compared(chart.period, chart.period_before, (chart.n, chart.n_before))
        case ReliabilityDiagram():
            counts = (_count(chart.bins), _count(chart.before))
            return _compared(chart.period, chart.period_before, counts)
        case Funnel():
            return _compared(chart.period, chart.period_before, (0, 0))
        case Waterfall():
            return _compared(chart.period, chart.base_period, (chart.now.n, chart.base.n))
    return _of_rows(chart)


def _of_rows(chart: StackedGrowth | DotInterval | SmallMultiples) -> tuple[str, ...]:
    match chart:
        case DotInterval():
            return _lines(period_text(chart.period) if chart.period else "")
        case StackedGrowth():
            return _lines(span_text(one.period for one in chart.periods))
        case SmallMultiples():
            longest = max((panel.readings for panel in chart.panels), key=len, default=())
            return _lines(span_text(reading.period for reading in longest))


def _compared(period: Period, before: Period | None, counts: tuple[int, int]) -> tuple[str, ...]:
    first = _lines(period_text(period), counts[0])
    return (*first, *_lines(_before(before), counts[1]))


def _before(period: Period | None) -> str:
    return gettext("before: {days}").format(days=period_text(period)) if period else ""


def _lines(words: str, n: int = 0) -> tuple[str, ...]:
    if not words:
        return ()
    return (f"{words}, {count_text(n)}" if n else words,)


def _count(bins: Sequence[ReliabilityBin]) -> int:
    return sum(one.n for one in bins)
