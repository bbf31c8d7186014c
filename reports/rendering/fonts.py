"""The fonts of a review: files, text widths, and subsets for the self-contained HTML."""

import io
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

DATA_FONT = "Inter"
TEXT_FONT = "Source Serif 4"
_FILES = {
    DATA_FONT: ("fontpkg_inter", "Inter[opsz,wght].ttf"),
    TEXT_FONT: ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
}
_FEATURES = ("kern", "tnum", "calt", "ccmp", "mark")
_ALWAYS = "".join(map(chr, range(32, 127)))


def font_bytes(family: str) -> bytes:
    """Return a family's variable TrueType file."""
    package, name = _FILES[family]
    return (files(package) / "files" / name).read_bytes()


@dataclass(frozen=True)
class TextWidths:
    """Widths of text set in the data font, from its advances.

    Units: multiples of the font size.
    """

    font: TTFont

    @cached_property
    def _characters(self) -> Mapping[int, str]:
        found: Mapping[int, str] = self.font.getBestCmap()
        return found

    @cached_property
    def _glyphs(self) -> Mapping[int, Any]:
        return {
            weight: self.font.getGlyphSet(location={"wght": weight, "opsz": 14})
            for weight in (400, 600)
        }

    def width(self, text: str, size: float, weight: int = 400) -> float:
        """Return the width of a line of text at a font size."""
        glyphs, units = self._glyphs[weight], self.font["head"].unitsPerEm
        names = (self._characters.get(ord(character), ".notdef") for character in text)
        return float(sum(glyphs[name].width for name in names) * size / units)

    def lacks(self, text: str) -> bool:
        """Tell whether the font has no glyph for some character."""
        return any(ord(character) not in self._characters for character in text)


def text_widths() -> TextWidths:
    """Open the data font for measuring."""
    return TextWidths(TTFont(io.BytesIO(font_bytes(DATA_FONT)), lazy=True))


def embedded_faces(text: str) -> str:
    """Return @font-face rules that hold both families, cut to the characters of `text`."""
    wanted = _ALWAYS + "".join(sorted(set(text)))
    return "\n".join(_face(family, _subset(font_bytes(family), wanted)) for family in _FILES)


def _face(family: str, woff2: bytes) -> str:
    data = b64encode(woff2).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:100 900;font-display:swap;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )


def _subset(font: bytes, text: str) -> bytes:
    options = subset.Options(
        layout_features=list(_FEATURES), hinting=False, flavor="woff2", name_IDs=[1, 2]
    )
    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(opened)
    opened.flavor = "woff2"
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()
