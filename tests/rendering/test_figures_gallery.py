"""Every family of charts in a review: on a screen, on pages, in the twin."""

import io
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from gallery_people import funnel
from outloud import check
from review_gallery import all_charts, gallery_review

from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pages import fill
from reports.rendering.pdf import review_to_pdf
from reports.rendering.twin import review_from_json, review_to_json
from reports.values.document import Chapter


@pytest.fixture(scope="module")
def environment(shipped_templates):
    """Give the environment of the shipped templates."""
    return template_environment([shipped_templates], zone="UTC", widths=text_widths())


@pytest.fixture(scope="module")
def page(environment):
    """Give the HTML edition of the gallery without its fonts."""
    return fill(environment, "html/review.html", gallery_review())


@pytest.fixture(scope="module")
def pdf(environment):
    """Give the PDF edition of the gallery."""
    return review_to_pdf(environment, gallery_review())


@pytest.fixture(scope="module")
def pages(pdf):
    """Give the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [one.get_textpage().get_text_range() for one in document]
    document.close()
    return [text.replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", " ") for text in texts]


def test_twin_holds_every_chart():
    """A review with all families is the same after a way through JSON."""
    review = gallery_review()

    assert review == review_from_json(review_to_json(review))


def test_screen_has_every_chart_twice_with_its_numbers(page):
    """Each chart is drawn wide and narrow, and has a fold with all its numbers."""
    count = len(gallery_review().chapters[0].blocks) - 1

    assert (count, count) == (page.count('class="plot broad"'), page.count('class="plot narrow"'))
    assert count == page.count('<section class="block shown ')
    assert '<th scope="row">Received an answer with sources</th>' in page


def test_contents_name_every_chart(page):
    """Titles of charts are entries in the contents."""
    contents = page.partition("<nav")[2].partition("</nav>")[0]

    assert [] == [one.title for one in all_charts() if one.title not in contents]


def test_groups_of_values_are_apart(page):
    """No two drawings share their radio buttons, and all of these have words."""
    groups = re.findall(r'<fieldset class="spots">.*?</fieldset>', page, re.DOTALL)
    names = [set(re.findall(r' name="([^"]+)"', one)) for one in groups]

    assert all(len(one) == 1 for one in names)
    assert len(names) == len({next(iter(one)) for one in names})
    assert not re.findall(
        r"<label>(?!<input[^>]*><span[^>]*><span class=\"tip\"><b>[^<]+</b>)", page
    )


def test_screen_asks_for_nothing_and_runs_nothing(page):
    """No chart brings a script or an address."""
    assert [] == re.findall(r"<script|https?://|javascript:|\son\w+=", page)


def test_pages_have_pictures_words_and_numbers(pages):
    """Charts are on the first pages with their captions, their numbers on the last ones."""
    whole = " ".join(pages)

    for expected in (
        "higher is better",
        "76.4 % of step before",
        "before: 2\N{EN DASH}8 November 2026, n 9.92k",
        "Numbers behind the charts",
        "562 to 750 ms 2.03k 19.1 % 1.90k 19.1 %",
        "year before",
    ):
        assert expected in whole


def test_chart_and_numbers_lead_to_each_other(pages, pdf):
    """A chart links to its numbers at the end, and above these stands the page of the chart."""
    at = next(n for n, text in enumerate(pages) if funnel().subtitle in text)
    behind = f"{funnel().title} chart on page {at + 1}"

    assert 1 == sum(behind in re.sub(r"\s+", " ", text) for text in pages)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = [
            str(one.Contents)
            for page in opened.pages
            for one in page.get("/Annots", [])
            if "/Contents" in one
        ]
    assert {funnel().title, "Numbers at the end"} <= set(said)


def test_contents_lead_to_the_numbers(pages):
    """The first page names the page on which the numbers begin."""
    begin = next(n for n, text in enumerate(pages, 1) if "Numbers behind the charts" in text)

    assert f"Numbers {begin}" in pages[0]


def test_review_without_charts_has_no_numbers_behind_them(environment):
    """No empty part is added to a review of words."""
    review = replace(gallery_review(), chapters=(Chapter("c", "C", ()),))
    filled = fill(environment, "pdf/review.html", review)

    assert "Numbers behind the charts" not in filled


def test_pages_keep_to_the_standard(pdf, tmp_path):
    """An independent checker finds no rule of PDF/UA-1 broken or in doubt."""
    path = tmp_path / "gallery.pdf"
    path.write_bytes(pdf)
    found = check(str(path))

    assert (None, []) == (found.error, [one.rule for one in found.findings])


def test_every_picture_says_its_title(pdf):
    """Each drawing has words for those who cannot see it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        alts = [
            str(one["/Alt"])
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]

    titles = {alt.partition(".")[0] for alt in alts}

    assert {"Chart of 12 cohorts by age", "Chart of 5 steps"} <= titles
    assert any(
        alt.endswith("the smallest share goes on to Rated or saved the answer: 18.3 %.")
        for alt in (each.replace("\N{NO-BREAK SPACE}", " ") for each in alts)
    )
    assert all(alts)
