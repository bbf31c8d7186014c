"""Sentences of chapters in another language, whatever the workspace calls its things."""

from dataclasses import replace
from datetime import date

import pytest

from reports.rendering.catalogs import language_of
from reports.rendering.language import ENGLISH
from reports.rendering.outline import outline_of
from reports.rendering.phrases import phrasebook
from reports.rendering.translation import translated
from reports.values.document import Chapter, Note, Quantity, Table, TableColumn

TWO, FIVE = Quantity(2, "count"), Quantity(5, "count")


@pytest.fixture(scope="module")
def book():
    """Give the German phrases."""
    return phrasebook(language_of("de"))


def test_a_phrase_over_several_spans_gets_the_order_of_the_language(book):
    """Numbers and dates move to where the language wants them, as they are."""
    spans = ("Sales ", "stayed above average for ", FIVE, " weeks", ": ", TWO)

    assert ("Sales seit ", FIVE, " Wochen über dem Mittel: ", TWO) == book.spans(spans)


def test_a_name_of_the_workspace_is_never_translated(book):
    """A phrase begins and ends where spans do, so words within a name are safe."""
    name = "Users who rose above the normal range and with others: "

    assert (name, TWO) == book.spans((name, TWO))


def test_a_name_inside_a_phrase_stays(book):
    """Labels of causes and titles of objectives are put into the translated phrase."""
    spans = ("It coincided with ", "the release “Faster, at last” (", date(2026, 11, 9), ")", ".")
    told = ("Es fiel zeitlich zusammen mit dem Release „Faster, at last“ (", spans[2], ").")

    assert told == book.spans(spans)


def test_segments_and_dimensions_of_our_own_are_translated(book):
    """Segments named "other" are ours, and usual dimensions have a word in the language."""
    spans = ("Mainly in country other: ", TWO, " of ", FIVE, " against the ", "week")
    told = book.spans((*spans, " before it began."))

    assert ("Vor allem bei Land andere: ", TWO, " von ", FIVE) == told[:4]


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("5 of 7 days", "5 von 7 Tagen"),
        ("this week: 5 of 7 days", "diese Woche: 5 von 7 Tagen"),
        ("no data since 2026-11-09", "keine Daten seit 2026-11-09"),
        ("visits: no rows", "visits: keine Zeilen"),
        ("three of seven days", "three of seven days"),
        ("kept: no interval", "eingehalten: kein Intervall"),
    ],
)
def test_a_reason_is_translated_part_by_part(book, english, german):
    """Reasons are joined from parts; a part that is not ours stays."""
    assert german == book.text(english)


def test_decimals_within_a_reason_get_the_language_s_mark(book):
    """A number that stands in a text is written like all others."""
    told = book.text("weeks hang together (autocorrelation 0.84): limits may be too narrow")

    assert told.startswith("Wochen hängen zusammen (Autokorrelation 0,84)")


def test_rows_are_named_by_the_workspace(review, book):
    """The first cell of a row is a name; the others are translated where they are ours."""
    table = Table(
        "Guardrails: no",
        (TableColumn("KPI"), TableColumn("State")),
        (("no", "no"), ("other", "at risk"), ("yes (sum so far)", "Plan A")),
    )
    outline = outline_of(replace(review, chapters=(Chapter("a", "Objectives", (table,)),)))
    (part,) = translated(outline, book.language).parts
    found = part.blocks[0].block

    assert ("a", "Ziele", "Leitplanken: no") == (part.anchor, part.title, found.title)
    assert (("no", "nein"), ("andere", "gefährdet"), ("yes (Summe bisher)", "Plan A")) == found.rows


def test_english_stays_the_very_same_value(review):
    """In English nothing is walked through or copied."""
    outline = outline_of(replace(review, chapters=(Chapter("a", "A", (Note(("no",)),)),)))

    assert outline is translated(outline, ENGLISH)
