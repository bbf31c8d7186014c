"""Editions: one review cut for its readers, with the same numbers in each."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from mail_reader import Page, numbers, opened_mail, post

from reports.errors import RenderError
from reports.rendering import render_review, review_from_json, review_to_json
from reports.rendering.catalogs import language_of
from reports.rendering.cuts import ROOMS, cut, essentials, shortened
from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.html import review_to_html
from reports.rendering.pdf import render_pdf
from reports.values.audience import MailEdition
from reports.values.document import (
    Agenda,
    AgendaItem,
    Callout,
    Chapter,
    Headline,
    Prose,
    Scorecard,
    ScoreGroup,
    SignalSummary,
    Table,
)

LONG = "a decision that needs many words to be understood by those who have to take it, " * 3


def environment_of(review, folder):
    """Return the environment of a review."""
    return template_environment(
        [folder],
        zone=review.zone,
        widths=text_widths(review.look),
        look=review.look,
        language=language_of(review.language),
    )


def card_of(review):
    """Return the scorecard."""
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    return next(block for block in blocks if isinstance(block, Scorecard))


def rows_of(card):
    """Return the rows of a scorecard."""
    return [row for group in card.groups for row in group.rows]


def short_of(review):
    """Return the first chapter of a review without its charts, quick to render."""
    first, *_ = review.chapters
    kept = tuple(block for block in first.blocks if not hasattr(block, "panels"))
    return replace(review, chapters=(replace(first, blocks=kept),), kpis=review.kpis[:2])


def crowded(review):
    """Return the review with a full agenda of long entries, and a long cover line."""
    items = tuple(AgendaItem(LONG, "head of product", date(2026, 11, 20)) for _ in range(9))
    first, *rest = review.chapters
    agenda = Agenda("To decide and to do", items, items)
    chapters = (replace(first, blocks=(*first.blocks, agenda)), *rest)
    return replace(review, chapters=chapters, cover="Some days are missing. " * 6)


@pytest.fixture(scope="module")
def small_files(review, shipped_templates, faces):
    """Give the files of a short review with four messages."""
    mails = (
        MailEdition("engineering", "en"),
        MailEdition("full", "en"),
        MailEdition("full", "en", attach_pdf=False),
        MailEdition("summary", "de"),
    )
    short = replace(short_of(review), mails=mails)
    return short, render_review(short, templates=[shipped_templates], faces=faces)


def test_files_are_named_by_edition_language_and_attachment(small_files):
    """The full edition in the workspace's language is what review.html and review.pdf are."""
    assert {
        *("review.json", "review.html", "review.pdf", "full.eml", "full-bare.eml"),
        *("engineering.html", "engineering.pdf", "engineering.eml"),
        *("summary-de.html", "summary-de.pdf", "summary-de.eml"),
    } == set(small_files[1])


def test_attached_is_the_archived_pdf_of_the_edition(small_files):
    """The bytes in the mail are those in the archive."""
    _, files = small_files
    for mail, pdf in (("full", "review"), ("engineering", "engineering"), ("summary-de",) * 2):
        (part,) = opened_mail(files[f"{mail}.eml"]).message.iter_attachments()
        assert files[f"{pdf}.pdf"] == part.get_content()
    assert "mixed" not in opened_mail(files["full-bare.eml"]).message.get_content_type()


def test_audiences_change_nothing_of_the_review(small_files, shipped_templates, faces):
    """A workspace without audiences gets the pages it got before, and no messages."""
    short, files = small_files
    alone = render_review(replace(short, mails=()), templates=[shipped_templates], faces=faces)

    assert {"review.json", "review.html", "review.pdf"} == set(alone)
    assert files["review.html"] == alone["review.html"]
    assert b"mails" not in alone["review.json"]
    assert b"largest_mail_bytes" not in alone["review.json"]


def test_what_mail_needs_survives_the_twin(review):
    """An archived review can be rendered again with its messages."""
    mails = (MailEdition("summary", "de", attach_pdf=False),)
    wanted = replace(review, mails=mails, archive_url="https://a.example", largest_mail_bytes=9)

    assert wanted == review_from_json(review_to_json(wanted))


def test_summary_is_headline_card_signals_and_warnings(review):
    """Everything else stays in the whole review."""
    kinds = [type(block) for block in essentials(crowded(review))]

    assert [Headline, Scorecard, SignalSummary, Agenda, Callout] == [
        kind for kind in kinds if kind.__name__ != "Note"
    ]
    assert 1 == len(cut(review, "summary").chapters)


def test_summary_has_the_lines_of_what_comes_next_that_matter(review):
    """Priorities, the first suggestion and the market; decisions stand in the agenda."""
    lines = [Prose((text,)) for text in ("Decisions needed now: a.", "b.", "c.", "d.", "e.")]
    chapter = Chapter("next", "What next", tuple(lines))
    told = replace(review, chapters=(*review.chapters, chapter))

    assert lines[1:4] == [one for one in essentials(told) if one in lines]
    assert lines[1:4] == [one for one in essentials(told, ROOMS[-1]) if one in lines]


