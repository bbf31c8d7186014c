"""A whole review in German: key lines as accepted, and no English of our own left."""

import json
import re
from dataclasses import replace
from html import unescape

import pypdfium2
import pytest
from review_german import german_review

from reports.rendering import render_review, review_from_json, review_to_json, summarize

SPACE, DASH, MINUS = "\N{NO-BREAK SPACE}", "\N{EN DASH}", "\N{MINUS SIGN}"
# What a German page takes from names: relations, columns, files, hashes and the command.
NAMES = re.compile(r"\bproduct-review comment\b|\b[a-z]+_[a-z_]+\b|\bin\b(?= (drei|einer|einem))")
ENGLISH = re.compile(
    r"\b(the|of|and|to|is|are|this|that|with|for|from|by|on|at|it|its|weeks?|months?|days?|years?|"
    r"before|not|no|yes|what|how|than|limits?|average|targets?|values?|between|or|none|all|has|"
    r"have|"
    r"numbers?|owner|beyond|within|near|above|below|last|next|per|page|chart|against|adverse|"
    r"favourable|known|higher|lower|better|change|missing|kept|rose|fell|mainly|share)"
    r"\b",
    re.IGNORECASE,
)
KEY_LINES = (
    f"Woche{SPACE}46, 9.{DASH}15.{SPACE}November 2026",
    f"Fassung 1 · Datenstand 16.{SPACE}November 2026, 07:00{SPACE}CET",
    f"Aktive Nutzer seit 2 Wochen unter dem Normalbereich, bei 1.234{SPACE}n{SPACE}40; Fehler",
    "5 Signale bei 4 Kennzahlen mit Grenzen; etwa 0,4 wären durch Zufall zu erwarten.",
    f"bei Land Süden: {MINUS}90 von {MINUS}100 gegenüber den 4 Wochen, bevor es begann.",
    f"Es fiel zeitlich zusammen mit dem Release „Version 4“ (10.{SPACE}November 2026) und mit dem",
    f"Datenvorfall „Ausfall“ (10.{SPACE}November 2026 bis 12.{SPACE}November 2026).",
    f"machen {MINUS}1{SPACE}Bp von {MINUS}10{SPACE}Bp aus, Änderungen innerhalb der Segmente",
    f"Von der Änderung kommen +9.000{SPACE}$ aus Aufrufe, +1,00{SPACE}$ aus Preis.",
    f"Es zählt für „Menschen kommen wieder“: 1.500 bis 31.{SPACE}Dezember 2026, gefährdet",
    f" (Wahrscheinlichkeit 31,0{SPACE}%).",
    f"1.234, {MINUS}3,6{SPACE}% gegenüber der Vorwoche. Eine der beiden Wochen ist unvollständig.",
    f"feedback: Zeilen an 5 Tagen, erwartet: 7{SPACE}Tage.",
    "Die Wochen hängen zusammen (Autokorrelation 0,84)",
)


@pytest.fixture(scope="module")
def files(shipped_templates):
    """Give the files of the German review."""
    return render_review(german_review(), templates=[shipped_templates])


@pytest.fixture(scope="module")
def page(files):
    """Give the HTML edition with what only a screen reader says, without styles and tags."""
    page = re.sub(r"<style>.*?</style>", "", files["review.html"].decode(), flags=re.DOTALL)
    page = re.sub(r' (?:aria-label|data-label|alt)="([^"]*)"[^>]*', r">\n\1\n<br", page)
    return unescape(re.sub(r"<(?:/?(?:span|strong|a|b|button)\b)[^>]*>", "", page))


@pytest.fixture(scope="module")
def printed(files):
    """Give the text of the PDF."""
    document = pypdfium2.PdfDocument(files["review.pdf"])
    text = "\n".join(each.get_textpage().get_text_range() for each in document)
    document.close()
    return text.replace("\r\n", "\n")


def lines(page: str) -> set[str]:
    """Return the lines of text between tags."""
    return {line.strip() for line in re.sub(r"<[^>]*>", "\n", page).split("\n") if line.strip()}


def english(text: set[str]) -> list[str]:
    """Return the lines that hold a word of English, names aside."""
    return sorted(line for line in text if ENGLISH.search(NAMES.sub("", line)))


@pytest.mark.parametrize("line", KEY_LINES)
def test_key_lines_read_as_accepted(page, line):
    """Headline, signals, reasons, targets and notes are the German that was accepted."""
    told = re.sub(r"<[^>]*>", "", page)

    assert line in told


def test_no_english_is_left_on_the_screen(page):
    """Everything that is not the workspace's is German, also what is only read out."""
    assert [] == english(lines(page))


def test_no_english_is_left_on_paper(printed):
    """Running heads, page numbers and the numbers at the end are German too."""
    assert [] == english(set(printed.split("\n")))
    assert "Seite 1 von " in printed


def test_no_number_is_left_in_english(page):
    """No decimal point and no short form of English is on the page."""
    numbers = re.compile(r"\d\.\d{1,2}(?!\d)|\d[kMB]\b|\bbps\b")

    assert [] == sorted(line for line in lines(page) if numbers.search(line))


def test_the_page_says_its_language(files):
    """Screen readers and search engines are told that the page is German."""
    assert '<html lang="de">' in files["review.html"].decode()


def test_the_twin_keeps_language_and_english_words(files):
    """The twin is for machines: its words stay, so that it can be read in any language."""
    told = json.loads(files["review.json"])

    assert ("de", "The week in numbers") == (told["language"], told["chapters"][0]["title"])
    assert german_review() == review_from_json(files["review.json"])


def test_english_needs_no_mark_in_the_twin():
    """A review that names no language is English, as those written before were."""
    review = replace(german_review(), language="en")
    told = review_to_json(review)

    assert "language" not in json.loads(told)
    assert review == review_from_json(told)


def test_attached_tables_stay_as_machines_read_them(files):
    """Names of attachments, heads of columns and numbers are the same in every language."""
    document = pypdfium2.PdfDocument(files["review.pdf"])
    names = [document.get_attachment(at).get_name() for at in range(document.count_attachments())]
    card = document.get_attachment(names.index("scorecard-scorecard.csv"))
    head, first = bytes(card.get_data()).decode().splitlines()[:2]
    document.close()

    assert head.startswith("group,owner,kpi,title,unit,better")
    assert ",1234.0," in first


def test_the_summary_is_german_too():
    """What the terminal and the run's page show follows the review's language."""
    first, *others = summarize(german_review()).splitlines()

    assert f"# Antworter: Woche 46, 9.{DASH}15. November 2026" == " ".join(first.split())
    assert [] == english({first, *others})
