"""The message of a review: its parts, its numbers, its pictures, and the same bytes each time."""

import io
import re
from dataclasses import replace

import pytest
from mail_reader import SPACE, Page, files_of, numbers, opened_mail, post
from PIL import Image

from reports.rendering import review_to_json
from reports.rendering.cuts import essentials
from reports.rendering.numbers import format_value
from reports.rendering.twin import review_from_json
from reports.values.document import Scorecard

HEADERS = {"Subject", "MIME-Version", "Content-Type", "Content-Language"}
# How long a line of plain text may be, addresses aside.
LONGEST_LINE = 76


@pytest.fixture(scope="module")
def content(review):
    """Give the archived bytes of a message."""
    return post(review, pdf=b"%PDF-1.7 twelve pages")


@pytest.fixture(scope="module")
def mail(content):
    """Give the message, opened."""
    return opened_mail(content)


@pytest.fixture(scope="module")
def page(mail):
    """Give the page of the message."""
    return Page(mail.html)


@pytest.fixture(scope="module")
def german(review):
    """Give a German message without PDF."""
    return opened_mail(post(review, "summary", "de", None))


def test_parts_are_those_mail_programs_expect(mail):
    """Mixed of alternative and PDF; alternative of text and page; the page with its pictures."""
    alternative, pdf = mail.message.iter_parts()
    plain, related = alternative.iter_parts()
    first, *pictures = related.iter_parts()

    assert ["multipart/mixed", "multipart/alternative", "multipart/related"] == [
        one.get_content_type() for one in (mail.message, alternative, related)
    ]
    assert ("text/plain", "text/html") == (plain.get_content_type(), first.get_content_type())
    assert {"image/png"} == {one.get_content_type() for one in pictures}
    assert ("attachment", b"%PDF-1.7 twelve pages") == (
        pdf.get_content_disposition(),
        pdf.get_content(),
    )
    assert "product-review_assistant_2026-W46_r1.pdf" == pdf.get_filename()


def test_no_header_depends_on_a_recipient(mail):
    """Sender, recipient, date and identity are added when the message is sent."""
    assert set(mail.message.keys()) == HEADERS
    assert "en" == mail.message["Content-Language"]
    assert [] == mail.message.defects


def test_numbers_are_those_of_the_twin(review, page, mail):
    """Each number of the card, with its n, is the one that review.json holds."""
    kept = review_from_json(review_to_json(review))
    values = {one.definition.name: one for one in kept.kpis}
    (card,) = [block for block in essentials(kept) if isinstance(block, Scorecard)]
    shown, said = numbers(page.text), numbers(mail.plain)
    for row in [row for group in card.groups for row in group.rows]:
        told = values[row.kpi].readings
        for value, unit in ((told.last_week.value, row.unit), (told.wow.value, told.wow.unit)):
            text = numbers(format_value(value, unit))
            assert {one.lstrip("+") for one in text} <= {one.lstrip("+") for one in shown}
            assert {one.lstrip("+") for one in text} <= {one.lstrip("+") for one in said}


def test_plain_text_has_every_number_of_the_page(page, mail):
    """Whoever reads text alone misses nothing but what belongs to the pictures."""
    beside = {"26"} | {text for one in page.all("img") for text in numbers(one["alt"])}

    assert set() == numbers(page.text) - numbers(mail.plain) - beside


def test_plain_text_is_its_own_and_wrapped(mail):
    """Lines are short, without markup, and no number is parted from its unit."""
    long = [line for line in mail.plain.splitlines() if len(line) > LONGEST_LINE]

    assert [] == [line for line in long if " " in line]
    assert [] == re.findall(r"</?[a-z]+[ >]|&[a-z]+;", mail.plain)
    assert f"4.52{SPACE}s" in mail.plain
    assert "\n\n\n\n" not in mail.plain


def test_first_screen_is_text(mail, page):
    """Headline, numbers, signals, warnings and the link stand there in this order."""
    order = ["took 4.52", "Stickiness", "Signals", "One day is incomplete", "review.html"]
    read = page.text.partition("Simulated data")[2]
    found = [read.index(one) for one in order]

    assert sorted(found) == found
    assert mail.html.index("95th-percentile latency") < mail.html.index('width="416"')


def test_signals_are_words_beside_marks(mail, page):
    """A mark alone says nothing where glyphs are missing."""
    for text in (page.text, mail.plain):
        assert "Above limit, adverse" in text.replace("\n  ", " ")
    assert f"\N{BLACK UP-POINTING TRIANGLE}{SPACE}Above limit, adverse" in page.text


def test_pictures_are_sharp_opaque_and_small(mail, page):
    """Every picture is used, twice as dense as shown, without transparency, under 100 KB."""
    shown = {one["src"].removeprefix("cid:"): one for one in page.all("img")}
    assert set(mail.pictures) == set(shown)
    for name, data in mail.pictures.items():
        with Image.open(io.BytesIO(data)) as picture:
            assert 2 * int(shown[name]["width"]) == picture.width
            assert abs(2 * int(shown[name]["height"]) - picture.height) <= 1
            assert "transparency" not in picture.info
            assert picture.mode == "P"
        assert len(data) < 100_000


