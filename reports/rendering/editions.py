"""One review to all its files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.rendering.catalogs import language_of
from reports.rendering.cuts import cut
from reports.rendering.email.render import render_mail
from reports.rendering.environment import template_environment
from reports.rendering.faces import Faces
from reports.rendering.fonts import text_widths
from reports.rendering.html import review_to_html
from reports.rendering.pages import existing
from reports.rendering.pdf import VARIANTS, review_to_pdf
from reports.rendering.twin import review_to_json
from reports.values.audience import edition_stem, mail_name
from reports.values.document import Review

# The whole review is what `review.html` and `review.pdf` are.
WHOLE = ("full", "engineering")


def render_review(
    review: Review, *, templates: Sequence[Path], faces: Faces | None = None
) -> Mapping[str, bytes]:
    """Render a review; `templates` is the search path, the workspace's folder first.

    Cut faces can be handed in, so that many reviews share them; the bytes are the same.

    Raises: RenderError.
    Example: render_review(review, templates=[shipped])["review.pdf"].startswith(b"%PDF")
    """
    environment = _environment(review, templates)
    faces = faces or Faces()
    twin = review_to_json(review)
    page = review_to_html(environment, review, faces)
    pdf = review_to_pdf(environment, review, twin=twin, variant=VARIANTS[review.pdf_variant])
    files = {"review.json": twin, "review.html": page, "review.pdf": pdf}
    return files | _for_audiences(review, files, templates, faces)


def _for_audiences(
    review: Review, files: Mapping[str, bytes], templates: Sequence[Path], faces: Faces
) -> dict[str, bytes]:
    """Render the editions that audiences get, and their messages."""
    found: dict[str, bytes] = {}
    for edition, language in sorted({(mail.edition, mail.language) for mail in review.mails}):
        wanted = [one for one in review.mails if (one.edition, one.language) == (edition, language)]
        part = cut(replace(review, language=language), edition)
        environment = _environment(part, templates)
        stem = edition_stem(edition, language, review.language)
        if stem in WHOLE:
            pdf = files["review.pdf"]
        else:
            pdf = review_to_pdf(
                environment,
                part,
                twin=files["review.json"],
                variant=VARIANTS[review.pdf_variant],
            )
            found[f"{stem}.pdf"] = pdf
            found[f"{stem}.html"] = review_to_html(environment, part, faces)
        for one in wanted:
            name = mail_name(one, review.language)
            found[name] = render_mail(environment, part, pdf if one.attach_pdf else None)
    return found


def _environment(review: Review, templates: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    return template_environment(
        existing(templates),
        zone=review.zone,
        widths=text_widths(review.look),
        look=review.look,
        language=language_of(review.language),
    )
