"""Charts in Chromium: values on hover, by keys and by touch, and the page as axe-core judges it."""

from importlib.resources import files

import pytest
from chromium import opened
from review_gallery import gallery_review

from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.html import review_to_html

pytestmark = pytest.mark.slow

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
RUN = """async (tags) => {
    const found = await axe.run({runOnly: tags, resultTypes: ["violations"]});
    return found.violations.map(one => [one.id, one.nodes.slice(0, 2).map(node => node.html)]);
}"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
SHOWN = """() => [...document.querySelectorAll('.tip')]
    .filter(one => one.offsetWidth > 1).map(one => one.innerText)"""
CLIPPED = """() => [...document.querySelectorAll('.tip')].filter(one => one.offsetWidth > 1)
    .some(one => {
        const box = one.getBoundingClientRect();
        return box.left < 0 || box.right > innerWidth;
    })"""
FUNNEL = ".funnel .broad .spot"


@pytest.fixture(scope="module")
def gallery_page(tmp_path_factory, shipped_templates, faces):
    """Give the gallery's HTML edition as a file."""
    review = gallery_review()
    environment = template_environment([shipped_templates], zone=review.zone, widths=text_widths())
    path = tmp_path_factory.mktemp("gallery") / "review.html"
    path.write_bytes(review_to_html(environment, review, faces))
    return path


def test_values_are_shown_on_hover(browser, gallery_page):
    """The mark under the pointer tells its numbers, and no other does."""
    with opened(browser, gallery_page) as page:
        before = page.evaluate(SHOWN)
        page.locator(FUNNEL).nth(3).hover()
        shown = page.evaluate(SHOWN)

    assert [] == before
    assert 1 == len(shown)
    assert shown[0].startswith("Rated or saved the answer\n1.70k")


def test_one_stop_and_arrows_for_the_keyboard(browser, gallery_page):
    """Tab reaches a chart's values once; arrow keys go on; the next Tab leaves the chart."""
    with opened(browser, gallery_page) as page:
        page.locator(".funnel .broad input").first.focus()
        shown = [page.evaluate(SHOWN)]
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "Tab"):
            page.keyboard.press(key)
            shown.append(page.evaluate(SHOWN))

    names = [one[0].partition("\n")[0] if one else "" for one in shown]
    steps = ["Opened the assistant", "Asked a question", "Received an answer with sources"]
    assert [*steps, steps[1], ""] == names


def test_pointer_wins_over_the_keyboard(browser, gallery_page):
    """Never are two values shown at once."""
    with opened(browser, gallery_page) as page:
        page.locator(".funnel .broad input").first.focus()
        page.locator(FUNNEL).nth(2).hover()

        assert 1 == len(page.evaluate(SHOWN))


def test_touch_shows_the_value_inside_the_screen(browser, gallery_page):
    """On a telephone a touch on any mark shows its value, and nothing moves sideways."""
    settings = {"has_touch": True, "is_mobile": True}
    with opened(browser, gallery_page, 375, **settings) as page:
        for kind in ("funnel", "histogram", "small-multiples", "cohort-heatmap"):
            marks = page.locator(f".{kind} .narrow .spot")
            for at in (0, 4):
                marks.nth(at).tap()
                assert page.evaluate(SHOWN)
                assert not page.evaluate(CLIPPED)
        assert 375 == page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("width", [320, 375, 600, 769, 1000, 1280])
def test_gallery_fits_every_width(browser, gallery_page, width):
    """No chart makes the page scroll sideways, and each is shown in one of its two drawings."""
    with opened(browser, gallery_page, width) as page:
        seen = page.evaluate(
            "[...document.querySelectorAll('.plot.broad, .plot.narrow')]"
            ".filter(one => one.offsetWidth > 0).length"
        )

        assert (width, 9) == (page.evaluate("document.documentElement.scrollWidth"), seen)


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, gallery_page, scheme, width):
    """No rule of WCAG 2.2 A and AA finds anything, with all numbers unfolded."""
    with opened(browser, gallery_page, width, color_scheme=scheme) as page:
        page.evaluate(OPEN_ALL)
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))

        assert [] == page.evaluate(RUN, list(RULES))


def test_print_from_the_browser_leaves_the_layer_out(browser, gallery_page):
    """Printed, a chart is a picture."""
    with opened(browser, gallery_page) as page:
        page.emulate_media(media="print")

        assert not page.locator(".spots").first.is_visible()


def test_weeks_of_a_control_chart_tell_their_numbers(browser, sample_page):
    """A week of a signal's chart says its value, its n and what was normal; arrows go on."""
    with opened(browser, sample_page) as page:
        page.locator(".story .broad input").nth(24).focus()
        first = page.evaluate(SHOWN)
        page.keyboard.press("ArrowRight")
        second = page.evaluate(SHOWN)
        clipped = page.evaluate(CLIPPED)

    said = second[0].replace("\N{NO-BREAK SPACE}", " ")
    assert [1, 1, False] == [len(first), len(second), clipped]
    assert said.startswith("9\N{EN DASH}15 November 2026\n5.02 s · n 16.0k")
