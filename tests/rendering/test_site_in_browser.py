"""The site in Chromium, from the file system: requests, widths, axe-core, the reader's wishes."""

from importlib.resources import files

import pytest
from chromium import opened
from site_sample import sample_site

from reports.rendering.site import render_site

pytestmark = pytest.mark.slow

WIDTHS = (320, 375, 600, 736, 768, 1000, 1088, 1280, 1600)
PAGES = (
    "index.html",
    "weeks/2026-W45.html",
    "products/assistant.html",
    "products/assistant/p95_latency.html",
)
RULES = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
)
RUN = """async (tags) => {
    const found = await axe.run({runOnly: tags, resultTypes: ["violations"]});
    return [found.passes.length, found.violations.map(one => [
        one.id, one.help, one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)),
    ])];
}"""
READY = "document.fonts.ready.then(fonts => [...fonts].map(font => font.status))"
FACES = """[...document.querySelectorAll("h1, main")].map(
    one => getComputedStyle(one).fontFamily.split(",")[0])"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, shipped_templates, faces):
    """Give the folder of the sample site."""
    root = tmp_path_factory.mktemp("site")
    for name, data in render_site(
        sample_site(), templates=[shipped_templates], faces=faces
    ).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


@pytest.mark.parametrize("name", PAGES)
def test_only_its_own_styles_are_asked_for(browser, folder, name):
    """A page asks for itself, the stylesheet and the fonts; its policy stops none of them."""
    asked, said = [], []
    with opened(browser, folder / name) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.reload()
        fonts = page.evaluate(READY)
        faces = page.evaluate(FACES)

    expected = {(folder / one).as_uri() for one in (name, "site.css", "fonts.css")}
    assert (expected, []) == ({url for url in asked if not url.startswith("data:")}, said)
    assert ({"loaded"}, ['"Source Serif 4"', "Inter"]) == (set(fonts), faces)


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_every_width(browser, folder, name):
    """From telephone to wide screen no page scrolls sideways."""
    with opened(browser, folder / name) as page:
        found = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: width for width in WIDTHS} == found


@pytest.mark.parametrize("width", [320, 600, 1280])
def test_one_drawing_of_the_history_is_seen(browser, folder, width):
    """Of the three widths of the chart the one that fits is shown."""
    with opened(browser, folder / "products/assistant/p95_latency.html", width) as page:
        seen = page.locator(".history svg >> visible=true").count()

    assert 1 == seen


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_found(browser, folder, name, scheme, width):
    """No rule of WCAG 2.2 A and AA, nor of best practice, finds anything."""
    with opened(browser, folder / name, width, color_scheme=scheme) as page:
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        passed, found = page.evaluate(RUN, list(RULES))

    assert [] == found
    assert passed > 30


def test_neighbours_are_a_press_away(browser, folder):
    """From a week the next one opens, and from there the first one again."""
    with opened(browser, folder / "weeks/2026-W45.html") as page:
        page.locator("a[rel=next]").click()
        after = page.locator("h1").text_content()
        page.locator("a[rel=prev]").click()
        before = page.locator("h1").text_content()

    assert ("Week 46", "Week 45") == tuple(
        text.replace("\N{NO-BREAK SPACE}", " ")[:7] for text in (after, before)
    )


def test_print_is_light_and_plain(browser, folder):
    """On paper there is no dark ground and no navigation."""
    with opened(browser, folder / PAGES[-1], color_scheme="dark") as page:
        page.emulate_media(media="print")
        seen = page.locator("nav >> visible=true").count()
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert (0, "rgb(255, 255, 255)") == (seen, ground)
