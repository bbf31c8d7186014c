"""One review to all its files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reports.rendering.catalogs import language_of
from reports.rendering.environment import template_environment
from reports.rendering.faces import Faces
from reports.rendering.fonts import text_widths
from reports.rendering.html import review_to_html
from reports.rendering.pages import existing
from reports.rendering.pdf import VARIANTS, review_to_pdf
from reports.rendering.twin import review_to_json
from reports.values.document import Review


def render_review(
    review: Review, *, templates: Sequence[Path], faces: Faces | None = None
) -> Mapping[str, bytes]:
    """Render a review; `templates` is the search path, the workspace's folder first.

    Cut faces can be handed in, so that many reviews share them; the bytes are the same.

    Raises: RenderError.
    Example: render_review(review, templates=[shipped])["review.pdf"].startswith(b"%PDF")
    """
    look = review.look
    environment = template_environment(
        existing(templates),
        zone=review.zone,
        widths=text_widths(look),
        look=look,
        language=language_of(review.language),
    )
    faces = faces or Faces()
    twin = review_to_json(review)
    return {
        "review.json": twin,
        "review.html": review_to_html(environment, review, faces),
        "review.pdf": review_to_pdf(
            environment, review, twin=twin, variant=VARIANTS[review.pdf_variant]
        ),
    }
