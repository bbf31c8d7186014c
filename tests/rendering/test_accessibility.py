"""The HTML edition as axe-core judges it in Chromium."""

from datetime import datetime
from importlib.resources import files

import pytest
from chromium import opened

from reports import pipeline
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.html import review_to_html
from reports.values.job import Request

pytestmark = pytest.mark.slow

# No rule of these is switched off.
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
WRONG = '<img src="data:,"><p style="color:#ccc">Pale words</p>'
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture(scope="module")
def demo_page(tmp_path_factory, shipped_templates, faces):
    """Give the HTML edition of a demo with a tenth of its users."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder, scale=0.1)
    as_of = datetime.fromisoformat(DEMO_AS_OF)
    request = Request(DEMO_WEEK, "", as_of)
    jobs = pipeline.plan(load_workspace(folder, {}), request, now=as_of, new_run_id=lambda: "run")
    review = pipeline.write_review(jobs[0], pipeline.read_facts(jobs[0]))
    environment = template_environment([shipped_templates], zone=review.zone, widths=text_widths())
    path = folder / "review.html"
    path.write_bytes(review_to_html(environment, review, faces))
    return path


def test_demo_is_small(demo_page):
    """A review with many KPIs, signals and charts stays below 3 MB."""
    assert demo_page.stat().st_size < 3_000_000


def judge(page):
    """Let axe-core look; return how many rules passed, and what it found."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    return page.evaluate(RUN, list(RULES))


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample_page", "demo_page"])
def test_nothing_is_found(browser, request, name, scheme, width):
    """No rule of WCAG 2.2 A and AA, nor of best practice, finds anything."""
    path = request.getfixturevalue(name)
    with opened(browser, path, width, color_scheme=scheme) as page:
        passed, found = judge(page)

    assert [] == found
    assert passed > 40


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_is_found_when_all_is_open(browser, sample_page, width):
    """The tables of numbers and a definition are as sound as what is seen at once."""
    with opened(browser, sample_page, width) as page:
        page.evaluate(OPEN_ALL)
        page.locator(".term").first.click()
        _, found = judge(page)

    assert [] == found


def test_what_is_wrong_is_found(browser, sample_page, tmp_path):
    """A copy with a pale line and a picture without words does not get through."""
    page_text = sample_page.read_text(encoding="utf-8")
    path = tmp_path / "wrong.html"
    path.write_text(page_text.replace("<h2>", f"{WRONG}<h2>", 1))
    with opened(browser, path) as page:
        _, found = judge(page)

    assert {"color-contrast", "image-alt"} == {rule for rule, *_ in found}
