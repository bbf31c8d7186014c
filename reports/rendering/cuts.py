"""A review cut for its readers: the same values, fewer or more of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.rendering.appendices import appendices
from reports.values.audience import EditionName
from reports.values.document import (
    Agenda,
    Block,
    Callout,
    Chapter,
    Headline,
    Note,
    Prose,
    Quantity,
    Review,
    Scorecard,
    ScoreGroup,
    ScoreRow,
    SignalSummary,
    Span,
)

_GONE_WRONG = frozenset({"off", "missed", "breached"})


@dataclass(frozen=True, slots=True)
class Room:
    """How much a page or a message has room for: numbers, signals, entries of each list, lines."""

    rows: int
    signals: int
    entries: int
    lines: int = 0


# What does not fit on one page is tried again with less.
ROOMS = (Room(10, 6, 4, 3), Room(8, 4, 3, 3), Room(6, 3, 1, 3), Room(6, 2, 1, 3))


def cut(review: Review, edition: EditionName, room: Room = ROOMS[0]) -> Review:
    """Return the edition of a review; no number differs from the whole.

    The summary is one page: headline, the numbers that matter, signals, what is due, warnings.
    Engineers get the whole with appendices.
    """
    if edition == "summary":
        return replace(review, chapters=_summary(review, room))
    if edition == "engineering":
        return replace(review, chapters=(*review.chapters, *appendices(review)))
    return review


def essentials(review: Review, room: Room = ROOMS[0]) -> tuple[Block, ...]:
    """Return what a reader with one minute needs, in the order of reading."""
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    found: list[Block] = []
    found += [block for block in blocks if isinstance(block, Headline)][:1]
    found += [shortened(block, room.rows) for block in blocks if isinstance(block, Scorecard)][:1]
    found += [
        replace(block, lines=block.lines[: room.signals])
        for block in blocks
        if isinstance(block, SignalSummary)
    ][:1]
    for agenda in [block for block in blocks if isinstance(block, Agenda)][:1]:
        found += _due(agenda, room.entries)
    return (*found, *_next(review, room.lines), *_warnings(blocks))


def _next(review: Review, most: int) -> Sequence[Block]:
    """Return the lines of the last step that matter; decisions stand in the agenda already."""
    chapter = next((one for one in review.chapters if one.name == "next"), None)
    lines = [block for block in chapter.blocks if isinstance(block, Prose)] if chapter else []
    return [one for one in lines if not str(one.spans[0]).startswith("Decisions")][:most]


def shortened(card: Scorecard, most: int = ROOMS[0].rows) -> Scorecard:
    """Return the rows of a scorecard that matter most, in their own order, and say so.

    Those with a signal or an aim missed come first, then those of objectives, then the others.
    """
    rows = [(row, group) for group in card.groups for row in group.rows]
    if len(rows) <= most:
        return card
    ranked = sorted(range(len(rows)), key=lambda at: (_rank(*rows[at]), at))
    kept = {rows[at][0].kpi for at in ranked[:most]}
    groups = (
        ScoreGroup(
            group.title,
            tuple(row for row in group.rows if row.kpi in kept),
            group.owner,
            group.objective,
        )
        for group in card.groups
    )
    told = (*card.caption, " ") if card.caption else ()
    return replace(
        card,
        groups=tuple(group for group in groups if group.rows),
        caption=(*told, *_left_out(most, len(rows))),
    )


def _summary(review: Review, room: Room) -> tuple[Chapter, ...]:
    first = review.chapters[0] if review.chapters else Chapter("summary", "The week", ())
    return (replace(first, blocks=essentials(review, room)),)


def _rank(row: ScoreRow, group: ScoreGroup) -> int:
    states = {state.status for state in (row.target, row.guardrail) if state is not None}
    if row.signal is not None or states & _GONE_WRONG:
        return 0
    if group.objective:
        return 1
    return 2 if row.last_week.value is not None else 3


def _left_out(shown: int, count: int) -> tuple[Span, ...]:
    return (
        Quantity(shown, "rows"),
        " of ",
        Quantity(count, "rows"),
        (
            " indicators: those that signal or miss their aim, then those of objectives. "
            "The whole review has all."
        ),
    )


def _due(agenda: Agenda, most: int) -> list[Block]:
    """Return the most urgent decisions and actions, and how many more there are."""
    shown = replace(agenda, decisions=agenda.decisions[:most], actions=agenda.actions[:most])
    counts = [
        len(whole) - len(part)
        for whole, part in (
            (agenda.decisions, shown.decisions),
            (agenda.actions, shown.actions),
        )
    ]
    if not any(counts):
        return [shown]
    told = ("Further entries in the whole review: ", Quantity(sum(counts), "rows"), ".")
    return [shown, Note(told)]


def _warnings(blocks: Sequence[Block]) -> list[Block]:
    """Return what must not be overlooked, wherever it stands in the review."""
    return [block for block in blocks if isinstance(block, Callout) and block.tone == "warning"]
