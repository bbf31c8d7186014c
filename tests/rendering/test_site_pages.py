"""The pages of the site: which there are, where they lead, what they say."""

import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from review_sample import sample_review
from site_sample import sample_site

from reports.rendering.pages import text_of
from reports.rendering.site import render_site

KPIS = [record.definition.name for record in sample_review().kpis]
LATENCY = "products/assistant/p95_latency.html"
WEEKS = ("2026-W44", "2026-W45", "2026-W46")
CSS = {"site.css", "fonts.css"}


class Links(HTMLParser):
    """Collect tags, addresses and anchors."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.addresses, self.anchors = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep what matters of a tag."""
        found = dict(attrs)
        self.tags.append((tag, found))
        self.addresses += [found[name] for name in ("href", "src") if name in found]
        self.anchors += [found["id"]] if "id" in found else []


@pytest.fixture(scope="module")
def site():
    """Give the sample archive."""
    return sample_site()


@pytest.fixture(scope="module")
def rendered(site, shipped_templates, faces):
    """Give the files of the sample site."""
    return render_site(site, templates=[shipped_templates], faces=faces)


@pytest.fixture(scope="module")
def pages(rendered):
    """Give the pages as text, by path."""
    return {path: data.decode() for path, data in rendered.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def links(pages):
    """Give what each page holds, by path."""
    return {path: Links(page) for path, page in pages.items()}


def words(page):
    """Return a page's words with single spaces."""
    return " ".join(text_of(page.split("<body>")[1]).split())


def row_of(page, start):
    """Return the words of the table row whose first words are these."""
    rows = (words(f"<body>{row}") for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL))
    return next(row for row in rows if row.startswith(start))


def test_every_week_product_and_kpi_has_a_page(pages):
    """Index, one page per week over all products, one per product, one per product and KPI."""
    assert pages.keys() == {
        "index.html",
        *(f"weeks/{label}.html" for label in WEEKS),
        *(f"products/{name}.html" for name in ("assistant", "search")),
        *(f"products/{name}/{kpi}.html" for name in ("assistant", "search") for kpi in KPIS),
    }


def test_styles_and_fonts_are_written_once(rendered, pages, links):
    """Pages share one stylesheet and one file of fonts, and carry neither themselves."""
    beside = {path for path in rendered if path not in pages}

    assert beside == CSS
    for path, found in links.items():
        sheets = [attrs["href"] for tag, attrs in found.tags if attrs.get("rel") == "stylesheet"]
        assert {posixpath.normpath(posixpath.join(posixpath.dirname(path), one)) for one in sheets}
        assert not [tag for tag, attrs in found.tags if tag == "style" or "style" in attrs]
    assert max(len(page) for page in pages.values()) < 150_000


def test_every_link_leads_somewhere(rendered, links, site):
    """Each relative address is a page of the site with that anchor, or a file of the archive."""
    archived = {
        f"{unquote(review.place)}/{name}" for review in site.reviews for name in review.files
    }
    for path, found in links.items():
        for address in found.addresses:
            target, _, anchor = address.partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
            place = place if target else path
            assert place in rendered or place in archived, (path, address)
            assert not anchor or anchor in links[place].anchors, (path, address)


def test_nothing_is_asked_of_anybody(pages, links):
    """No script, no frame, no address with a scheme, no event."""
    for path, found in links.items():
        names = {tag for tag, _ in found.tags}
        assert not names & {"script", "iframe", "object", "form", "base"}, path
        assert not [one for one in found.addresses if re.match(r"[a-z]+:|//", one)], path
        assert not [key for _, attrs in found.tags for key in attrs if key.startswith("on")], path
        assert "http" not in pages[path].replace("http-equiv", ""), path


def test_anchors_are_unique(links):
    """No page uses an id twice."""
    assert [] == [
        path for path, found in links.items() if len(found.anchors) != len(set(found.anchors))
    ]


def test_same_archive_gives_the_same_bytes(rendered, shipped_templates, faces):
    """Rendering again changes nothing."""
    assert rendered == render_site(sample_site(), templates=[shipped_templates], faces=faces)


def test_pages_have_landmarks_and_one_heading(links):
    """Every page has header, navigation, main part and footer, and one h1."""
    for path, found in links.items():
        tags = [tag for tag, _ in found.tags]
        assert {"header", "nav", "main", "footer"} <= set(tags), path
        assert 1 == tags.count("h1"), path


