"""From a chart's value to its picture, whatever its family."""

from reports.rendering.charts.cohort_heatmap import cohort_heatmap
from reports.rendering.charts.dot_interval import dot_interval
from reports.rendering.charts.funnel import funnel
from reports.rendering.charts.histogram import histogram
from reports.rendering.charts.picture import Picture
from reports.rendering.charts.reliability_diagram import reliability_diagram
from reports.rendering.charts.small_multiples import small_multiples
from reports.rendering.charts.stacked_growth import stacked_growth
from reports.rendering.charts.waterfall import waterfall
from reports.rendering.fonts import TextWidths
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


def picture_of(chart: Figure, widths: TextWidths, *, narrow: bool = False) -> Picture:  # noqa: PLR0911 - one return per family
    """Draw a chart; the narrow picture is for telephones.

    Example: picture_of(chart, text_widths()).svg serves pages, screens and to_png()
    """
    match chart:
        case CohortHeatmap():
            return cohort_heatmap(chart, widths, narrow=narrow)
        case Funnel():
            return funnel(chart, widths, narrow=narrow)
        case StackedGrowth():
            return stacked_growth(chart, widths, narrow=narrow)
        case Waterfall():
            return waterfall(chart, widths, narrow=narrow)
        case DotInterval():
            return dot_interval(chart, widths, narrow=narrow)
        case Histogram():
            return histogram(chart, widths, narrow=narrow)
        case ReliabilityDiagram():
            return reliability_diagram(chart, widths, narrow=narrow)
        case SmallMultiples():
            return small_multiples(chart, widths, narrow=narrow)
