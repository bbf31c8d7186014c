"""Templates to markup: fill a skeleton with a review, and name the template when it fails."""

import re
import traceback
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.errors import RenderError
from reports.rendering.glossary import glossary_of
from reports.rendering.language import ENGLISH, Language
from reports.rendering.outline import outline_of
from reports.rendering.translation import translated
from reports.values.calendar import Calendar
from reports.values.document import Review

FONTS_MARK = "/* fonts */"
_TAG = re.compile(r"<[^>]*>")
PAGE_SIZES = ("A4", "Letter")


def fill(environment: ImmutableSandboxedEnvironment, skeleton: str, review: Review) -> str:
    """Render a skeleton.

    Raises: RenderError that names template and line.
    """
    _check_page_size(review)
    try:
        return environment.get_template(skeleton).render(
            review=review,
            outline=translated(outline_of(review), language_in(environment)),
            glossary=glossary_of(review),
            ended=_end_of_week(review),
            week_days=review.week,
        )
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise RenderError(
            "the template failed",
            where=template_place(error) or skeleton,
            got=f"{type(error).__name__}: {error}",
            next_step="correct the template, or remove the override to use the shipped one",
        ) from error


def language_in(environment: ImmutableSandboxedEnvironment) -> Language:
    """Return the language an environment speaks."""
    found = environment.globals["language"]
    return found if isinstance(found, Language) else ENGLISH


def text_of(page: str) -> str:
    """Return a page without its tags."""
    return unescape(_TAG.sub("", page))


def put_fonts(page: str, rules: str) -> str:
    """Put font rules where the skeleton has its mark."""
    return page.replace(FONTS_MARK, rules, 1)


def template_place(error: BaseException) -> str:
    """Return the innermost template and line an error came from, or nothing."""
    if isinstance(error, TemplateSyntaxError):
        return f"templates/{error.name}, line {error.lineno}"
    if isinstance(error, TemplateNotFound):
        return f"templates/{error.name}"
    found = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        template = frame.f_globals.get("__jinja_template__")
        if template:
            found = f"templates/{template.name}, line {template.get_corresponding_lineno(line)}"
        elif "__jinja_exception__" in frame.f_globals:
            found = f"templates/{_within(frame.f_code.co_filename)}, line {line}"
    return found


def existing(templates: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders of the search path that are there.

    Raises: RenderError if none is.
    """
    found = tuple(folder for folder in templates if folder.is_dir())
    if not found:
        raise RenderError("no folder of templates exists", got=", ".join(map(str, templates)))
    return found


def _within(filename: str) -> str:
    """Name a template by its path below the folder of templates."""
    _, found, below = filename.replace("\\", "/").rpartition("/templates/")
    return below if found else Path(filename).name


def _check_page_size(review: Review) -> None:
    if review.page_size not in PAGE_SIZES:
        raise RenderError(
            "unknown page size",
            where="page_size",
            expected=" or ".join(PAGE_SIZES),
            got=review.page_size,
        )


def _end_of_week(review: Review) -> str:
    """Return the instant at which the week was over, which dates the documents."""
    end = Calendar(review.zone).bounds(review.week)[1]
    return f"{end:%Y-%m-%dT%H:%M:%SZ}"
