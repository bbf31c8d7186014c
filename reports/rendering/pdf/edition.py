"""The PDF edition through WeasyPrint: no fetching, a log gate, the same bytes every time."""

import re
from dataclasses import dataclass
from typing import Literal

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.rendering.pages import fill
from reports.rendering.pdf.attachments import engine_attachments
from reports.rendering.pdf.complaints import complaints_raised
from reports.rendering.pdf.engine import asset_fetcher, load_engine
from reports.rendering.pdf.finish import finish
from reports.rendering.pdf.glyphs import MissingGlyph, locate
from reports.rendering.twin import review_to_json
from reports.values.document import Review
from reports.values.look import PdfVariant

Variant = Literal["pdf/ua-1", "pdf/a-3a+ua"]

VARIANTS: dict[PdfVariant, Variant] = {"ua": "pdf/ua-1", "a3": "pdf/a-3a+ua"}
_DESCRIBED = re.compile(r"</title><desc>(.*?)</desc>", re.DOTALL)
_ENGINE_VARIANTS = {"pdf/ua-1": "pdf/ua-1", "pdf/a-3a+ua": "pdf/a-3a"}


@dataclass(frozen=True, slots=True)
class PdfEdition:
    """A PDF, the characters of the review that print as blanks in it, and its pages."""

    data: bytes
    missing: tuple[MissingGlyph, ...] = ()
    pages: int = 0


def render_pdf(
    environment: ImmutableSandboxedEnvironment,
    review: Review,
    *,
    twin: bytes = b"",
    variant: Variant = "pdf/ua-1",
) -> PdfEdition:
    """Render the PDF edition, tagged as PDF/UA-1, with the twin and the tables attached.

    `twin` is review.json where it has been written already. The variant with PDF/A-3 is built to
    both standards.
    Raises: RenderError if a template fails or WeasyPrint complains about anything.
    """
    page = _with_descriptions(fill(environment, "pdf/review.html", review))
    engine = load_engine()
    options = {"pdf_variant": _ENGINE_VARIANTS[variant], "pdf_tags": True}
    with complaints_raised(engine) as heard:
        laid = engine.HTML(
            string=page, base_url=None, url_fetcher=asset_fetcher(engine, review.look)
        )
        document = laid.render(**options)
        files = engine_attachments(engine, review, twin or review_to_json(review))
        document.metadata.attachments.extend(files)
        data: bytes = document.write_pdf(finisher=finish, **options)
    return PdfEdition(data, locate(heard.characters, review), len(document.pages))


def _with_descriptions(page: str) -> str:
    """Join titles and descriptions of drawings: the engine reads out the title alone."""
    return _DESCRIBED.sub(r". \1</title>", page)


def review_to_pdf(
    environment: ImmutableSandboxedEnvironment,
    review: Review,
    *,
    twin: bytes = b"",
    variant: Variant = "pdf/ua-1",
) -> bytes:
    """Render the PDF edition; return its bytes alone."""
    return render_pdf(environment, review, twin=twin, variant=variant).data
