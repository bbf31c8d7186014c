"""What templates can do with charts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup

from reports.rendering.charts.control import control_picture
from reports.rendering.charts.picture import Picture
from reports.rendering.charts.theme import HOUSE, Theme
from reports.rendering.charts.weeks_months import weeks_months_picture
from reports.rendering.figures.appendix import has_numbers, numbers_behind
from reports.rendering.figures.drawn import drawn_once
from reports.rendering.figures.limit_numbers import limit_numbers
from reports.rendering.figures.numbers import numbers_of
from reports.rendering.figures.overlay import overlay
from reports.rendering.figures.pictures import picture_of
from reports.rendering.figures.scope import scope_lines
from reports.rendering.fonts import TextWidths
from reports.values.charts import Figure
from reports.values.document import ChartPanel, ControlPanel

Drawable = Figure | ChartPanel | ControlPanel
Draw = Callable[..., Picture]


def figure_filters(widths: TextWidths, theme: Theme = HOUSE) -> dict[str, Callable[..., Any]]:
    """Give the filters by their names.

    `picture`, `weeks_months` and `control_chart` are for pages; `plots`, `weeks_months_plot` and
    `control_plots` are for screens and need a name that no other chart of the document has. Both
    show the same pictures. `narrow_chart` is the one that telephones get, for mail.
    """
    figures = drawn_once(partial(picture_of, widths=widths))
    panels = drawn_once(partial(weeks_months_picture, widths=widths))
    controls = drawn_once(partial(control_picture, widths=widths))
    drawings = {
        "picture": partial(page_picture, draw=figures),
        "plots": partial(plots, draw=figures),
        "weeks_months": partial(page_picture, draw=panels),
        "weeks_months_plot": partial(weeks_months_plot, draw=panels),
        "control_chart": partial(page_picture, draw=controls),
        "control_plots": partial(plots, draw=controls),
        "narrow_chart": partial(page_picture, draw=partial(controls, narrow=True)),
    }
    return {
        **{name: theme.painted(one) for name, one in drawings.items()},
        "limit_numbers": limit_numbers,
        "scope": scope_lines,
        "number_tables": numbers_of,
        "numbers_behind": numbers_behind,
        "has_numbers": has_numbers,
    }


def page_picture(chart: Drawable, draw: Draw) -> Markup:
    """Draw a chart for a page."""
    return draw(chart).svg


def plots(chart: Drawable, group: str, draw: Draw) -> Markup:
    """Draw a chart twice, wide and narrow, with its values on hover and focus."""
    pictures = (("broad", draw(chart)), ("narrow", draw(chart, narrow=True)))
    return Markup().join(
        overlay(picture, chart.title, f"{group}-{kind}", kind=kind) for kind, picture in pictures
    )


def weeks_months_plot(panel: ChartPanel, group: str, draw: Draw) -> Markup:
    """Draw weeks and months with their values on hover and focus."""
    return overlay(draw(panel), panel.title, group)
