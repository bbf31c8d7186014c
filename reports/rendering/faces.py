"""The fonts inside the HTML edition: both families, cut to the characters a review may need."""

import io
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field

from fontTools import subset
from fontTools.ttLib import TTFont

from reports.rendering.fonts import typefaces
from reports.values.look import HOUSE_LOOK, Look, Typeface

Fonts = tuple[Typeface | None, Typeface | None]

_FEATURES = ("kern", "tnum", "calt", "ccmp", "mark")
_MARKS = "–—‘’‚“”„†•…‰′″‹›€−≈≠≤≥←↑→↓"  # noqa: RUF001 - marks that look alike
_LATIN = frozenset(chr(code) for code in (*range(32, 127), *range(160, 256))) | set(_MARKS)


@dataclass(slots=True)
class Faces:
    """The cuts made so far; reviews with the same fonts and characters beyond Latin share one."""

    _cuts: dict[tuple[frozenset[str], Fonts], str] = field(default_factory=dict)

    def rules(self, text: str, look: Look = HOUSE_LOOK) -> str:
        """Return @font-face rules that hold all of Latin and whatever else `text` needs."""
        beyond = frozenset(sign for sign in set(text) - _LATIN if sign.isprintable())
        cut = (beyond, (look.data_face, look.text_face))
        if cut not in self._cuts:
            wanted = "".join(sorted(_LATIN | beyond))
            rules = [rule for face in typefaces(look) for rule in _rules(face, wanted)]
            self._cuts[cut] = "\n".join(rules)
        return self._cuts[cut]


def _rules(face: Typeface, wanted: str) -> Iterator[str]:
    """Give one rule for a face with all weights, or one for each of its two files."""
    yield _rule(face.family, "100 500" if face.bold else "100 900", _cut(face.data, wanted))
    if face.bold:
        yield _rule(face.family, "600 900", _cut(face.bold, wanted))


def _rule(family: str, weights: str, cut: bytes) -> str:
    data = b64encode(cut).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weights};font-display:swap;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )


def _cut(font: bytes, wanted: str) -> bytes:
    # All names are kept, because looking for the unused ones takes as long as the rest.
    options = subset.Options(layout_features=list(_FEATURES), hinting=False, name_IDs=["*"])
    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=wanted)
    subsetter.subset(opened)
    opened.flavor = "woff2"
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()
