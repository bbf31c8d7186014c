"""The HTML edition in Chromium: requests, widths, keys, print, and what readers prefer."""

import pytest
from chromium import opened

from reports.rendering.charts.theme import COLOURS, DARK_COLOURS

pytestmark = pytest.mark.slow

WIDTHS = (320, 375, 600, 768, 832, 833, 1000, 1088, 1280, 1600)
STOP = """() => {
    const style = getComputedStyle(document.activeElement);
    return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor];
}"""
FOCUSED = "() => document.activeElement.id || document.activeElement.textContent.trim()"
UNSEEN = ("nav", "details", ".anchor", "[popover]", "figcaption .term", ".skip")
FOREIGN = '<img alt="" src="https://example.invalid/pixel.png">'


def test_nothing_is_asked_for(browser, sample_page):
    """Opening the file asks for the file, and its own policy stops nothing in it."""
    asked, said = [], []
    with opened(browser, sample_page) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.reload()
        page.wait_for_function("document.fonts.status === 'loaded'")

    assert ([sample_page.as_uri()], []) == (asked, said)


def test_policy_stops_what_is_foreign(browser, sample_page, tmp_path):
    """A picture from elsewhere and a script would not get through."""
    page_text = sample_page.read_text(encoding="utf-8")
    path = tmp_path / "foreign.html"
    path.write_text(page_text.replace("<footer", f"{FOREIGN}<script>let x</script><footer"))
    failed, said = [], []
    with opened(browser, sample_page) as page:
        page.on("requestfailed", lambda request: failed.append(request.failure))
        page.on("console", lambda message: said.append(message.text))
        page.goto(path.as_uri())

    assert ["csp"] == failed
    assert 2 == sum("Content Security Policy" in text for text in said)


def test_page_fits_every_width(browser, sample_page):
    """From telephone to wide screen the page never scrolls sideways."""
    with opened(browser, sample_page) as page:
        found = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: width for width in WIDTHS} == found


def test_keys_open_and_close_a_definition(browser, sample_page):
    """Enter opens the definition, Tab goes into it, Escape closes it and returns."""
    with opened(browser, sample_page) as page:
        term = page.locator(".term").first
        popover = page.locator(f"#{term.get_attribute('popovertarget')}")
        term.focus()
        page.keyboard.press("Enter")
        shown = popover.is_visible()
        page.keyboard.press("Tab")
        inside = popover.locator(":focus").count()
        page.keyboard.press("Escape")

        assert (True, 1, False) == (shown, inside, popover.is_visible())
        assert term.text_content() == page.evaluate(FOCUSED)


def test_first_stop_skips_to_the_review(browser, sample_page):
    """The first press of Tab shows the link that leads past the contents."""
    with opened(browser, sample_page) as page:
        page.keyboard.press("Tab")
        named = page.evaluate(FOCUSED)
        page.keyboard.press("Enter")

        assert ("Skip to the review", "main") == (named, page.evaluate(FOCUSED))


@pytest.mark.parametrize(("scheme", "colours"), [("light", COLOURS), ("dark", DARK_COLOURS)])
def test_every_stop_has_a_ring(browser, sample_page, scheme, colours):
    """Whatever the keyboard reaches is ringed in a colour that stands off the paper."""
    found = set()
    with opened(browser, sample_page, color_scheme=scheme) as page:
        for _ in range(60):
            page.keyboard.press("Tab")
            found.add(tuple(page.evaluate(STOP)))

    red, green, blue = bytes.fromhex(colours["accent"][1:])
    assert {("solid", 2, f"rgb({red}, {green}, {blue})")} == found


def test_print_is_light_and_plain(browser, sample_page):
    """On paper there is no dark ground, no contents, nothing folded, no definitions."""
    with opened(browser, sample_page, color_scheme="dark") as page:
        page.emulate_media(media="print")
        seen = [name for name in UNSEEN if page.locator(f"{name} >> visible=true").count()]
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert ([], "rgb(255, 255, 255)") == (seen, ground)


@pytest.mark.parametrize(("motion", "scrolls"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_motion_is_as_preferred(browser, sample_page, motion, scrolls):
    """Links glide to their target only for readers who did not ask for less motion."""
    with opened(browser, sample_page, reduced_motion=motion) as page:
        found = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")

    assert scrolls == found


def test_more_contrast_turns_grey_to_ink(browser, sample_page):
    """Readers who ask for contrast get no grey text."""
    with opened(browser, sample_page, contrast="more") as page:
        colours = page.evaluate(
            "['.sub', 'body'].map(one => getComputedStyle(document.querySelector(one)).color)"
        )

    assert colours[0] == colours[1]


def test_forced_colours_reach_the_charts(browser, sample_page):
    """Charts take the reader's own colours where the system sets them."""
    with opened(browser, sample_page, forced_colors="active", color_scheme="dark") as page:
        text, ground = page.evaluate(
            """[getComputedStyle(document.querySelector("svg .s-ink")).stroke,
                getComputedStyle(document.body).backgroundColor]"""
        )

    assert ("rgb(255, 255, 255)", "rgb(0, 0, 0)") == (text, ground)
