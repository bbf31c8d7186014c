"""From a review to the archived bytes of one message."""

import re
from dataclasses import dataclass, replace

import css_inline
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.errors import RenderError
from reports.rendering.cuts import ROOMS
from reports.rendering.email.content import Message, message_of
from reports.rendering.email.images import Gallery
from reports.rendering.email.links import Links
from reports.rendering.email.mime import Enclosure, Parts, message_bytes
from reports.rendering.language import speaking
from reports.rendering.pages import language_in, template_place
from reports.values.document import Review

# Mail programs cut longer pages off, and drop larger style sheets as a whole.
LARGEST_HTML_BYTES = 80_000
LARGEST_STYLE_BYTES = 16_000

# What the headers of a recipient add when the message is sent.
_HEADERS_BYTES = 4_000
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stationery:
    """What all messages of an edition share: language, pictures, and where the archive is."""

    environment: ImmutableSandboxedEnvironment
    gallery: Gallery
    links: Links


def render_mail(stationery: Stationery, review: Review, pdf: bytes | None) -> bytes:
    """Return a message; a PDF too large for mail is left out, and the message says where it is.

    Raises: RenderError if a template fails, or the message would be cut off by mail programs.
    """
    if pdf is not None:
        name = f"product-review_{review.product}_{review.week_label}_r{review.revision}.pdf"
        parts = _parts(stationery, review, attached=True, left_out=False)
        whole = message_bytes(parts, Enclosure(name, pdf))
        if len(whole) + _HEADERS_BYTES <= review.largest_mail_bytes:
            return whole
    return message_bytes(_parts(stationery, review, attached=False, left_out=pdf is not None), None)


def _parts(stationery: Stationery, review: Review, *, attached: bool, left_out: bool) -> Parts:
    """Fill the templates; a page too long for mail programs is tried again with fewer rows."""
    environment = stationery.environment
    language = language_in(environment)
    with speaking(language):
        for room in ROOMS:
            found = message_of(environment, review, stationery.links, stationery.gallery, room)
            message = replace(found, attached=attached, left_out=left_out)
            html = _inlined(_fill(environment, "email/message.html", message))
            if len(html.encode()) <= LARGEST_HTML_BYTES:
                break
        plain = _fill(environment, "email/message.txt", message)
    _check(html)
    return Parts(message.subject, language.code, f"{plain.strip()}\n", html, message.pictures)


def _check(html: str) -> None:
    styles = sum(len(one.encode()) for one in _STYLE.findall(html))
    _refuse_longer("the message is longer", len(html.encode()), LARGEST_HTML_BYTES)
    _refuse_longer("the style sheet is longer", styles, LARGEST_STYLE_BYTES)


def _refuse_longer(what: str, size: int, most: int) -> None:
    if size > most:
        raise RenderError(
            f"{what} than mail programs show",
            where="templates/email/message.html",
            expected=f"at most {most} bytes with its styles in place",
            got=f"{size} bytes",
            next_step="shorten the template, or remove the override to use the shipped one",
        )


def _fill(environment: ImmutableSandboxedEnvironment, name: str, message: Message) -> str:
    try:
        return environment.get_template(name).render(
            message=message, review=message.review, week_days=message.review.week
        )
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise RenderError(
            "the template failed",
            where=template_place(error) or name,
            got=f"{type(error).__name__}: {error}",
            next_step="correct the template, or remove the override to use the shipped one",
        ) from error


def _inlined(page: str) -> str:
    """Put styles where they apply, and keep the rules for dark screens and telephones."""
    inliner = css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
    )
    return inliner.inline(page)
