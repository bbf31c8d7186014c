"""Names in other scripts: the page holds, whatever fonts a machine has."""

from unicodedata import east_asian_width

import pypdfium2
import pytest
from chromium import opened
from review_scripts import NAMES, review_in_many_scripts

from reports.rendering import render_review
from reports.rendering.environment import span_markup
from reports.rendering.fonts import text_widths
from reports.rendering.pdf import unprintable
from reports.values.document import Quantity

HEBREW = NAMES["New users"]


@pytest.fixture(scope="module")
def files(shipped_templates, faces):
    """Give the files of the review; characters that no font here has are no failure."""
    return render_review(review_in_many_scripts(), templates=[shipped_templates], faces=faces)


def pages_of(data):
    """Count the pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    document.close()
    return count


def test_screen_holds_every_name(files):
    """What the data call things is what the page says."""
    page = files["review.html"].decode()

    assert [] == [name for name in NAMES.values() if name not in page]


def test_no_page_more_is_needed(files, rendered):
    """Names of other scripts take no more room than ours."""
    assert pages_of(rendered["review.pdf"]) == pages_of(files["review.pdf"])


def test_fields_of_foreign_characters_are_known():
    """The data notes can name each field whose characters the shipped fonts lack."""
    missing = {one.character: one.fields for one in unprintable(review_in_many_scripts())}

    assert {*"第延迟", "👩", *HEBREW.replace(" ", "")} <= missing.keys()
    assert ("owner",) == missing["👩"]
    assert "Ł" not in missing


def test_wide_characters_are_given_room():
    """Labels of charts are measured as if ideographs were an em wide and accents nothing."""
    widths = text_widths()

    assert "W" == east_asian_width("助")
    assert 40 <= widths.width("助" * 4, 10) < 50
    assert widths.width("e", 10) == widths.width("e\N{COMBINING ACUTE ACCENT}\u05b8", 10)


def test_number_stays_behind_a_name_from_right_to_left():
    """After such a name comes a mark, so that colon and number are not drawn before it."""
    told = span_markup((f"{HEBREW}: ", Quantity(457.0, "users")), "UTC")

    assert f"{HEBREW}: \N{LEFT-TO-RIGHT MARK}457" == told
    assert "Users: 457" == span_markup(("Users: ", Quantity(457.0, "users")), "UTC")


@pytest.mark.slow
def test_page_never_scrolls_sideways(files, browser, tmp_path):
    """Long words of other scripts break like ours."""
    path = tmp_path / "scripts.html"
    path.write_bytes(files["review.html"])
    with opened(browser, path) as page:
        found = {}
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: width for width in (320, 768, 1280)} == found
