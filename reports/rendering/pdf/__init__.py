"""The PDF edition: accessible, self-contained, with the numbers attached."""

from reports.rendering.pdf.edition import VARIANTS, PdfEdition, Variant, render_pdf, review_to_pdf
from reports.rendering.pdf.engine import check_fonts_and_pango
from reports.rendering.pdf.glyphs import MissingGlyph, unprintable

__all__ = [
    "VARIANTS",
    "MissingGlyph",
    "PdfEdition",
    "Variant",
    "check_fonts_and_pango",
    "render_pdf",
    "review_to_pdf",
    "unprintable",
]
