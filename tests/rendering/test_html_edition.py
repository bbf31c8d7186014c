"""The HTML edition."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from reports.errors import RenderError
from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pages import fill
from reports.values.document import Note, Scorecard, ScoreGroup, Table, TableColumn
from reports.values.reading import Change

HOSTILE = '<script>alert("1")</script>'


class Tags(HTMLParser):
    """Collect start tags with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self.found.append((tag, dict(attrs)))

    def named(self, *names):
        """Return the names of the tags that are among `names`, in order."""
        return [tag for tag, _ in self.found if tag in names]

    def values(self, attribute):
        """Return all values of an attribute."""
        return [attrs[attribute] for _, attrs in self.found if attribute in attrs]


@pytest.fixture(scope="module")
def tags(html):
    """Give the tags of the sample's HTML."""
    return Tags(html)


def filled(review, *folders):
    """Fill the HTML skeleton without its fonts."""
    environment = template_environment(folders, zone=review.zone, widths=text_widths())
    return fill(environment, "html/review.html", review)


def test_file_is_self_contained(html, tags):
    """Nothing is loaded from anywhere, and no script is needed."""
    addresses = [*tags.values("href"), *tags.values("src")]

    assert [] == [one for one in addresses if not one.startswith("#")]
    assert {"data:font/woff2"} == {one[:15] for one in re.findall(r'url\("?([^")]*)', html)}
    assert [] == tags.named("script", "link", "iframe", "img")
    assert "http" not in html.replace("http-equiv", "")


def test_file_is_small(rendered):
    """The file stays below 3 MB with its fonts."""
    assert len(rendered["review.html"]) < 3_000_000


def test_landmarks_and_language(tags):
    """A screen reader finds its way by landmarks."""
    assert ["header", "nav", "main", "footer"] == tags.named("header", "nav", "main", "footer")
    assert ["en"] == tags.values("lang")


def test_headings_are_in_order(tags):
    """There is one first-level heading, and no level is skipped."""
    levels = [int(tag[1]) for tag in tags.named("h1", "h2", "h3", "h4")]

    assert 1 == levels.count(1)
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_has_its_target(tags):
    """Every block has an anchor of its own, and every link leads to one."""
    anchors = tags.values("id")

    assert len(set(anchors)) == len(anchors)
    assert {href[1:] for href in tags.values("href")} <= set(anchors)
    assert {"kpi-revenue", "chart-revenue", "data-notes-freshness"} <= set(anchors)


def test_kpi_shown_twice_has_one_anchor(review, shipped_templates):
    """A KPI on two scorecards and in two charts is linked where it comes first."""
    first = review.chapters[0]
    page = filled(replace(review, chapters=(first, first)), shipped_templates)
    anchors = Tags(page).values("id")

    assert len(set(anchors)) == len(anchors)


def test_header_cells_have_a_scope(tags):
    """Every header cell says whether it heads a column, a row or a group."""
    scopes = [attrs.get("scope") for tag, attrs in tags.found if tag == "th"]

    assert {"col", "row", "rowgroup"} == set(scopes)


def test_numbers_stand_as_in_the_pdf(html):
    """Values, changes, marks of incomplete weeks and reasons are all there."""
    text = html.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")

    for expected in ("12.9k", "$48.2k", "6 of 7 days", "n &lt; 30", "from zero", "Simulated data"):
        assert expected in text


def test_row_without_a_value_says_why_once(review, shipped_templates):
    """The reason stands once, the changes are dashes; a count of zero is written as zero."""
    card = next(block for block in review.chapters[0].blocks if isinstance(block, Scorecard))
    row = replace(card.groups[0].rows[0], remark="one user")
    gone = replace(row.last_week, value=None, status="missing", reason="no rows", n=0)
    void = Change(None, "percent", "not_comparable", "no rows")
    half = replace(row.last_week, value=0.0, status="partial", days_present=6, days_expected=7, n=0)
    rows = (
        replace(row, last_week=gone, wow=void, four_weeks=void, yoy=void),
        replace(row, last_week=half),
    )
    card = replace(card, groups=(ScoreGroup("One", rows),))
    chapter = replace(review.chapters[0], blocks=(card,))
    html = filled(replace(review, chapters=(chapter,)), shipped_templates)
    first, second = html.partition("<tbody")[2].split('<tr role="row"')[1:]

    assert (1, 2) == (first.count("no rows"), first.count(">\N{EN DASH}</td>"))
    assert ">6 of 7 days · one user<" in second
    assert '<span class="name">n&nbsp;</span>0<' in second


def test_names_are_escaped(tiny, shipped_templates):
    """Markup in any name stays text."""
    table = Table(HOSTILE, (TableColumn(HOSTILE),), ((HOSTILE,),), (HOSTILE,))
    chapter = replace(tiny.chapters[0], title=HOSTILE, blocks=(table, Note((HOSTILE,))))
    hostile = replace(
        tiny, product_title=HOSTILE, cover=HOSTILE, owner=HOSTILE, chapters=(chapter,)
    )
    page = filled(hostile, shipped_templates)

    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 8


def test_workspace_overrides_by_the_same_path(tiny, shipped_templates, tmp_path):
    """A workspace's template wins and can still include the shipped one."""
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "note.html").write_text(
        '<div class="ours">{% include "shipped/blocks/note.html" %}</div>'
    )
    page = filled(tiny, tmp_path, shipped_templates)

    assert re.search(r'<div class="ours"><p class="block note"', page)


def test_failing_template_is_named_with_its_line(tiny, shipped_templates, tmp_path):
    """An unknown name in a template is reported with file and line."""
    (tmp_path / "masthead.html").write_text("\n\n{{ review.nonsense }}")

    with pytest.raises(RenderError, match=r"templates/masthead\.html, line 3(?s:.*)nonsense"):
        filled(tiny, tmp_path, shipped_templates)


def test_templates_are_sandboxed(tiny, shipped_templates, tmp_path):
    """A template cannot reach into Python."""
    (tmp_path / "masthead.html").write_text("{{ review.__class__.__mro__ }}")

    with pytest.raises(RenderError, match="SecurityError"):
        filled(tiny, tmp_path, shipped_templates)


def test_unknown_page_size_is_refused(tiny, shipped_templates):
    """A page size is one of those that the style sheet knows."""
    with pytest.raises(RenderError, match="A4 or Letter"):
        filled(replace(tiny, page_size="A4; } *"), shipped_templates)
