"""A review cut for its readers: the same values, fewer of them."""

from dataclasses import replace

from reports.values.audience import EditionName
from reports.values.document import (
    Agenda,
    Block,
    Chapter,
    Headline,
    Review,
    Scorecard,
    ScoreGroup,
    SignalSummary,
)

MOST_ROWS = 10


def cut(review: Review, edition: EditionName) -> Review:
    """Return the edition of a review; no number differs from the whole.

    The summary is what the first page holds, with at most ten numbers. The others are the whole
    review, whose appendices engineers look things up in.
    """
    return replace(review, chapters=_summary(review)) if edition == "summary" else review


def _summary(review: Review) -> tuple[Chapter, ...]:
    first = next((one for one in review.chapters if _has_card(one)), None)
    if first is None:
        return review.chapters[:1]
    blocks = [block for block in first.blocks if isinstance(block, Headline | SignalSummary)]
    agenda = [
        block
        for chapter in review.chapters
        for block in chapter.blocks
        if isinstance(block, Agenda)
    ]
    cards = [shortened(block) for block in first.blocks if isinstance(block, Scorecard)]
    whole: list[Block] = [*blocks, *agenda[:1], *cards[:1]]
    return (replace(first, blocks=tuple(whole)),)


def shortened(card: Scorecard) -> Scorecard:
    """Return the first rows of a scorecard: those of objectives come first."""
    left, groups = MOST_ROWS, []
    for group in card.groups:
        rows = group.rows[:left]
        left -= len(rows)
        if rows:
            groups.append(ScoreGroup(group.title, rows, group.owner, group.objective))
    return replace(card, groups=tuple(groups))


def _has_card(chapter: Chapter) -> bool:
    return any(isinstance(block, Scorecard) for block in chapter.blocks)
