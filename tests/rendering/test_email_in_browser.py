"""The message in Chromium: telephones and desks, light and dark, with pictures and without."""

import base64
from dataclasses import replace

import pytest
from mail_reader import opened_mail, post

from reports.rendering.charts.theme import COLOURS, DARK_COLOURS

pytestmark = pytest.mark.slow

SEEN = [
    (width, scheme, pictures)
    for width in (375, 640)
    for scheme in ("light", "dark")
    for pictures in (True, False)
]
# For every text that is seen: the contrast of its colour with the nearest ground behind it.
CONTRASTS = """() => {
    const channels = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = (one) => {
        const parts = channels(one).slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const colour = channels(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return getComputedStyle(at).backgroundColor;
        }
        return "rgb(255, 255, 255)";
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !node.getClientRects().length) continue;
        const [a, b] = [light(getComputedStyle(node).color), light(ground(node))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        found.push([ratio, walker.currentNode.textContent.trim()]);
    }
    for (const image of document.images) {
        const [a, b] = [light(getComputedStyle(image).color), light(ground(image))];
        found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), image.alt]);
    }
    return found;
}"""
OUTSIDE = """() => [...document.querySelectorAll("body *")]
    .filter((one) => one.getClientRects().length)
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5)
    .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module", params=["en", "de"])
def mail(request, review):
    """Give a message with long names and addresses, in two languages."""
    linked = replace(
        review,
        archive_url="https://product-reviews.department.company.example/archive/of/reviews",
        cover="Two days are missing, and are filled in when they arrive; numbers may change.",
    )
    return opened_mail(post(linked, "summary", request.param))


@pytest.fixture
def shown(browser, mail):
    """Give a function that opens the message as a mail program would."""
    contexts = []

    def show(width, scheme, *, pictures):
        page_text = mail.html
        for name, data in mail.pictures.items():
            inside = f"data:image/png;base64,{base64.b64encode(data).decode()}"
            page_text = page_text.replace(f"cid:{name}", inside if pictures else "blocked:x")
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        )
        page = contexts[-1].new_page()
        page.set_content(page_text)
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("seen", SEEN, ids=str)
def test_nothing_scrolls_sideways(shown, seen):
    """Everything lies within the window, placeholders of blocked pictures too."""
    width, scheme, pictures = seen
    page = shown(width, scheme, pictures=pictures)

    assert width == page.evaluate("document.documentElement.scrollWidth")
    assert [] == page.evaluate(OUTSIDE)


@pytest.mark.parametrize("seen", SEEN, ids=str)
def test_every_text_stands_off_its_ground(shown, seen):
    """Contrast is at least 4.5 to 1, also of what stands in for a picture."""
    width, scheme, pictures = seen
    found = shown(width, scheme, pictures=pictures).evaluate(CONTRASTS)

    assert len(found) > 50
    assert [] == [(round(ratio, 2), text) for ratio, text in found if ratio < 4.5]


@pytest.mark.parametrize(("scheme", "colours"), [("light", COLOURS), ("dark", DARK_COLOURS)])
def test_screens_get_their_own_colours(shown, scheme, colours):
    """The dark rules win over the styles in place."""
    page = shown(375, scheme, pictures=True)
    red, green, blue = bytes.fromhex(colours["paper"][1:])

    assert f"rgb({red}, {green}, {blue})" == page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_keep_a_light_ground(shown, scheme):
    """The corner of each picture is white, and it is not stretched."""
    page = shown(640, scheme, pictures=True)
    found = page.evaluate(
        """() => [...document.images].map((one) => {
            const canvas = document.createElement("canvas");
            canvas.width = one.naturalWidth; canvas.height = one.naturalHeight;
            const pen = canvas.getContext("2d");
            pen.drawImage(one, 0, 0);
            const ratio = (one.width / one.height) / (one.naturalWidth / one.naturalHeight);
            return [...pen.getImageData(0, 0, 1, 1).data, Math.abs(ratio - 1) < 0.03];
        })"""
    )

    assert found
    assert {(255, 255, 255, 255, True)} == {tuple(one) for one in found}


def test_telephones_get_numbers_without_small_charts(shown):
    """The fourth column is for wide screens; charts of signals fill the narrow one."""
    narrow, wide = (shown(width, "light", pictures=True) for width in (375, 640))
    seen = "[...document.querySelectorAll('img')].filter((one) => one.offsetWidth).length"

    assert narrow.evaluate(seen) < wide.evaluate(seen)
    assert 3 == narrow.evaluate(seen)


def test_first_screen_of_a_telephone_needs_no_pictures(shown):
    """Headline and the first numbers stand on the first 667 px, whatever is blocked."""
    page = shown(375, "light", pictures=False)
    places = page.evaluate(
        """[...document.querySelectorAll("h1, .name")]
            .map((one) => one.getBoundingClientRect().bottom)"""
    )

    assert 4 <= sum(place <= 667 for place in places)


def test_the_preheader_is_not_seen(shown):
    """It is for the list of mails only."""
    page = shown(640, "light", pictures=True)

    assert not page.locator(".pre").is_visible()
