"""Limits of mail programs and servers: what is cut, left out or refused, and said aloud."""

import re
from dataclasses import replace
from datetime import date

import pytest
from mail_reader import Page, files_of, opened_mail, post

from reports.errors import RenderError
from reports.values.document import Agenda, AgendaItem

GENERAL = re.compile(r"product-review_[a-z-]+_\d{4}-W\d\d_r\d+\.pdf")


def with_agenda(review, count):
    """Return the review with so many decisions and actions."""
    items = tuple(
        AgendaItem(f"Decide on number {one} of the list", "lead", date(2026, 11, 20))
        for one in range(count)
    )
    first, *rest = review.chapters
    agenda = Agenda("To decide and to do", items, items)
    return replace(review, chapters=(replace(first, blocks=(*first.blocks, agenda)), *rest))


def test_page_stays_below_what_mail_programs_show(review):
    """Long lists are cut, and the message says how many entries it leaves out."""
    mail = opened_mail(post(review, pdf=None))
    full = opened_mail(post(with_agenda(review, 300), pdf=None))

    assert len(mail.html.encode()) < 80_000
    assert len(full.html.encode()) < 80_000
    for text in (full.html, full.plain):
        assert "Further entries in the whole review: 592." in text


def test_a_template_that_makes_it_too_long_is_refused(review, tmp_path):
    """Rather than to be cut off by a mail program, the message is not made."""
    (tmp_path / "email").mkdir()
    (tmp_path / "email/message.html").write_text(
        '{% include "shipped/email/message.html" %}{{ "too long " * 9000 }}'
    )
    with pytest.raises(RenderError, match="longer than mail programs show") as raised:
        post(review, templates=[tmp_path])

    assert "at most 80000 bytes with its styles in place" == raised.value.expected


def test_a_style_sheet_that_is_too_long_is_refused(review, tmp_path):
    """Some programs drop a large style sheet as a whole."""
    (tmp_path / "email").mkdir()
    rules = "@media print { p { color: black } }\n" * 500
    (tmp_path / "email/style.css").write_text(rules)
    with pytest.raises(RenderError, match="the style sheet is longer"):
        post(review, templates=[tmp_path])


def test_a_pdf_too_large_for_mail_is_left_out(review):
    """The limit counts the message as it is sent; the message says where the PDF is."""
    linked = replace(review, archive_url="https://reviews.acme.example", largest_mail_bytes=600_000)
    pdf = bytes(400_000)
    kept = opened_mail(post(replace(linked, largest_mail_bytes=800_000), pdf=pdf))
    left = opened_mail(post(linked, pdf=pdf))
    place = "https://reviews.acme.example/assistant/2026/2026-W46/r1/review.pdf"

    assert [GENERAL.fullmatch(one.get_filename()) is not None for one in files_of(kept)] == [True]
    assert [] == files_of(left)
    assert "multipart/alternative" == left.message.get_content_type()
    for text in (left.plain, Page(left.html).text):
        assert "The PDF is too large for mail" in text
        assert place in text
        assert place not in kept.plain