def test_summary_keeps_the_numbers_that_matter(review):
    """Signals and missed aims first, then objectives; rows keep their order and their values."""
    card = card_of(review)
    kept = rows_of(shortened(card))
    least = rows_of(shortened(card, 6))

    assert (10, 6) == (len(kept), len(least))
    assert kept == [row for row in rows_of(card) if row in kept]
    assert {row.kpi for row in rows_of(card) if row.signal} <= {row.kpi for row in least}
    assert card == shortened(card, 14)


def test_a_signal_far_down_the_card_is_not_cut(review):
    """The last row is kept before quiet ones of objectives."""
    card = card_of(review)
    signal = next(row.signal for row in rows_of(card) if row.signal)
    last = replace(card.groups[-1].rows[-1], signal=signal)
    group = replace(card.groups[-1], rows=(*card.groups[-1].rows[:-1], last))
    moved = replace(card, groups=(*card.groups[:-1], group))

    assert last in rows_of(shortened(moved, 6))


def test_what_is_missing_goes_first(review):
    """A KPI without a value is left out before those that have one."""
    card = replace(card_of(review), groups=(ScoreGroup("All", tuple(rows_of(card_of(review)))),))
    missing = [row.kpi for row in rows_of(card) if row.last_week.value is None]
    kept = {row.kpi for row in rows_of(shortened(card, len(rows_of(card)) - len(missing)))}

    assert missing
    assert set() == kept & set(missing)


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_summary_is_one_page(review, shipped_templates, size):
    """On both sizes of paper."""
    sized = replace(review, page_size=size)
    made = render_pdf(environment_of(sized, shipped_templates), cut(sized, "summary"))
    document = pypdfium2.PdfDocument(made.data)
    pages = len(document)
    document.close()

    assert (1, 1) == (pages, made.pages)


def test_a_crowded_summary_is_cut_until_it_fits(review, shipped_templates, faces):
    """Fewer entries and rows are shown, and the page says how many there are."""
    short = replace(short_of(crowded(review)), mails=(MailEdition("summary", "en"),))
    files = render_review(short, templates=[shipped_templates], faces=faces)
    document = pypdfium2.PdfDocument(files["summary.pdf"])
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()

    assert 1 == pages
    assert "Further entries in the whole review: " in text
    assert "of 14 indicators" in " ".join(text.split())


def test_a_summary_that_cannot_fit_is_refused(review, shipped_templates, tmp_path, faces):
    """A template that needs two pages is told of, before anything is archived."""
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks/scorecard.html").write_text(
        '<p style="break-after: page">one</p><p>{{ placed.block.title }}</p>'
    )
    short = replace(short_of(review), mails=(MailEdition("summary", "en"),))
    with pytest.raises(RenderError, match="does not fit on one page") as raised:
        render_review(short, templates=[tmp_path, shipped_templates], faces=faces)

    assert ("one page", "2 pages with 6 indicators") == (raised.value.expected, raised.value.got)


def test_engineers_get_the_whole_with_appendices(review):
    """Every chapter of the full edition, then the weeks, sums and limits of every KPI."""
    whole = cut(review, "full")
    engineering = cut(review, "engineering")
    more = engineering.chapters[len(whole.chapters) :]
    tables = [block for chapter in more for block in chapter.blocks if isinstance(block, Table)]
    named = {row[0] for table in tables for row in table.rows}

    assert review == whole
    assert whole.chapters == engineering.chapters[: len(whole.chapters)]
    assert ["appendix_data"] == [chapter.name for chapter in more]
    assert {record.definition.title for record in review.kpis} == named
    assert 6 * len(review.kpis) == len(tables[0].rows)


def test_models_have_an_appendix_of_their_own(review):
    """KPIs of chapters on models, answers and cost stand apart from those on people."""
    first, *others = review.kpis
    about = replace(first, definition=replace(first.definition, chapter="model"))
    more = cut(replace(review, kpis=(about, *others)), "engineering").chapters[-2:]

    assert ["appendix_models", "appendix_data"] == [chapter.name for chapter in more]
    assert {first.definition.title} == {row[0] for row in more[0].blocks[0].rows}


def test_no_number_differs_between_editions(review, shipped_templates, faces, html):
    """What the summary's page and message say, the whole review says in the same digits."""
    environment = environment_of(review, shipped_templates)
    summary = Page(review_to_html(environment, cut(review, "summary"), faces).decode())
    engineering = Page(review_to_html(environment, cut(review, "engineering"), faces).decode())
    message = Page(opened_mail(post(review, "summary", pdf=None)).html)
    whole = numbers(Page(html).text)
    counts = {"10"}

    assert set() == numbers(summary.text) - whole - counts
    assert set() == numbers(message.text) - whole - counts
    assert set() == whole - numbers(engineering.text)
    assert set(rows_of(card_of(cut(review, "summary")))) <= set(rows_of(card_of(review)))


def test_rooms_get_smaller():
    """Each try shows less than the one before, and never fewer than six numbers."""
    assert sorted(ROOMS, key=lambda room: -room.rows) == list(ROOMS)
    assert 6 == ROOMS[-1].rows
