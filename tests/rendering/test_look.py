"""A workspace's own look in all editions: a made-up brand, and no template touched."""

import io
import json
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from outloud import check

from reports.config import load_workspace
from reports.rendering import render_review, review_from_json, review_to_json
from reports.rendering.charts.raster import to_png
from reports.rendering.charts.svg import drawing, text
from reports.rendering.charts.theme import HOUSE, theme_of
from reports.rendering.environment import template_environment
from reports.rendering.fonts import font_bytes, text_widths, typefaces
from reports.rendering.html import review_to_html
from reports.rendering.pdf import review_to_pdf
from reports.values.look import HOUSE_LOOK, Logo, Look, Typeface
from reports.values.palette import COLOURS
from tests.brand import ACCENT, BRAND, make_brand, png
from tests.small import REVIEW_TOML


@pytest.fixture(scope="module")
def look(tmp_path_factory):
    """Give the brand's look as a workspace has it."""
    folder = tmp_path_factory.mktemp("brand")
    make_brand(folder)
    (folder / "review.toml").write_text(f"{REVIEW_TOML}\n{BRAND}")
    return load_workspace(folder, {}).look


@pytest.fixture(scope="module")
def branded(review, look):
    """Give the sample review with the brand's look, on Letter, for the archive."""
    return replace(review, look=look, page_size="Letter", pdf_variant="a3")


@pytest.fixture(scope="module")
def files(branded, shipped_templates, faces):
    """Give the branded review's files, from the shipped templates alone."""
    return render_review(branded, templates=[shipped_templates], faces=faces)


@pytest.fixture(scope="module")
def branded_html(files):
    """Give the branded HTML edition as text."""
    return files["review.html"].decode()


@pytest.fixture(scope="module")
def branded_pdf(files):
    """Give the branded PDF as an opened document."""
    with pikepdf.open(io.BytesIO(files["review.pdf"])) as opened:
        yield opened


def test_screens_carry_the_brand(branded_html):
    """Logo with words, colours in light and dark, and the font are inside the HTML edition."""
    assert '<img src="data:image/svg+xml;base64,' in branded_html
    assert 'alt="Simulated company"' in branded_html
    assert f"--accent: {ACCENT};" in branded_html
    assert "--accent: #bf7ce8;" in branded_html
    assert '--data: "Source Serif 4 Own", sans-serif;' in branded_html
    assert '@font-face{font-family:"Source Serif 4 Own"' in branded_html


def test_nothing_of_the_house_shines_through(branded_html):
    """Charts have the brand's colours and font, and the key does not name the house's hues."""
    assert COLOURS["accent"] not in branded_html
    assert f'fill="{ACCENT}"' in branded_html
    assert 'font-family="Inter"' not in branded_html
    assert "Inter," not in branded_html
    assert "blue favourable" not in branded_html


def test_pages_carry_the_brand(branded_pdf):
    """The PDF embeds the brand's font instead of the house's, and its pages are Letter."""
    fonts = {
        str(font.BaseFont)
        for page in branded_pdf.pages
        for font in page.get("/Resources", {}).get("/Font", {}).values()
    }

    assert any("Source-Serif-4-Own" in name for name in fonts)
    assert not any("Inter" in name for name in fonts)
    assert [612, 792] == [round(float(side)) for side in branded_pdf.pages[0].MediaBox[2:]]


def test_logo_is_at_most_nine_millimetres_high(files):
    """The logo stands at the head of the first page, in the brand's purple."""
    with pypdfium2.PdfDocument(files["review.pdf"]) as opened:
        picture = opened[0].render(scale=2).to_pil().convert("RGB")
    purple = tuple(bytes.fromhex(ACCENT[1:]))
    head = picture.crop((0, 0, 200, 200))
    rows = [
        y
        for y in range(head.height)
        if any(head.getpixel((x, y)) == purple for x in range(head.width))
    ]

    assert 0 < (rows[-1] - rows[0] + 1) / 2 <= 9 * 72 / 25.4


