"""What a message says: subject, preheader, numbers, pictures, and where the rest lies."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.rendering.cuts import ROOMS, Room, essentials
from reports.rendering.email.images import Gallery, Picture
from reports.rendering.email.links import Links
from reports.rendering.email.subject import shortened, subject_of
from reports.rendering.environment import cell_text
from reports.rendering.pages import language_in
from reports.rendering.translation import translated_block
from reports.values.document import (
    Agenda,
    Block,
    Callout,
    Cell,
    Headline,
    Note,
    Quantity,
    Review,
    Scorecard,
    SignalStory,
    SignalSummary,
)

Kind = TypeVar("Kind")

PREHEADER_LETTERS = 90

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

_SPARK_PX = 104
# Charts are drawn for telephones and shown a little larger, so that both can read them.
_CHART_PX = 416
_SPARK_MARGIN, _CHART_MARGIN = 2.0, 6.0


@dataclass(frozen=True, slots=True)
class Message:
    """The parts of a message before they are laid out; pictures are by KPI."""

    review: Review
    subject: str
    preheader: str
    links: Links
    headline: Headline | None
    card: Scorecard | None
    signals: SignalSummary | None
    agenda: Agenda | None
    warnings: tuple[Callout, ...] = ()
    notes: tuple[Note, ...] = ()
    sparks: Mapping[str, Picture] = field(default_factory=dict)
    charts: Mapping[str, Picture] = field(default_factory=dict)
    left_out: bool = False
    attached: bool = False

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Return the pictures, each once."""
        shown = (*self.sparks.values(), *self.charts.values())
        return tuple({one.cid: one for one in shown}.values())

    def plain(self, spans: Iterable[Cell]) -> str:
        """Write running text for the plain part."""
        return plain_text(spans, self.review.zone)


def plain_text(spans: Iterable[Cell], zone: str) -> str:
    """Write running text without markup, on one line; counts behind numbers are in brackets."""
    found = (
        f"({cell_text(span, zone)})"
        if isinstance(span, Quantity) and span.form == "n"
        else cell_text(span, zone)
        for span in spans
    )
    return _BREAKS.sub(" ", "".join(found))


def message_of(
    environment: ImmutableSandboxedEnvironment,
    review: Review,
    links: Links,
    gallery: Gallery,
    room: Room = ROOMS[0],
) -> Message:
    """Gather what a message says, in the language that is spoken."""
    language = language_in(environment)
    blocks = [translated_block(block, language) for block in essentials(review, room)]
    card, headline = _first(blocks, Scorecard), _first(blocks, Headline)
    signals = _first(blocks, SignalSummary)
    said = plain_text(headline.spans, review.zone) if headline else ""
    return Message(
        review=review,
        subject=subject_of(review, said, signals),
        preheader=shortened(said, PREHEADER_LETTERS),
        links=links,
        headline=headline,
        card=card,
        signals=signals,
        agenda=_first(blocks, Agenda),
        warnings=tuple(block for block in blocks if isinstance(block, Callout)),
        notes=tuple(block for block in blocks if isinstance(block, Note)),
        sparks=_sparks(environment, card, gallery),
        charts=_charts(environment, review, signals, gallery),
    )


def _first(blocks: list[Block], kind: type[Kind]) -> Kind | None:
    return next((block for block in blocks if isinstance(block, kind)), None)


def _sparks(
    environment: ImmutableSandboxedEnvironment, card: Scorecard | None, gallery: Gallery
) -> dict[str, Picture]:
    """Paint the weeks of each number."""
    draw = environment.filters["sparkline"]
    rows = [row for group in card.groups for row in group.rows] if card else []
    return {
        row.kpi: gallery.picture(
            draw(row.history, row.unit, row.normal, row.signal, row.title),
            _SPARK_PX,
            _SPARK_MARGIN,
        )
        for row in rows
        if any(reading.value is not None for reading in row.history)
    }


def _charts(
    environment: ImmutableSandboxedEnvironment,
    review: Review,
    signals: SignalSummary | None,
    gallery: Gallery,
) -> dict[str, Picture]:
    """Paint the control charts of the signals that are told."""
    draw = environment.filters["narrow_chart"]
    told = {line.signal.kpi for line in signals.lines} if signals else set()
    return {
        block.signal.kpi: gallery.picture(draw(block.panel), _CHART_PX, _CHART_MARGIN)
        for chapter in review.chapters
        for block in chapter.blocks
        if isinstance(block, SignalStory) and block.signal.kpi in told
    }
