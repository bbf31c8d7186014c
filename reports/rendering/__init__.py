"""Review in, files out: JSON twin, HTML and PDF. No database, no clock, no network."""

from reports.rendering.editions import render_review
from reports.rendering.numbers import format_change, format_value
from reports.rendering.pdf import MissingGlyph, check_fonts_and_pango, unprintable
from reports.rendering.summary import summarize
from reports.rendering.twin import review_from_json, review_to_json
from reports.rendering.workers import Rendered, render_each, render_in_processes

__all__ = [
    "MissingGlyph",
    "Rendered",
    "check_fonts_and_pango",
    "format_change",
    "format_value",
    "render_each",
    "render_in_processes",
    "render_review",
    "review_from_json",
    "review_to_json",
    "summarize",
    "unprintable",
]
