"""A review in a few lines of Markdown: its headline and the scorecard's numbers."""

from collections.abc import Iterator

from reports.rendering.dates import period_text, week_text
from reports.rendering.environment import span_text
from reports.rendering.numbers import NONE, format_change, reading_text
from reports.values.document import Headline, Review, Scorecard, ScoreRow, Span

_COLUMNS = ("Indicator", "This week", "vs last week", "vs mean of four", "vs 52 weeks ago")
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in r"\`*_[]<>|#"})


def summarize(review: Review) -> str:
    """Return headline, cover line and scorecard as Markdown, with names escaped."""
    week = f"{week_text(review.week_label)}, {period_text(review.week)}"
    lines = [f"# {_plain(review.product_title)}: {week}"]
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    heads = [_line(block.spans, review) for block in blocks if isinstance(block, Headline)]
    lines += [f"**{head}**" for head in heads[:1]]
    lines += [_plain(review.cover)] if review.cover else []
    table = [row for block in blocks if isinstance(block, Scorecard) for row in _rows(block)]
    if table:
        rule = "| --- | ---: | ---: | ---: | ---: |"
        lines.append("\n".join([_row(_COLUMNS), rule, *table]))
    return "\n\n".join(lines)


def _rows(card: Scorecard) -> Iterator[str]:
    return (_row(_cells(row)) for group in card.groups for row in group.rows)


def _cells(row: ScoreRow) -> tuple[str, ...]:
    none = row.last_week.value is None
    changes = (
        NONE if none else format_change(change) for change in (row.wow, row.four_weeks, row.yoy)
    )
    return (_plain(row.title), reading_text(row.last_week, row.unit), *changes)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(spans: tuple[Span, ...], review: Review) -> str:
    return _plain(span_text(spans, review.zone).unescape())


def _plain(text: str) -> str:
    """Keep a name from being read as Markdown."""
    return " ".join(text.translate(_SPECIAL).split())
