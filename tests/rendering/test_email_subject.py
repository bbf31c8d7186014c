"""The subject: product, week, days and what matters, in one line that nothing can break."""

from dataclasses import replace
from datetime import date

import pytest
from mail_reader import opened_mail, post
from review_sample_stories import summary

from reports.rendering.catalogs import language_of
from reports.rendering.email.mime import Parts, message_bytes
from reports.rendering.email.subject import subject_of
from reports.rendering.language import speaking
from reports.values.calendar import Period

QUIET = "A week within normal variation"
HOSTILE = "Bot\r\nBcc: eve@evil.example\r\n\r\n<b>\N{LINE SEPARATOR}x\0\N{RIGHT-TO-LEFT OVERRIDE}y"


@pytest.fixture(scope="module")
def latency():
    """Give a summary of signals whose first is the latency's."""
    return summary()


def written(subject):
    """Return the bytes of a short message, and what is read of them."""
    content = message_bytes(Parts(subject, "en", "text\n", "<p>text</p>", ()), None)
    return content, opened_mail(content).message


def test_subject_names_product_week_days_and_what_matters(review):
    """Without signals that is the headline."""
    assert f"Atlas Assistant W46, 9-15 Nov 2026: {QUIET}" == subject_of(review, QUIET, None)


def test_a_signal_is_told_with_its_number_where_there_is_room(review, latency):
    """The number goes before the name is cut."""
    short = replace(review, product_title="Bot")
    shorter = replace(latency.lines[0].signal, title="Latency")
    lines = (replace(latency.lines[0], signal=shorter),)

    assert "Bot W46, 9-15 Nov 2026: Latency 5.02 s, above limit" == subject_of(
        short, "", replace(latency, lines=lines)
    )
    assert "Bot W46, 9-15 Nov 2026: 95th-percentile latency 5.02 s, above limit" == subject_of(
        short, "", latency
    )
    assert "Atlas Assistant W46, 9-15 Nov 2026: 95th-percentile latency, above limit" == (
        subject_of(review, "", latency)
    )


def test_a_recorded_cause_is_no_news(review, latency):
    """What is known already does not head the mail."""
    known = tuple(
        replace(line, signal=replace(line.signal, known="a release")) for line in latency.lines
    )

    assert subject_of(review, QUIET, replace(latency, lines=known)).endswith(QUIET)


def test_a_correction_says_so_first(review):
    """The second revision begins with the word, in its language."""
    second = replace(review, revision=2, revision_reason="Late events were added.")
    english, german = (opened_mail(post(second, "summary", code)) for code in ("en", "de"))

    assert english.message["Subject"].startswith("Corrected: Atlas Assistant W46")
    assert german.message["Subject"].startswith("Korrigiert: Atlas Assistant W46")
    assert "Late events were added." in english.plain
    assert not subject_of(review, QUIET, None).startswith("Corrected")


@pytest.mark.parametrize(
    ("first", "end", "told"),
    [
        (date(2026, 11, 30), date(2026, 12, 7), "30 Nov - 6 Dec 2026"),
        (date(2026, 12, 28), date(2027, 1, 4), "28 Dec 2026 - 3 Jan 2027"),
    ],
)
def test_days_name_months_and_years_where_they_differ(review, first, end, told):
    """A week may lie in two months, or in two years."""
    week = replace(review, week=Period(first, end, "week"))

    assert told in subject_of(week, QUIET, None)


def test_a_long_line_is_cut_at_a_word(review):
    """What was left out is marked, and the line stays short."""
    said = "one word after the other " * 9
    found = subject_of(review, said, None)

    assert "Atlas Assistant W46, 9-15 Nov 2026: one word after the other one..." == found


def test_plain_letters_are_plain(review):
    """Dashes, quotes and signs that mail would have to encode are written in ASCII."""
    said = "\N{LEFT DOUBLE QUOTATION MARK}Fast\N{RIGHT DOUBLE QUOTATION MARK} at \N{MINUS SIGN}3 %"
    found = subject_of(review, f"{said}, 1\N{EN DASH}2\N{HORIZONTAL ELLIPSIS}", None)

    assert found.isascii()
    assert found.endswith(': "Fast" at -3 %, 1-2...')


@pytest.mark.parametrize(
    "title",
    ["Grüße", "Ämce 研究アシスタント", "Ассистент", "بوت", "🤖 bot", "é" * 60, "Bot"],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_other_letters_arrive_as_they_were(review, latency, title, language):
    """Whatever the letters, what is read is what was written, in lines mail allows."""
    with speaking(language_of(language)):
        subject = subject_of(replace(review, product_title=title), "", latency)
    content, message = written(subject)
    head = content.partition(b"\r\n\r\n")[0]

    assert subject == message["Subject"]
    assert subject.startswith(title)
    assert max(len(line) for line in head.split(b"\r\n")) <= 78
    assert head.isascii()


def test_a_name_cannot_start_a_header(review, latency):
    """Line breaks and control characters in names become spaces, in both places they may be."""
    bad = replace(review, product_title=HOSTILE)
    worse = replace(latency.lines[0], signal=replace(latency.lines[0].signal, title=HOSTILE))
    for subject in (
        subject_of(bad, HOSTILE, None),
        subject_of(review, "", replace(latency, lines=(worse,))),
    ):
        message = written(subject)[1]
        assert subject.isprintable()
        assert message["Bcc"] is None
        assert "Bcc: eve@evil.example" in subject
        assert subject == message["Subject"]


def test_a_subject_of_several_lines_is_refused():
    """Should one ever get there, the message is not made."""
    with pytest.raises(ValueError, match="line break"):
        written("one\r\nBcc: eve@evil.example")


def test_a_product_without_a_title_has_its_name(review):
    """The subject never begins with nothing."""
    assert subject_of(replace(review, product_title=""), QUIET, None).startswith("assistant W46")
