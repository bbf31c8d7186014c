"""What templates can do with charts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup

from reports.rendering.charts.theme import HOUSE, Theme
from reports.rendering.charts.weeks_months import weeks_months_picture
from reports.rendering.figures.appendix import has_numbers, numbers_behind
from reports.rendering.figures.numbers import numbers_of
from reports.rendering.figures.overlay import overlay
from reports.rendering.figures.pictures import picture_of
from reports.rendering.figures.scope import scope_lines
from reports.rendering.fonts import TextWidths
from reports.values.charts import Figure
from reports.values.document import ChartPanel


def figure_filters(widths: TextWidths, theme: Theme = HOUSE) -> dict[str, Callable[..., Any]]:
    """Give the filters by their names.

    `picture` is for pages; `plots` and `weeks_months_plot` are for screens and need a name that
    no other chart of the document has.
    """
    return {
        "picture": theme.painted(partial(page_picture, widths=widths)),
        "plots": theme.painted(partial(screen_plots, widths=widths)),
        "weeks_months_plot": theme.painted(partial(weeks_months_plot, widths=widths)),
        "scope": scope_lines,
        "number_tables": numbers_of,
        "numbers_behind": numbers_behind,
        "has_numbers": has_numbers,
    }


def page_picture(chart: Figure, widths: TextWidths) -> Markup:
    """Draw a chart for a page."""
    return picture_of(chart, widths).svg


def screen_plots(chart: Figure, group: str, widths: TextWidths) -> Markup:
    """Draw a chart twice, wide and narrow, with its values on hover and focus."""
    return Markup().join(
        overlay(
            picture_of(chart, widths, narrow=kind == "narrow"),
            chart.title,
            f"{group}-{kind}",
            kind=kind,
        )
        for kind in ("broad", "narrow")
    )


def weeks_months_plot(panel: ChartPanel, group: str, widths: TextWidths) -> Markup:
    """Draw weeks and months with their values on hover and focus."""
    return overlay(weeks_months_picture(panel, widths), panel.title, group)
