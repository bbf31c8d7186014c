"""A review's own words in another language; names of the workspace and all numbers stay.

Chapters write English. What they write in fixed words is found in the catalog span by span, so
the chapters need to know nothing of languages, and an archived review can be read in another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from reports.rendering.language import Language
from reports.rendering.outline import Outline, Part, Placed
from reports.rendering.phrases import Phrasebook, phrasebook
from reports.values import charts, document, site
from reports.values.objective import GuardrailState, TargetState
from reports.values.quantity import Quantity
from reports.values.reading import Change, Reading
from reports.values.signal import NormalRange

_SPANS: Mapping[type, tuple[str, ...]] = {
    document.Headline: ("spans", "deck"),
    document.Prose: ("spans",),
    document.Note: ("spans",),
    document.Callout: ("spans",),
    document.Scorecard: ("caption",),
    document.Table: ("caption",),
    document.Chart: ("caption",),
    document.SignalLine: ("what", "why"),
    document.SignalSummary: ("caption",),
    document.SignalStory: ("title",),
    site.ReviewExtract: ("headline", "deck"),
}
_TEXTS: Mapping[type, tuple[str, ...]] = {
    document.Callout: ("title",),
    document.ScoreRow: ("remark",),
    document.Scorecard: ("title", "subtitle"),
    document.TableColumn: ("title",),
    document.Chart: ("title",),
    document.SignalSummary: ("title",),
    document.Agenda: ("title",),
    Reading: ("reason",),
    Change: ("reason",),
    NormalRange: ("reason",),
    TargetState: ("reason",),
    GuardrailState: ("reason",),
    Quantity: ("reason",),
    charts.Datum: ("reason",),
    charts.GrowthPeriod: ("reason",),
    charts.WaterfallStep: ("reason",),
    charts.DotRow: ("note",),
    charts.ReliabilityBin: ("reason",),
    site.KeyRow: ("remark",),
}


def translated(outline: Outline, language: Language) -> Outline:
    """Translate an outline; its anchors stay, so that links work in every language."""
    if not language.phrases:
        return outline
    words = _Translation(phrasebook(language))
    return replace(
        outline,
        lead=words.value(outline.lead),
        parts=tuple(words.part(part) for part in outline.parts),
    )


def translated_block(block: document.Block, language: Language) -> document.Block:
    """Translate one block, for a rendering that needs no outline."""
    if not language.phrases:
        return block
    found: document.Block = _Translation(phrasebook(language)).value(block)
    return found


def translated_site(shown: site.Site, language: Language) -> site.Site:
    """Translate what the site shows of each review; what the ledger states are numbers."""
    if not language.phrases:
        return shown
    words = _Translation(phrasebook(language))
    products = tuple(
        replace(one, reviews=tuple(words.value(review) for review in one.reviews))
        for one in shown.products
    )
    return replace(shown, products=products)


@dataclass(frozen=True, slots=True)
class _Translation:
    """The walk through a document with a phrasebook in hand."""

    book: Phrasebook

    def part(self, part: Part) -> Part:
        """Translate a chapter."""
        blocks = tuple(self.placed(placed) for placed in part.blocks)
        return replace(part, title=self.book.text(part.title), blocks=blocks)

    def placed(self, placed: Placed) -> Placed:
        """Translate a block at its place."""
        return replace(placed, block=self.value(placed.block))

    def value(self, value: Any) -> Any:  # noqa: ANN401 - any value of the document, and back
        """Translate what there is to translate in a value and in all that it holds."""
        if isinstance(value, tuple):
            return tuple(self.value(item) for item in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        found = {one.name: getattr(value, one.name) for one in fields(value)}
        told = {name: self.value(held) for name, held in found.items() if _deep(held)}
        told |= self._own(value, {**found, **told})
        changed = {name: now for name, now in told.items() if now is not found[name]}
        return replace(value, **changed) if changed else value

    def _own(self, value: object, found: Mapping[str, Any]) -> dict[str, Any]:
        """Translate the texts that a value holds itself."""
        kind = type(value)
        told: dict[str, Any] = {name: self.book.text(found[name]) for name in _TEXTS.get(kind, ())}
        told |= {name: self.book.spans(found[name]) for name in _SPANS.get(kind, ())}
        match value:
            case document.ScoreGroup(objective=False):
                told["title"] = self.book.text(found["title"])
            case document.SignalStory():
                told["sentences"] = tuple(map(self.book.spans, found["sentences"]))
            case document.Table():
                told["title"] = self.book.title(found["title"])
                told["rows"] = tuple(map(self._row, found["rows"]))
            case _ if isinstance(value, charts.Figure):
                told |= {name: self.book.text(found[name]) for name in ("title", "subtitle")}
                told["caption"] = self.book.spans(found["caption"])
        return told

    def _row(self, row: tuple[document.Cell, ...]) -> tuple[document.Cell, ...]:
        """Translate the cells of a table; the first one names the row."""
        name, *cells = row
        first = self.book.row(name) if isinstance(name, str) else name
        return (first, *(self.book.text(one) if isinstance(one, str) else one for one in cells))


def _deep(held: object) -> bool:
    return isinstance(held, tuple) or is_dataclass(held)
