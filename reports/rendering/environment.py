"""The template environment: sandboxed, strict, escaping everything, with the house's filters."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reports.rendering import dates, numbers
from reports.rendering.charts.sparkline import sparkline
from reports.rendering.charts.theme import COLOURS, DARK_COLOURS
from reports.rendering.charts.weeks_months import gappy, incomplete, weeks_months
from reports.rendering.fonts import TextWidths
from reports.values.document import Cell, Quantity


def template_environment(
    templates: Sequence[Path], *, zone: str, widths: TextWidths
) -> ImmutableSandboxedEnvironment:
    """Build the environment; the first folder that has a template wins.

    A template that overrides a shipped one by the same path reaches it as "shipped/<path>".
    """
    environment = ImmutableSandboxedEnvironment(
        loader=_loader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"colours": COLOURS, "dark_colours": DARK_COLOURS}
    environment.filters |= {
        "amount": numbers.amount,
        "reading": numbers.reading_text,
        "change": numbers.format_change,
        "split_unit": numbers.split_unit,
        "cell": partial(cell_text, zone=zone),
        "spans": partial(span_text, zone=zone),
        "instant": partial(dates.instant_text, zone=zone),
        "day": dates.day_text,
        "short_day": dates.short_day_text,
        "month": dates.month_text,
        "days": dates.period_text,
        "week_name": dates.week_text,
        "sparkline": sparkline,
        "weeks_months": partial(weeks_months, widths=widths),
        "incomplete": incomplete,
        "gappy": gappy,
    }
    return environment


def cell_text(cell: Cell, zone: str) -> str:
    """Write a table cell; null is a dash, because the table's own words say why."""
    if cell is None:
        return numbers.NONE
    if isinstance(cell, Quantity):
        return numbers.quantity_text(cell)
    if isinstance(cell, datetime):
        return dates.instant_text(cell, zone)
    return dates.day_text(cell) if isinstance(cell, date) else cell


def span_text(spans: Iterable[Cell], zone: str) -> Markup:
    """Write running text; its numbers stay on one line."""
    return Markup().join(escape(cell_text(span, zone)) for span in spans)


def _loader(templates: Sequence[Path]) -> BaseLoader:
    loaders = [FileSystemLoader(folder) for folder in templates]
    return ChoiceLoader([*loaders, PrefixLoader({"shipped": loaders[-1]})])
