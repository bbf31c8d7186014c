"""What a message says: subject, preheader, numbers, pictures, and where the rest lies."""

from dataclasses import dataclass
from typing import TypeVar

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.rendering.charts.raster import to_png
from reports.rendering.charts.sparkline import sparkline
from reports.rendering.cuts import shortened
from reports.rendering.dates import period_text, week_text
from reports.rendering.email.images import Picture, picture
from reports.rendering.environment import span_text
from reports.rendering.language import gettext
from reports.rendering.pages import language_in
from reports.rendering.translation import translated_block
from reports.values.document import (
    Agenda,
    Block,
    Headline,
    Review,
    Scorecard,
    ScoreRow,
    SignalSummary,
)

Kind = TypeVar("Kind")

SUBJECT_LETTERS = 70
PREHEADER_LETTERS = 90
_SPARK_PX = 150


@dataclass(frozen=True, slots=True)
class Message:
    """The parts of a message before they are laid out."""

    review: Review
    subject: str
    preheader: str
    headline: Headline | None
    card: Scorecard | None
    signals: SignalSummary | None
    agenda: Agenda | None
    pictures: tuple[tuple[str, Picture], ...]
    link: str
    left_out: str = ""

    def picture_of(self, kpi: str) -> Picture | None:
        """Return the picture of a KPI's weeks."""
        return dict(self.pictures).get(kpi)


def message_of(environment: ImmutableSandboxedEnvironment, review: Review) -> Message:
    """Gather what a message says, in the environment's language."""
    language = language_in(environment)
    blocks = [
        translated_block(block, language) for chapter in review.chapters for block in chapter.blocks
    ]
    card = _first(blocks, Scorecard)
    headline = _first(blocks, Headline)
    short = shortened(card) if card else None
    said = _plain(span_text(headline.spans, review.zone).unescape()) if headline else ""
    return Message(
        review=review,
        subject=_subject(review, said),
        preheader=_cut(said, PREHEADER_LETTERS),
        headline=headline,
        card=short,
        signals=_first(blocks, SignalSummary),
        agenda=_first(blocks, Agenda),
        pictures=tuple((row.kpi, _spark(row)) for group in short.groups for row in group.rows)
        if short
        else (),
        link=_link(review),
    )


def _first(blocks: list[Block], kind: type[Kind]) -> Kind | None:
    return next((block for block in blocks if isinstance(block, kind)), None)


def _subject(review: Review, said: str) -> str:
    """Name product, week and days, then the one thing that matters, within a line."""
    corrected = gettext("Corrected: ") if review.revision > 1 else ""
    week = f"{week_text(review.week_label)}, {period_text(review.week)}"
    start = _plain(f"{corrected}{review.product_title}, {week}")
    return _cut(f"{start}: {said}", SUBJECT_LETTERS) if said else start


def _link(review: Review) -> str:
    """Return where the archived review is to be found."""
    path = (
        f"{review.product}/{review.week_label[:4]}/{review.week_label}"
        f"/r{review.revision}/review.html"
    )
    return f"{review.archive_url}/{path}" if review.archive_url else path


def _spark(row: ScoreRow) -> Picture:
    drawn = sparkline(row.history, row.unit, row.normal, row.signal, row.title)
    return picture(to_png(drawn, _SPARK_PX), _SPARK_PX)


def _plain(text: str) -> str:
    """Put a text on one line: nothing in it may start a header of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _cut(text: str, letters: int) -> str:
    """Shorten a text at a word."""
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
