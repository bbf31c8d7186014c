"""A review in a few lines of Markdown: its headline, its signals and the scorecard's numbers."""

from collections.abc import Iterator, Sequence

from reports.rendering.catalogs import language_of
from reports.rendering.dates import period_text, week_text
from reports.rendering.environment import span_text
from reports.rendering.judgements import (
    guardrail_words,
    signal_glyph,
    signal_notes,
    signal_words,
    target_words,
)
from reports.rendering.language import Language, gettext, marked, speaking
from reports.rendering.numbers import NONE, format_change, reading_text
from reports.rendering.score import ScoreColumns, score_columns
from reports.rendering.translation import translated_block
from reports.values.document import (
    Block,
    Headline,
    Review,
    Scorecard,
    ScoreRow,
    SignalSummary,
    Span,
)

_COLUMNS = (
    *(marked("Indicator"), marked("This week"), marked("vs last week")),
    *(marked("vs mean of four"), marked("vs 52 weeks ago")),
)
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in r"\`*_[]<>|#"})


def summarize(review: Review) -> str:
    """Return headline, cover line, signals and scorecard as Markdown, with names escaped."""
    language = language_of(review.language)
    with speaking(language):
        return _summary(review, language)


def _summary(review: Review, language: Language) -> str:
    week = f"{week_text(review.week_label)}, {period_text(review.week)}"
    lines = [f"# {_plain(review.product_title)}: {week}"]
    blocks = [
        translated_block(block, language) for chapter in review.chapters for block in chapter.blocks
    ]
    heads = [_line(block.spans, review) for block in blocks if isinstance(block, Headline)]
    lines += [f"**{head}**" for head in heads[:1]]
    lines += [_plain(review.cover)] if review.cover else []
    lines += _signals(blocks, review)
    lines += [_table(block, review) for block in blocks if isinstance(block, Scorecard)]
    return "\n\n".join(lines)


def _signals(blocks: Sequence[Block], review: Review) -> Iterator[str]:
    """Give each summary of signals as a list, with what chance would give below it."""
    for block in blocks:
        if isinstance(block, SignalSummary):
            yield "\n".join(
                f"- {signal_glyph(one.signal)} **{_line(one.what, review)}** "
                f"{_line(one.why, review)}".rstrip()
                for one in block.lines
            )
            yield from [_line(block.caption, review)] if block.caption else []


def _table(card: Scorecard, review: Review) -> str:
    columns = score_columns(card)
    heads = [
        *map(gettext, _COLUMNS),
        *[columns.aims] * bool(columns.aims),
        *[gettext("Signal")] * columns.signals,
    ]
    rule = [" --- ", *[" ---: "] * 4, *[" --- "] * (len(heads) - len(_COLUMNS))]
    rows = [row for group in card.groups for row in group.rows]
    lines = [_row(_cells(row, columns, review)) for row in rows]
    return "\n".join([_row(heads), f"|{'|'.join(rule)}|", *lines])


def _cells(row: ScoreRow, columns: ScoreColumns, review: Review) -> tuple[str, ...]:
    none = row.last_week.value is None
    changes = (
        NONE if none else format_change(change) for change in (row.wow, row.four_weeks, row.yoy)
    )
    cells = (_plain(row.title), reading_text(row.last_week, row.unit), *changes)
    aims = (_aims(row, review),) if columns.aims else ()
    return (*cells, *aims, _signal(row)) if columns.signals else (*cells, *aims)


def _aims(row: ScoreRow, review: Review) -> str:
    target = row.target and target_words(row.target, row.unit, review.week)
    rail = row.guardrail and guardrail_words(row.guardrail, row)
    return "; ".join(words for words in (target, rail) if words)


def _signal(row: ScoreRow) -> str:
    if row.signal is None:
        return ""
    words = (signal_words(row.signal), signal_notes(row.signal))
    return f"{signal_glyph(row.signal)} {', '.join(word for word in words if word)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(spans: tuple[Span, ...], review: Review) -> str:
    return _plain(span_text(spans, review.zone).unescape())


def _plain(text: str) -> str:
    """Keep a name from being read as Markdown."""
    return " ".join(text.translate(_SPECIAL).split())
