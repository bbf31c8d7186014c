"""From a review to the archived bytes of one message."""

import base64
from dataclasses import replace

import css_inline
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.errors import RenderError
from reports.rendering.email.content import Message, message_of
from reports.rendering.email.mime import message_bytes
from reports.rendering.language import speaking
from reports.rendering.pages import language_in, template_place
from reports.values.document import Review

LARGEST_HTML = 80_000
LARGEST_PDF = 7_000_000


def render_mail(
    environment: ImmutableSandboxedEnvironment, review: Review, pdf: bytes | None
) -> bytes:
    """Return a message; a PDF too large for mail is left out, and the message says where it is.

    Raises: RenderError if a template fails, or the message would be cut off by mail programs.
    """
    language = language_in(environment)
    with speaking(language):
        message = message_of(environment, review)
        attached = pdf is not None and len(base64.b64encode(pdf)) <= LARGEST_PDF
        if pdf is not None and not attached:
            message = replace(message, left_out=message.link)
        html = _inlined(_fill(environment, "email/message.html", message))
        plain = _fill(environment, "email/message.txt", message)
    if len(html.encode()) > LARGEST_HTML:
        raise RenderError(
            "the message is longer than mail programs show",
            where="templates/email/message.html",
            expected=f"at most {LARGEST_HTML} bytes with its styles in place",
            got=f"{len(html.encode())} bytes",
            next_step="show fewer rows",
        )
    name = f"product-review_{review.product}_{review.week_label}_r{review.revision}.pdf"
    pictures = {one.cid: one for _, one in message.pictures}.values()
    enclosed = (name, pdf) if attached else None
    return message_bytes(message.subject, language.code, (plain, html), pictures, enclosed)


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