def test_archives_get_both_standards_and_all_attachments(branded_pdf, files):
    """PDF/A-3 and PDF/UA-1 are claimed; review.json and one CSV per table are attached."""
    packet = branded_pdf.Root.Metadata.read_bytes()
    names = set(branded_pdf.attachments)

    assert all(claim in packet for claim in (b"pdfaid", b"pdfuaid"))
    assert re.search(rb'pdfaid:part(="|>)3', packet)
    assert files["review.json"] == branded_pdf.attachments["review.json"].get_file().read_bytes()
    assert {"review.json"} < names
    assert {".csv"} == {name[-4:] for name in names - {"review.json"}}


def test_branded_pdf_keeps_to_the_standard(files, tmp_path):
    """A logo and a font of one's own break no rule of PDF/UA-1."""
    (tmp_path / "review.pdf").write_bytes(files["review.pdf"])
    found = check(str(tmp_path / "review.pdf"), layers=["conformance"])

    assert (None, []) == (found.error, found.findings)


def test_archive_alone_renders_the_same_again(branded, files, shipped_templates, look):
    """The twin holds colours, logo and font byte for byte, and gives the same page."""
    again = review_from_json(files["review.json"])
    environment = template_environment(
        [shipped_templates], zone=again.zone, widths=text_widths(again.look), look=again.look
    )

    assert branded == again
    assert look == again.look
    assert files["review.pdf"] == review_to_pdf(
        environment, again, twin=files["review.json"], variant="pdf/a-3a+ua"
    )


def test_review_without_a_look_says_nothing_of_it(review):
    """The twin of a review in the house's look has no key more than before."""
    layout = json.loads(review_to_json(review))

    assert set() == {"look", "pdf_variant"} & layout.keys()
    assert (HOUSE_LOOK, "ua") == (review.look, review.pdf_variant)


def test_house_theme_leaves_drawings_alone():
    """Without a look a drawing is the very same object."""
    svg = drawing((10, 10), "T", "", [text((0, 9), "9", 9)])

    assert theme_of(HOUSE_LOOK) == HOUSE
    assert svg is HOUSE.paint(svg)


def test_theme_paints_attributes_not_words():
    """A title that speaks of a colour keeps its words."""
    svg = drawing((10, 10), ' fill="#0b5fa5"', "", [text((0, 9), "9", 9, "accent")])
    painted = theme_of(Look(colours=(("accent", ACCENT),))).paint(svg)

    assert "<title> fill=&#34;#0b5fa5&#34;</title>" in painted
    assert f'fill="{ACCENT}">9</text>' in painted


def test_mail_pictures_keep_their_words_in_an_unknown_font():
    """A drawing for a workspace's font is painted with the shipped one."""
    svg = drawing((60, 20), "T", "", [text((2, 15), "Users", 15)])
    theme = replace(HOUSE, data_family="Brand Sans")

    assert to_png(svg, 60) == to_png(theme.paint(svg), 60)


def test_png_logo_prints(tiny, shipped_templates):
    """A PNG stands in the masthead of the PDF as well, with the workspace's title as its words."""
    look = Look(logo=Logo("image/png", png(20, 20)))
    environment = template_environment(
        [shipped_templates], zone=tiny.zone, widths=text_widths(), look=look
    )
    data = review_to_pdf(environment, replace(tiny, look=look))
    with pikepdf.open(io.BytesIO(data)) as opened:
        figures = [
            str(one.Alt)
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]

    assert ["Simulated company"] == figures


def test_two_files_of_one_weight_make_a_face(tiny, shipped_templates, faces):
    """The second file is that of emphasis, on screens, on pages and when text is measured."""
    face = Typeface("Brand", font_bytes("Inter"), variable=False, bold=font_bytes("Source Serif 4"))
    look = Look(data_face=face)
    widths = text_widths(look)
    environment = template_environment(
        [shipped_templates], zone=tiny.zone, widths=widths, look=look
    )
    branded = replace(tiny, look=look)
    page = review_to_html(environment, branded, faces).decode()
    serif = TTFont(io.BytesIO(typefaces(HOUSE_LOOK)[1].data))

    assert ["100 500", "600 900"] == re.findall(r'"Brand";font-weight:([^;]*);', page)
    assert review_to_pdf(environment, branded).startswith(b"%PDF")
    assert serif["head"].unitsPerEm > 0
    assert text_widths().width("Users", 10) == widths.width("Users", 10)
    assert text_widths().width("Users", 10, 600) != widths.width("Users", 10, 600)
