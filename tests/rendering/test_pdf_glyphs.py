"""Characters that no font has."""

from dataclasses import replace

from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pdf import MissingGlyph, render_pdf, unprintable
from reports.values.document import Chapter, Note, Table, TableColumn

# No font has a glyph for a character that is for private use.
PRIVATE = chr(0xF8F0)


def with_title(review, title):
    """Give the review with a table of this title at its end."""
    table = Table(title, (TableColumn("Name"), TableColumn("n")), ((f"a{title}", "1"),))
    chapter = Chapter("more", "More", (Note(("Plain.",)), table))
    return replace(review, chapters=(*review.chapters, chapter))


def render(review, folder):
    """Render the PDF edition."""
    environment = template_environment([folder], zone=review.zone, widths=text_widths())
    return render_pdf(environment, review)


def test_blank_characters_are_reported_with_their_fields(tiny, shipped_templates):
    """What the engine could not print comes back with the places in review.json it stands in."""
    odd = replace(with_title(tiny, PRIVATE), product_title=f"Atlas {PRIVATE}")
    edition = render(odd, shipped_templates)
    expected = ("product_title", "chapters[1].blocks[1].title", "chapters[1].blocks[1].rows[0][0]")

    assert edition.data.startswith(b"%PDF")
    assert (MissingGlyph(PRIVATE, expected),) == edition.missing


def test_ordinary_review_misses_nothing(tiny, shipped_templates):
    """A review in our alphabet has no blanks."""
    assert () == render(tiny, shipped_templates).missing


def test_unprintable_characters_are_known_beforehand(review):
    """Characters that the shipped fonts lack are found without rendering, whatever is installed."""
    odd = with_title(replace(review, owner=f"\n\t助{PRIVATE}"), "Łódź ≥ 5 ▲ 助 🚀")

    at = f"chapters[{len(review.chapters)}].blocks[1]"
    assert () == unprintable(review)
    assert (
        MissingGlyph("助", ("owner", f"{at}.title", f"{at}.rows[0][0]")),
        MissingGlyph(PRIVATE, ("owner",)),
        MissingGlyph("🚀", (f"{at}.title", f"{at}.rows[0][0]")),
    ) == unprintable(odd)