def test_every_picture_tells_its_number(page):
    """With pictures blocked, the words in their place hold the value."""
    alts = [one["alt"] for one in page.all("img")]

    assert f"5.02{SPACE}s, 95th-percentile latency" in alts
    assert (
        f"95th-percentile latency by week: now 5.02{SPACE}s, normal 4.05{SPACE}s to 4.69{SPACE}s"
    ) in alts
    assert [] == [alt for alt in alts if not numbers(alt)]


def test_nothing_is_fetched(mail, page):
    """Pictures travel along; there is no script, form, font or foreign style."""
    names = {tag for tag, _ in page.tags}

    assert {"cid"} == {one["src"].partition(":")[0] for one in page.all("img")}
    assert set() == names & {"script", "link", "iframe", "form", "object", "svg", "base"}
    assert "url(" not in mail.html
    assert "@import" not in mail.html


def test_layout_is_one_narrow_column_of_tables(mail, page):
    """Layout tables say so; the card is a table of data; nothing is wider than 640 px."""
    roles = [one.get("role") for one in page.all("table")]
    widths = [int(one["width"]) for one in page.all("img")]

    assert ["presentation", "presentation", None] == roles
    assert "max-width: 620px" in mail.html
    assert max(widths) <= 640
    assert {"col", "row"} == {one["scope"] for one in page.all("th")}
    assert "en" == page.all("html")[0]["lang"]


def test_styles_are_inline_and_dark_rules_are_kept(mail, page):
    """What is left of the style sheet are rules for dark screens and telephones."""
    (style,) = re.findall(r"<style>(.*?)</style>", mail.html, re.DOTALL)
    metas = {one.get("name"): one.get("content") for one in page.all("meta")}

    assert len(style.encode()) < 16_000
    assert 2 == style.count("@media")
    assert "prefers-color-scheme: dark" in style
    assert ("light dark", "light dark") == (
        metas["color-scheme"],
        metas["supported-color-schemes"],
    )
    assert [] == [one for one in page.all("p") if "style" not in one]


def test_preheader_is_the_headline_and_padded(mail):
    """Lists of mails show the headline, and nothing of what follows leaks in behind it."""
    hidden = re.search(r'<div class="pre".*?>(.*?)</div>', mail.html, re.DOTALL)[1]
    told = hidden.rstrip("\u2007\ufeff")

    assert told.startswith("Weekly active users reached 12.9k")
    assert len(told) <= 90
    assert len(hidden) - len(told) >= 80


def test_same_review_gives_the_same_bytes(review, content):
    """Boundaries and names come from the content, not from chance or the clock."""
    assert content == post(review, pdf=b"%PDF-1.7 twelve pages")
    assert content != post(review, pdf=b"%PDF-1.7 other pages")


def test_without_attachment_the_pdf_is_linked(german):
    """Who wants no attachment finds the PDF in the archive."""
    assert [] == files_of(german)
    assert "assistant/2026/2026-W46/r1/summary-de.pdf" in german.plain
    assert "zu groß" not in german.plain


def test_german_is_german(german):
    """Words, dates and numbers are German; names of the workspace stay."""
    page = Page(german.html)

    assert "de" == page.all("html")[0]["lang"] == german.message["Content-Language"]
    for text in (german.plain, page.text):
        assert "Die wichtigsten Zahlen" in text
        assert f"5,02{SPACE}s" in text
        assert "ungünstig" in text
        assert "10 von 14 Kennzahlen" in " ".join(text.split())
    assert [] == re.findall(r"\b(?:vs last|limit|weeks?|adverse|edition)\b", _ours(german.plain))


def test_links_lead_to_what_was_archived(review):
    """Whole review and edition are told apart; an address of another kind is never a link."""
    linked = replace(review, archive_url="https://reviews.acme.example")
    summary = Page(post_html(linked, "summary"))
    engineers = Page(post_html(linked, "engineering"))
    nowhere = Page(post_html(replace(review, archive_url="javascript:alert(1)//"), "full"))
    base = "https://reviews.acme.example/assistant/2026/2026-W46/r1"

    assert [f"{base}/review.html", f"{base}/summary.html"] == [
        one["href"] for one in summary.all("a")
    ]
    assert [f"{base}/engineering.html"] == [one["href"] for one in engineers.all("a")]
    assert [] == nowhere.all("a")


def test_markup_in_names_is_text(review):
    """A product called like a tag is shown as it is called."""
    title = 'A&B <b onclick="x">'
    named = opened_mail(post(replace(review, product_title=title)))

    assert "&lt;b onclick" in named.html
    assert title in named.plain
    assert title in Page(named.html).text


def post_html(review, edition):
    """Return the page of an edition's message."""
    return opened_mail(post(review, edition)).html


def _ours(text):
    """Return the lines of a text that hold no sentence of the English sample."""
    card = text.split("Die wichtigsten Zahlen")[1].split("Signale")[0].replace("\n  ", " ")
    return "\n".join(re.sub(r"^\* [^:]*:", "", one) for one in card.splitlines() if "*" in one)
