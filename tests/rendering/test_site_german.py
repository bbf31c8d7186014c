"""The site in German: its own words, those of reviews, and what is read out."""

from dataclasses import replace

import pytest
from site_sample import sample_site

from reports.rendering.pages import text_of
from reports.rendering.site import render_site

KPI = "products/assistant/p95_latency.html"


@pytest.fixture(scope="module")
def pages(shipped_templates, faces):
    """Give the pages of the sample archive as texts without styles."""
    site = replace(sample_site(), language="de")
    found = render_site(site, templates=[shipped_templates], faces=faces)
    return {path: data.decode() for path, data in found.items() if path.endswith(".html")}


def test_every_page_says_its_language(pages):
    """Screen readers are told that pages are German."""
    assert all('<html lang="de">' in page for page in pages.values())


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("index.html", "Archiv der Produktberichte"),
        ("weeks/2026-W46.html", "Woche 46, 2026"),
        ("weeks/2026-W46.html", "Alle Produkte einer Woche"),
        ("products/assistant.html", "Jede führt zu allem, was von ihr veröffentlicht ist."),
        (KPI, "Jede Woche, wie sie zuletzt berichtet wurde; Millisekunden, "),
    ],
)
def test_key_lines_are_german(pages, path, line):
    """What the pages say themselves is in the catalog."""
    told = " ".join(text_of(pages[path]).split()).replace("\N{NO-BREAK SPACE}", " ")

    assert line in told


def test_drawings_are_german(pages):
    """Titles and descriptions of charts are what is read out."""
    assert "<title>Diagramm von 95th-percentile latency: " in pages[KPI]
    assert "; zwischen " in pages[KPI]
