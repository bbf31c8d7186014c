"""Definitions that open where a KPI is named, links to every block, the policy, the colours."""

import re
from html.parser import HTMLParser
from itertools import product

import pytest

from reports.rendering.charts.theme import COLOURS, DARK_COLOURS
from reports.values.document import Scorecard

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


class Tags(HTMLParser):
    """Collect start tags with their attributes and the words that follow."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self.found.append((tag, dict(attrs), []))

    def handle_data(self, data):
        """Keep words with the tag before them."""
        if self.found:
            self.found[-1][2].append(data)

    def having(self, attribute):
        """Return the tags that have an attribute."""
        return [one for one in self.found if attribute in one[1]]


@pytest.fixture(scope="module")
def tags(html):
    """Give the tags of the sample's HTML."""
    return Tags(html)


def rows_of(review):
    """Return all rows of all scorecards."""
    cards = [b for c in review.chapters for b in c.blocks if isinstance(b, Scorecard)]
    return [row for card in cards for group in card.groups for row in group.rows]


def luminance(colour):
    """Return the relative luminance of a colour written as #rrggbb."""
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_kpi_of_the_scorecard_opens_its_definition(review, tags):
    """The title of a KPI is a button without script that opens the definition of that KPI."""
    defined = {attrs["id"] for _, attrs, _ in tags.having("popover")}
    opened = {
        "".join(words).strip(): attrs["popovertarget"]
        for tag, attrs, words in tags.having("popovertarget")
        if (tag, attrs.get("popovertargetaction")) == ("button", None)
    }

    for row in rows_of(review):
        assert f"about-{row.kpi}" == opened[row.title]
        assert f"about-{row.kpi}" in defined


def test_definition_says_all_that_is_asked(review, html):
    """A definition has the reason, origin, kind, unit, direction and owner, and can be closed."""
    kpi = review.kpis[0].definition
    shown = html.partition(f'id="about-{kpi.name}"')[2].partition("</dl>")[0]
    closing = f'popovertarget="about-{kpi.name}" popovertargetaction="hide"'

    assert kpi.why in shown
    assert ["Computed from", "Kind", "Unit", "Direction", "Owner"] == re.findall(
        r"<dt>(.*?)</dt>", shown
    )
    assert ["events", "sum", "users", "higher is better", "not named"] == re.findall(
        r"<dd>(.*?)</dd>", shown
    )
    assert 1 == html.count(closing)


def test_every_block_has_a_link_of_its_own(review, html):
    """Chapters and blocks can be linked to, and each of these links has a name of its own."""
    links = re.findall(
        r'<a class="anchor" href="#(\S+)"><span aria-hidden="true">#</span>'
        r'<span class="hidden">Link to ([^<]+)</span></a>',
        html,
    )
    blocks = sum(1 + len(chapter.blocks) for chapter in review.chapters)

    assert blocks - 1 == len(links)  # the headline of the page is its top
    assert len(links) == len({anchor for anchor, _ in links}) == len({name for _, name in links})


def test_landmarks_have_names(tags):
    """Each landmark and each chapter says what it is."""
    marks = [
        (tag, attrs.get("aria-label"))
        for tag, attrs, _ in tags.found
        if tag in {"header", "nav", "main", "footer"}
    ]
    chapters = [attrs for _, attrs, _ in tags.found if attrs.get("class") == "part"]

    assert [
        *(("header", "Masthead"), ("nav", "Contents"), ("main", "Review")),
        ("footer", "About this review"),
    ] == marks
    assert all(attrs["aria-label"] for attrs in chapters)


def test_policy_comes_before_what_it_rules(html):
    """The page forbids itself every request and script before the first style."""
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)

    assert found
    assert POLICY == found[1]
    assert found.start() < html.index("<style")


@pytest.mark.parametrize("colours", [COLOURS, DARK_COLOURS], ids=["light", "dark"])
def test_text_stands_off_its_ground(colours):
    """Every colour of text has 4.5 times the light, or a 4.5th of it, of paper and band."""
    pairs = product(("ink", "grey", "accent", "warning"), ("paper", "band"))

    assert {} == {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text, ground in pairs
        if contrast(colours[text], colours[ground]) < 4.5
    }
