"""The template environment: sandboxed, strict, escaping everything, with the house's filters."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from unicodedata import bidirectional

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reports.rendering import dates, judgements, numbers
from reports.rendering.charts.marks import key_mark, signal_mark
from reports.rendering.charts.sparkline import sparkline
from reports.rendering.charts.theme import Theme, family_names, theme_of
from reports.rendering.charts.weeks_months import gappy, incomplete
from reports.rendering.figures.filters import figure_filters
from reports.rendering.fonts import TextWidths, bold_files
from reports.rendering.language import ENGLISH, Language, spoken_in
from reports.rendering.logo import logo_places
from reports.rendering.score import score_columns
from reports.values.document import Cell, Quantity, Span
from reports.values.interval import Interval
from reports.values.look import HOUSE_LOOK, Look

_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
# What is left out of a long table is in its attachment.
MOST_ROWS = {"page": 100, "screen": 300}


def template_environment(
    templates: Sequence[Path],
    *,
    zone: str,
    widths: TextWidths,
    look: Look = HOUSE_LOOK,
    language: Language = ENGLISH,
) -> ImmutableSandboxedEnvironment:
    """Build the environment of one language; the first folder that has a template wins.

    A template that overrides a shipped one by the same path reaches it as "shipped/<path>".
    """
    environment = ImmutableSandboxedEnvironment(
        loader=_loader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined] # of the extension
        language.text, language.plural, newstyle=True
    )
    environment.globals |= {"language": language}
    theme = theme_of(look)
    environment.globals |= {"colours": theme.colours, "dark_colours": theme.dark_colours}
    environment.globals |= {"families": family_names(theme), "logo": logo_places(look.logo)}
    environment.globals |= {"most_rows": MOST_ROWS}
    environment.globals |= {"recoloured": theme.recoloured, "bold_files": bold_files(look)}
    filters = _texts(zone) | _judgements() | _drawings(theme)
    filters |= figure_filters(widths, theme)
    environment.filters |= {name: spoken_in(language, one) for name, one in filters.items()}
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


def table_text(cell: Cell, zone: str) -> str:
    """Write a cell of a table, where dates must be short."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return dates.medium_day_text(cell)
    return cell_text(cell, zone)


def span_text(spans: Iterable[Cell], zone: str) -> Markup:
    """Write running text; its numbers stay on one line."""
    return Markup().join(escape(cell_text(span, zone)) for span in spans)


def span_markup(spans: Iterable[Cell], zone: str) -> Markup:
    """Write running text for a page; an amount of money never parts from its sign."""
    return Markup().join(_span(span, cell_text(span, zone)) for span in spans)


def _span(span: Span | None, text: str) -> Markup:
    """Mark a number up that must stay whole, or that stands behind another."""
    if isinstance(span, Quantity) and span.form == "n":
        return Markup('<span class="behind-value">{}</span>').format(text)
    if isinstance(span, Quantity) and text.startswith((numbers.MINUS, "+")):
        return Markup('<span class="figure">{}</span>').format(text)
    return escape(_settled(text))


def _settled(text: str) -> str:
    """End text from right to left with a mark, so that a number behind it stays behind it."""
    turns = any(
        bidirectional(character) in {"R", "AL"} for character in text if character > "\u0590"
    )
    return f"{text}{_LEFT_TO_RIGHT}" if turns else text


def sentence(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]


def interval_text(interval: Interval, unit: str) -> str:
    """Write the bounds of an interval."""
    return numbers.interval_text(interval.low, interval.high, unit)


def _texts(zone: str) -> dict[str, Callable[..., str]]:
    """Return the filters that turn numbers, dates and spans into text."""
    return {
        "amount": numbers.amount,
        "reading": numbers.reading_text,
        "change": numbers.format_change,
        "cell": partial(table_text, zone=zone),
        "spans": partial(span_markup, zone=zone),
        "link_text": partial(span_text, zone=zone),
        "sentence": sentence,
        "instant": partial(dates.instant_text, zone=zone),
        "day": dates.day_text,
        "short_day": dates.short_day_text,
        "month": dates.month_text,
        "days": dates.period_text,
        "week_name": dates.week_text,
    }


def _drawings(theme: Theme) -> dict[str, Callable[..., object]]:
    """Return the filters that draw small things, and those that say what a drawing needs."""
    return {
        "sparkline": theme.painted(sparkline),
        "signal_mark": theme.painted(signal_mark),
        "key_mark": theme.painted(key_mark),
        "incomplete": incomplete,
        "gappy": gappy,
        "score_columns": score_columns,
        "split_unit": numbers.split_unit,
    }


def _judgements() -> dict[str, Callable[..., str]]:
    """Return the filters for what is judged: signals, targets, guardrails, ranges."""
    names = (
        *("signal_words", "signal_notes", "signal_tone", "rule_words", "range_words"),
        *("limits_words", "target_goal", "target_odds", "guardrail_limit", "state_tone"),
        *("state_words", "signal_glyph"),
    )
    return {name: getattr(judgements, name) for name in names} | {"interval": interval_text}


def _loader(templates: Sequence[Path]) -> BaseLoader:
    loaders = [FileSystemLoader(folder) for folder in templates]
    return ChoiceLoader([*loaders, PrefixLoader({"shipped": loaders[-1]})])
