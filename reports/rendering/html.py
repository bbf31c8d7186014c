"""The HTML edition: one self-contained file that needs no script and asks for nothing."""

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.rendering.faces import Faces
from reports.rendering.pages import fill, put_fonts, text_of
from reports.values.document import Review


def review_to_html(
    environment: ImmutableSandboxedEnvironment, review: Review, faces: Faces
) -> bytes:
    """Render the HTML edition with its fonts inside.

    Raises: RenderError if a template fails.
    """
    page = fill(environment, "html/review.html", review)
    return put_fonts(page, faces.rules(text_of(page), review.look)).encode()
