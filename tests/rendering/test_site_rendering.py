"""The site rendered anew: own templates, own looks, archives with holes, and how far it is."""

from dataclasses import replace

import pytest
from site_sample import USERS, archive_of, holding, key_of, said, sample_site

from reports.errors import RenderError
from reports.rendering.pages import text_of
from reports.rendering.site import render_site
from reports.values.look import Logo, Look
from reports.values.site import Site

LATENCY = "products/assistant/p95_latency.html"


@pytest.fixture(scope="module")
def site():
    """Give the sample archive."""
    return sample_site()


def words(page):
    """Return a page's words with single spaces."""
    return " ".join(text_of(page.decode().split("<body>")[1]).split())


def test_workspace_overrides_templates_by_path(site, shipped_templates, faces, tmp_path):
    """A template of the workspace's own takes the place of the shipped one."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "week.html").write_text("<p>Own page of {{ portfolio.label }}</p>")
    found = render_site(site, templates=[tmp_path, shipped_templates], faces=faces)

    assert b"<p>Own page of 2026-W45</p>" == found["weeks/2026-W45.html"]


def test_broken_template_is_named(site, shipped_templates, faces, tmp_path):
    """A mistake in an override is told with its place."""
    own = tmp_path / "templates"
    (own / "site").mkdir(parents=True)
    (own / "site" / "week.html").write_text("<p>\n{{ portfolio.nothing }}</p>")

    with pytest.raises(RenderError, match=r"templates/site/week\.html, line 2"):
        render_site(site, templates=[own, shipped_templates], faces=faces)


def test_look_of_the_workspace_is_that_of_the_site(site, shipped_templates, faces):
    """Colours and logo of the workspace are used, the logo as one file for all pages."""
    logo = Logo("image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    own = replace(site, look=Look(colours=(("accent", "#006644"),), logo=logo))
    found = render_site(own, templates=[shipped_templates], faces=faces)

    assert logo.data == found["logo.svg"]
    assert b"--accent: #006644;" in found["site.css"]
    assert b'<img src="../../logo.svg" alt="">' in found[LATENCY]


def test_progress_is_told_page_by_page(site, shipped_templates, faces):
    """Who waits sees how many pages are done."""
    told = []
    render_site(
        site,
        templates=[shipped_templates],
        faces=faces,
        progress=lambda what, done, total: told.append((what, done, total)),
    )

    assert [("writing pages", done, 34) for done in range(1, 35)] == told


def test_unreadable_review_keeps_its_place(shipped_templates, faces):
    """A review whose folder is gone has its line and its week, and its numbers stay."""
    says = (said(key_of(1), 1, 500.0), said(key_of(0), 1, 600.0))
    archive = archive_of((key_of(1), None), (key_of(0), holding()), says=says)
    found = render_site(Site("Firm", (archive,)), templates=[shipped_templates], faces=faces)

    index = words(found["index.html"])
    assert "Its content cannot be read. Damaged: its folder is not in the archive" in index
    assert "Damaged: its folder" in words(found["weeks/2026-W45.html"])
    kpi = words(found["products/assistant/users.html"])
    assert "500 n 100 · by 2026-W45 r1 600 n 100 · by 2026-W46 r1" in kpi


def test_archive_without_a_readable_review_is_still_a_site(shipped_templates, faces):
    """With every folder gone the ledger's numbers are shown under the KPI's name."""
    archive = archive_of((key_of(0), None), says=(said(key_of(0), 0, 500.0),))
    found = render_site(Site("Firm", (archive,)), templates=[shipped_templates], faces=faces)

    page = words(found["products/assistant/users.html"])
    assert "No review that can be read holds its definition" in page


def test_number_in_an_earlier_unit_keeps_it(shipped_templates, faces):
    """A definition that changed its unit does not rewrite what was stated before."""
    share = replace(USERS, unit="share", definition_hash="b" * 64)
    archive = archive_of(
        (key_of(1), holding(share)),
        (key_of(0), holding()),
        says=(said(key_of(1), 1, 0.5), said(key_of(0), 0, 600.0)),
    )
    found = render_site(Site("Firm", (archive,)), templates=[shipped_templates], faces=faces)
    page = words(found["products/assistant/users.html"])

    assert "2026-W46 9\N{EN DASH}15 Nov 600 100 complete" in page
    assert "2026-W45 2\N{EN DASH}8 Nov 50.0 % 100 complete" in page
    assert "2026-W46 r1 aaaaaaaaaaaa unit" in page


def test_kpi_that_is_no_more_is_said_so(shipped_templates, faces):
    """A KPI that the newest review dropped keeps its page, which says so."""
    other = replace(USERS, name="other", title="Others")
    archive = archive_of(
        (key_of(1), holding()), (key_of(0), holding(other)), says=(said(key_of(1), 1, 500.0),)
    )
    found = render_site(Site("Firm", (archive,)), templates=[shipped_templates], faces=faces)

    assert "no longer holds this indicator" in words(found["products/assistant/users.html"])
    assert "2026-W45, no longer published" in words(found["products/assistant.html"])


def test_missing_numbers_are_no_zeros(shipped_templates, faces):
    """A week without data has a dash and its status in words."""
    archive = archive_of((key_of(0), holding()), says=(said(key_of(0), 0, None, n=0),))
    found = render_site(Site("Firm", (archive,)), templates=[shipped_templates], faces=faces)
    page = words(found["products/assistant/users.html"])

    assert "9\N{EN DASH}15 Nov \N{EN DASH} 0 no data" in page
