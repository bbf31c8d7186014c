"""The contents of both editions: chapters, and what there is to decide and to do."""

import re
from dataclasses import replace
from datetime import date

import pytest

from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.outline import outline_of
from reports.rendering.pages import fill
from reports.values.document import Agenda, AgendaItem

ITEM = AgendaItem("Keep the new model?", "head of product", date(2026, 11, 20))
AGENDA = Agenda("To decide and to do", (ITEM,), ())


@pytest.fixture(scope="module")
def review(review):
    """Give the sample review with an agenda on its first page."""
    first, *others = review.chapters
    head, *blocks = first.blocks
    return replace(review, chapters=(replace(first, blocks=(head, AGENDA, *blocks)), *others))


@pytest.fixture(scope="module", params=["html/review.html", "pdf/review.html"])
def page(request, review, shipped_templates):
    """Give each edition before it is laid out."""
    environment = template_environment([shipped_templates], zone="UTC", widths=text_widths())
    return fill(environment, request.param, review)


def contents(page):
    """Give the targets of the list of contents."""
    return re.findall(r'href="#([^"]+)"', page.partition("<nav")[2].partition("</nav>")[0])


def test_decisions_are_in_the_contents(page):
    """What needs an answer is found from the list of contents."""
    assert "scorecard-to-decide-and-to-do" in contents(page)


def test_every_entry_leads_somewhere(page):
    """Each target of the contents is there exactly once."""
    assert {1} == {page.count(f'id="{target}"') for target in contents(page)}


def test_every_block_has_a_place_of_its_own(page, review):
    """Each chapter and block can be linked to."""
    anchors = [
        anchor
        for part in outline_of(review).parts
        for anchor in (part.anchor, *(placed.anchor for placed in part.blocks))
    ]

    assert {1} == {page.count(f'id="{anchor}"') for anchor in anchors}


def test_screen_offers_the_link_to_every_block(review, shipped_templates):
    """Beside each block stands the link to it, with words for those who do not see it."""
    environment = template_environment([shipped_templates], zone="UTC", widths=text_widths())
    page = fill(environment, "html/review.html", review)
    blocks = [placed for part in outline_of(review).parts for placed in part.blocks]

    assert all(f'class="anchor" href="#{placed.anchor}"' in page for placed in blocks)
    assert "Link to To decide and to do" in page
