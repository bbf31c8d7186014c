"""The outline of a review: an anchor for every chapter and block, and the contents."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reports.values.document import (
    Block,
    Chapter,
    Chart,
    Headline,
    Review,
    Scorecard,
    SignalStory,
)

_TITLED = (
    *("scorecard", "table", "chart", "signal_summary", "signal_story", "agenda"),
    *("cohort_heatmap", "funnel", "stacked_growth", "waterfall", "dot_interval"),
    *("histogram", "reliability_diagram", "small_multiples"),
)
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its kind (the name of its template) and its anchor.

    `claims` are the anchors of KPIs in it: the first row, panel and story of each KPI.
    """

    anchor: str
    kind: str
    block: Block
    claims: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """Return the block's own title if it belongs into the contents."""
        return _title(self.block) if self.kind in _TITLED else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter with its anchor and its placed blocks."""

    anchor: str
    title: str
    blocks: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The lead headline, if the first chapter has one, and all parts without it.

    `charted` and `stories` are the KPIs that have a chart or the story of a signal.
    """

    lead: Headline | None
    parts: tuple[Part, ...]
    charted: frozenset[str]
    stories: frozenset[str]


def outline_of(review: Review) -> Outline:
    """Give every block an anchor made of words, unique in the document."""
    lead = next((b for c in review.chapters[:1] for b in c.blocks if isinstance(b, Headline)), None)
    taken: set[str] = set()
    parts = tuple(_part(chapter, lead, taken) for chapter in review.chapters)
    blocks = [placed.block for part in parts for placed in part.blocks]
    charts = [block for block in blocks if isinstance(block, Chart)]
    charted = {panel.kpi for chart in charts for panel in chart.panels}
    stories = {block.signal.kpi for block in blocks if isinstance(block, SignalStory)}
    return Outline(lead, parts, frozenset(charted), frozenset(stories))


def _part(chapter: Chapter, lead: Headline | None, taken: set[str]) -> Part:
    anchor = _claim([chapter.name or chapter.title], taken)
    placed = tuple(_placed(anchor, block, taken) for block in chapter.blocks if block is not lead)
    return Part(anchor, chapter.title, placed)


def _placed(chapter: str, block: Block, taken: set[str]) -> Placed:
    kind = _WORD_START.sub("_", type(block).__name__).lower()
    anchor = _claim([chapter, _title(block) or kind], taken)
    claims = frozenset(_kpi_anchors(block)) - taken
    taken |= claims
    return Placed(anchor, kind, block, claims)


def _kpi_anchors(block: Block) -> Iterable[str]:
    """Give the anchors that the rows, panels or story of a block would like to have."""
    if isinstance(block, SignalStory):
        return (f"signal-{block.signal.kpi}",)
    if isinstance(block, Scorecard):
        return (f"kpi-{row.kpi}" for group in block.groups for row in group.rows)
    return (f"chart-{panel.kpi}" for panel in block.panels) if isinstance(block, Chart) else ()


def _title(block: Block) -> str:
    """Name a block in the contents: a story by its KPI, for its own title is a sentence."""
    if isinstance(block, SignalStory):
        return block.signal.title
    return getattr(block, "title", "")


def _claim(words: Iterable[str], taken: set[str]) -> str:
    base = "-".join(re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") for word in words)
    base = base.strip("-") or "part"
    anchor, count = base, 1
    while anchor in taken:
        count += 1
        anchor = f"{base}-{count}"
    taken.add(anchor)
    return anchor