def test_tables_have_header_cells(links):
    """Header cells tell what they head."""
    for path, found in links.items():
        heads = [attrs for tag, attrs in found.tags if tag == "th"]
        assert all(attrs.get("scope") for attrs in heads), path


def test_index_tells_week_headline_revision_and_files(pages):
    """A line of the index has the week, its days, its headline, its revisions and their files."""
    line = row_of(pages["index.html"], "Week 45")

    assert "2\N{EN DASH}8 Nov" in line
    assert "Weekly active users reached 12.9k" in line
    assert "r2 HTML of Atlas Assistant, 2026-W45 r2" in line
    assert "earlier: r1 HTML" in line


def test_damaged_review_is_listed_as_such(pages):
    """What is wrong stands beside the review in words, and the missing file is not linked."""
    for path in ("index.html", "weeks/2026-W46.html", "products/search.html"):
        assert "Damaged: review.pdf is missing" in words(pages[path])
    assert "search/2026/2026-W46/r1/review.html" in pages["index.html"]
    assert "search/2026/2026-W46/r1/review.pdf" not in pages["index.html"]


def test_weeks_lead_to_their_neighbours(links):
    """A week has its previous and its next week, the ends have one of them."""
    found = {
        label: {
            attrs["rel"]: attrs["href"]
            for tag, attrs in links[f"weeks/{label}.html"].tags
            if tag == "a" and "rel" in attrs
        }
        for label in WEEKS
    }

    assert found == {
        "2026-W44": {"next": "2026-W45.html"},
        "2026-W45": {"prev": "2026-W44.html", "next": "2026-W46.html"},
        "2026-W46": {"prev": "2026-W45.html"},
    }


def test_week_shows_all_products_side_by_side(pages, links):
    """Each product has its headline and its key rows; one without a review is named."""
    page = pages["weeks/2026-W45.html"]
    cards = [attrs for tag, attrs in links["weeks/2026-W45.html"].tags if tag == "article"]

    assert ["assistant", "search"] == [card["aria-labelledby"] for card in cards]
    assert 2 == page.count('class="short"')
    assert (
        "Without a review of this week: Search &amp; &lt;Find&gt;" in pages["weeks/2026-W44.html"]
    )


def test_row_of_a_week_tells_value_change_and_signal(pages):
    """A key row has the number, its n, the change, the sparkline and the signal in words."""
    page = pages["weeks/2026-W46.html"]
    line = row_of(page, "95th-percentile latency")

    assert re.search(r"\d\.\d\d.s n.\d", line)
    assert re.search(r"[+\N{MINUS SIGN}]\d+\.\d.%", line)
    assert "Above limit adverse" in line
    assert 'role="img"' in page


def test_kpi_tells_every_week_with_the_review_that_stated_it(pages):
    """A week's row has value, n, status and review; a restated one leads to its restatement."""
    page = pages[LATENCY]

    untouched = row_of(page, "2026-W40")
    assert "complete" in untouched
    assert untouched.endswith("2026-W44 r1")
    assert "complete, restated" in row_of(page[page.index('id="weeks"') :], "2026-W45")
    assert 26 == page.count('class="right value"')


def test_restatement_tells_both_values_and_both_reviews(pages):
    """Old value with its review, new value with its review, and the difference."""
    line = row_of(pages[LATENCY], "2026-W45")

    assert re.search(r"1\.05.s n.81 · by 2026-W45 r1 1\.10.s n.82 · by 2026-W45 r2", line)
    assert line.endswith("%")


def test_week_names_what_was_restated_since(pages):
    """A week whose numbers a later review stated otherwise leads to those KPIs."""
    assert "Restated since: " in words(pages["weeks/2026-W45.html"])
    assert "Restated since: " not in words(pages["weeks/2026-W46.html"])


def test_kpi_tells_its_definition_and_its_versions(pages):
    """Why, unit, direction, source and the hash with the reviews that used it."""
    page = pages[LATENCY]

    assert "Why 95th-percentile latency matters." in page
    for name, said_of_it in (
        ("Computed from", "events"),
        ("Unit", "milliseconds"),
        ("Direction", "higher is better"),
    ):
        assert f"<dt>{name}</dt><dd>{said_of_it}</dd>" in page
    assert "2026-W44 r1 to 2026-W46 r1" in words(page)
    assert f"<code>{KPIS.index('p95_latency'):064x}"[:18] in page


def test_texts_of_the_workspace_are_escaped(pages):
    """A title with marks of markup stays a title."""
    assert all("<Find>" not in page for page in pages.values())
    assert "Search &amp; &lt;Find&gt;" in pages["index.html"]
