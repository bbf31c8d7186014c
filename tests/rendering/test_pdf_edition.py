"""The PDF edition."""

import importlib
import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from reports.errors import RenderError
from reports.rendering import check_fonts_and_pango
from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pdf import review_to_pdf


@pytest.fixture(scope="module")
def pdf(rendered):
    """Give the sample's PDF as an opened document."""
    return pikepdf.open(io.BytesIO(rendered["review.pdf"]))


@pytest.fixture(scope="module")
def pages(rendered):
    """Give the text of each page."""
    document = pypdfium2.PdfDocument(rendered["review.pdf"])
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [text.replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", " ") for text in texts]


def render_pdf(review, *folders):
    """Render the PDF edition alone."""
    environment = template_environment(folders, zone=review.zone, widths=text_widths())
    return review_to_pdf(environment, review)


def bookmarks(items):
    """Give the titles of an outline, depth first."""
    for item in items:
        yield item.title
        yield from bookmarks(item.children)


def test_first_page_stands_alone(pages):
    """The first page has headline, dates, cover line, and the scorecard's numbers."""
    for expected in (
        "Weekly active users reached 12.9k",
        "Week 46, 9\N{EN DASH}15 November 2026",
        "Simulated data: no real product, no real people.",
        "Output tokens",
        "+145 bps",
        "6 of 7 days",
        "n < 30",
        "from zero",
    ):
        assert expected in pages[0]


def test_every_page_says_where_it_is(pages):
    """Each page has its number of all; later pages repeat product and week."""
    count = len(pages)

    assert [True] * count == [f"Page {n + 1} of {count}" in pages[n] for n in range(count)]
    assert all("Atlas Assistant · Week 46" in text for text in pages[1:])


def test_outline_follows_the_headings(pdf):
    """The bookmarks are headline, chapters and titled blocks."""
    with pdf.open_outline() as outline:
        titles = list(bookmarks(outline.root))

    assert ["This week", "Signals", "Scorecard", "Reach"] == titles[1:5]
    assert {"Data notes", "Freshness", "Definitions"} <= set(titles)


def test_only_our_fonts_are_there_and_embedded(pdf):
    """Every font is embedded and is one of the two shipped families."""
    fonts = [
        font["/DescendantFonts"][0]
        for page in pdf.pages
        for font in page.resources.get("/Font", {}).values()
    ]
    families = {str(font["/BaseFont"]).partition("+")[2].replace("-", "")[:11] for font in fonts}

    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert {"Inter", "InterSemiBo", "SourceSerif"} == families


def test_document_is_tagged_and_dated_by_its_week(pdf):
    """The document has tags, language, title, and the end of its week as its date."""
    assert pdf.Root["/MarkInfo"]["/Marked"]
    assert "en" == str(pdf.Root["/Lang"])
    assert str(pdf.docinfo["/Title"]).startswith("Atlas Assistant, Week")
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261115230000")


def test_letter_pages(tiny, shipped_templates):
    """The page size is the workspace's."""
    data = render_pdf(replace(tiny, page_size="Letter"), shipped_templates)
    width, height = pypdfium2.PdfDocument(data)[0].get_size()

    assert (612, 792) == (round(width), round(height))


def test_character_without_a_glyph_does_not_stop_the_review(tiny, shipped_templates):
    """A name in a script that no font has still gives a document."""
    assert render_pdf(replace(tiny, product_title="助手 🚀"), shipped_templates)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('<img alt="x" src="file:///etc/hostname">', "refused to fetch file:"),
        ('<img alt="x" src="http://127.0.0.1:9/x.png">', "refused to fetch http:"),
        ("<style>p { colour: red; }</style>", "colour"),
    ],
)
def test_complaints_of_the_engine_stop_the_review(
    tiny, shipped_templates, tmp_path, content, complaint
):
    """Whatever the PDF engine warns of, or would fetch, is an error."""
    (tmp_path / "masthead.html").write_text(content)

    with pytest.raises(RenderError, match=complaint):
        render_pdf(tiny, tmp_path, shipped_templates)


def test_missing_pango_is_one_sentence(monkeypatch):
    """Without Pango one sentence names the Debian packages."""

    def fail(_name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(RenderError) as caught:
        check_fonts_and_pango()

    assert 1 == len(str(caught.value).splitlines())
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in str(caught.value)
