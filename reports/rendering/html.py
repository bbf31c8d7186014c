"""The HTML edition: one self-contained file that needs no script and asks for nothing."""

import re
from html import unescape

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.rendering.fonts import embedded_faces
from reports.rendering.pages import fill
from reports.values.document import Review

FONTS_MARK = "/* fonts */"
_TAG = re.compile(r"<[^>]*>")


def review_to_html(environment: ImmutableSandboxedEnvironment, review: Review) -> bytes:
    """Render the HTML edition and put the fonts, cut to its characters, in their place."""
    page = fill(environment, "html/review.html", review)
    characters = unescape(_TAG.sub("", page))
    return page.replace(FONTS_MARK, embedded_faces(characters), 1).encode()
