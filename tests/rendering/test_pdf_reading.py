"""The text of the PDF as an extractor gives it: whole sentences, in the reader's order."""

import re

import pypdfium2
import pytest

from reports.rendering.environment import span_text
from reports.values.document import Headline, Prose, Scorecard, SignalStory, SignalSummary


@pytest.fixture(scope="module")
def text(rendered):
    """Give the text of all pages, words apart by single spaces."""
    document = pypdfium2.PdfDocument(rendered["review.pdf"])
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join("\n".join(pages).split())


def told(block, zone):
    """Return what a block says in sentences, in the order in which it is read."""
    match block:
        case Headline() | Prose():
            spans = [block.spans, getattr(block, "deck", ())]
        case SignalSummary():
            spans = [(block.title,), block.caption]
            spans += [one for line in block.lines for one in (line.what, line.why)]
        case Scorecard():
            titles = [(row.title,) for group in block.groups for row in group.rows]
            spans = [(block.title,), (block.subtitle,), *titles, block.caption]
        case SignalStory():
            spans = [block.title, *block.sentences, *((one.title,) for one in block.reasons)]
            spans += [(one.says,) for one in block.comments]
        case _:
            spans = []
    return [" ".join(span_text(one, zone).split()) for one in spans if one]


def test_sentences_are_whole_and_in_order(review, text):
    """Headline, summary, scorecard and stories follow each other, and no sentence is broken up."""
    blocks = [block for chapter in review.chapters[:2] for block in chapter.blocks]
    expected = [one for block in blocks for one in told(block, review.zone)]
    found, at = [], 0
    for sentence in expected:
        place = text.find(sentence, at)
        if place >= 0:
            found.append(sentence)
            at = place + len(sentence)

    assert len(expected) > 30
    assert expected == found


def test_paragraphs_are_not_mixed(review, text):
    """Columns side by side are read one after the other: reasons end before the next signal."""
    summary = next(
        block
        for chapter in review.chapters
        for block in chapter.blocks
        if isinstance(block, SignalSummary)
    )
    first, second = (told(SignalSummary("", (line,)), review.zone) for line in summary.lines[:2])
    between = text.partition(first[-1])[2].partition(second[-2])[0]

    assert "" == re.sub(r"\s", "", between)
