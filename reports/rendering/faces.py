"""The faces of a document: static cuts of the fonts, reduced to the characters they need.

PDF engines date the cut they make of a variable font with the present, and take one optical size
for all; so the cuts are made here, once for a repertoire, and serve screen and print.
"""

import io
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from reports.rendering.fonts import DATA_FONT, TEXT_FONT, font_bytes

_FEATURES = ("kern", "tnum", "calt", "ccmp", "mark")
_MARKS = "–—‘’‚“”„†‡•…‰′″‹›⁄€№™←↑→↓−≈≠≤≥◇●▲▼✓"  # noqa: RUF001 - marks that look alike
# Latin with its extensions for Europe, Greek, and the usual marks.
_REPERTOIRE = frozenset(
    chr(code) for first, last in ((32, 126), (160, 383), (880, 974)) for code in range(first, last)
) | set(_MARKS + "~")


@dataclass(frozen=True, slots=True)
class Face:
    """A static TrueType font."""

    family: str
    weight: int
    data: bytes = field(repr=False)

    @property
    def address(self) -> str:
        """Return the address by which the PDF style sheet names the face."""
        return f"asset:{self.family.lower().replace(' ', '-')}-{self.weight}"

    def rule(self, source: str) -> str:
        """Return the @font-face rule that takes the face from a source."""
        return (
            f'@font-face{{font-family:"{self.family}";font-weight:{self.weight};'
            f"font-style:normal;src:url({source})}}"
        )


# The headline is semibold at a large optical size, narrative regular at a small one.
_CUTS: Mapping[str, tuple[tuple[int, int], ...]] = {
    DATA_FONT: ((400, 14), (600, 14)),
    TEXT_FONT: ((400, 11), (600, 22)),
}


@dataclass(slots=True)
class Faces:
    """The faces cut so far; reviews with the same repertoire share them."""

    _cut: dict[frozenset[str], tuple[Face, ...]] = field(default_factory=dict)

    def for_text(self, text: str) -> tuple[Face, ...]:
        """Return all faces with the usual repertoire and whatever else `text` holds."""
        beyond = frozenset(text) - _REPERTOIRE
        if beyond not in self._cut:
            wanted = "".join(sorted(_REPERTOIRE | beyond))
            self._cut[beyond] = tuple(
                Face(family, weight, data)
                for family, cuts in _CUTS.items()
                for weight, data in _static(_subset(font_bytes(family), wanted), cuts)
            )
        return self._cut[beyond]


def embedded_rules(faces: tuple[Face, ...]) -> str:
    """Return rules that hold the faces themselves, as compressed fonts."""
    return "\n".join(
        face.rule(f'"data:font/woff2;base64,{b64encode(_woff2(face.data)).decode()}"')
        for face in faces
    )


def named_rules(faces: tuple[Face, ...]) -> str:
    """Return rules that name the faces by their addresses."""
    return "\n".join(face.rule(face.address) for face in faces)


def _subset(font: bytes, text: str) -> bytes:
    options = subset.Options(layout_features=list(_FEATURES), hinting=False, name_IDs=[1, 2, 6])
    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(opened)
    return _saved(opened)


def _static(font: bytes, cuts: tuple[tuple[int, int], ...]) -> list[tuple[int, bytes]]:
    found = []
    for weight, optical_size in cuts:
        opened = TTFont(io.BytesIO(font), recalcTimestamp=False)
        place = {"wght": weight, "opsz": optical_size}
        instantiateVariableFont(opened, place, inplace=True)
        found.append((weight, _saved(opened)))
    return found


def _woff2(font: bytes) -> bytes:
    opened = TTFont(io.BytesIO(font), recalcTimestamp=False)
    opened.flavor = "woff2"
    return _saved(opened)


def _saved(font: TTFont) -> bytes:
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
