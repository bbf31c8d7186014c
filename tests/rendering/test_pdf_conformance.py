"""The PDF against PDF/UA-1, as an independent checker sees it."""

import pytest
from outloud import check
from outloud.model import Document
from outloud.rules._common import element_text

from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pdf import review_to_pdf

# What the checker guesses at, beyond the standard. It takes every table of two columns that has
# row headers for one whose head fell apart, and numbers in a description for no language.
GUESSES = {"TBL-010", "FIG-012"}


@pytest.fixture(scope="module")
def path(rendered, tmp_path_factory):
    """Give the sample's PDF as a file."""
    file = tmp_path_factory.mktemp("pdf") / "review.pdf"
    file.write_bytes(rendered["review.pdf"])
    return file


def said(element, document):
    """Give what a screen reader says of one element: its description, else its own text."""
    return element.alt or (element_text(document, element) if element.mcrefs else "")


def test_sample_keeps_to_the_standard(path):
    """Not one rule of PDF/UA-1 is broken or in doubt, and everything beyond it is a known guess."""
    found = check(str(path))
    broken = {one["id"] for one in found.criteria["pdfua1"] if one["status"] in {"fail", "warning"}}

    assert found.error is None
    assert set() == broken
    assert set() == {one.rule for one in found.findings} - GUESSES


def test_both_standards_in_one_file(tiny, shipped_templates, tmp_path):
    """The variant for archives breaks no rule of PDF/UA-1 either."""
    environment = template_environment([shipped_templates], zone=tiny.zone, widths=text_widths())
    file = tmp_path / "review.pdf"
    file.write_bytes(review_to_pdf(environment, tiny, variant="pdf/a-3a+ua"))
    found = check(str(file), layers=["conformance"])

    assert (None, []) == (found.error, found.findings)


def test_first_page_is_read_from_the_top(path, review):
    """A reader hears product, week, headline and deck, then the chapter, then the scorecard."""
    document = Document(str(path))
    text = " ".join(said(one, document) for one in document.elements if one.page == 0)
    document.close()
    text = " ".join(text.split())
    expected = (
        *("Atlas Assistant", "Week 46", "Revision 1", "Simulated data"),
        *("Weekly active users reached 12.9k", "Revenue stands at", "This week"),
        *("Scorecard", "Indicator", "This week", "26 weeks"),
        *("Weekly active users", "12.9k"),
    )
    places = [0]
    for words in expected:
        places.append(text.find(words, places[-1]))

    assert -1 not in places, dict(zip(expected, places[1:], strict=True))


def test_page_is_painted_as_it_is_read(path):
    """Tools that follow the page instead of the tags meet nearly all of it in the same order."""
    found = check(str(path), only=["ORD-001"])

    assert [] == found.findings
