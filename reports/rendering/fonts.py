"""The data font opened for measuring: widths of text from its advances."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from fontTools.ttLib import TTFont

DATA_FONT = "Inter"
TEXT_FONT = "Source Serif 4"
_FILES = {
    DATA_FONT: ("fontpkg_inter", "Inter[opsz,wght].ttf"),
    TEXT_FONT: ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
}


def font_bytes(family: str) -> bytes:
    """Return a family's variable TrueType file."""
    package, name = _FILES[family]
    return (files(package) / "files" / name).read_bytes()


def characters_of(family: str) -> frozenset[str]:
    """Return the characters that a family has glyphs for."""
    found = TTFont(io.BytesIO(font_bytes(family)), lazy=True).getBestCmap()
    return frozenset(map(chr, found))


@dataclass(frozen=True)
class TextWidths:
    """Widths of text set in the data font, from its advances.

    Units: those of the font size that is asked for.
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


def text_widths() -> TextWidths:
    """Open the data font for measuring."""
    return TextWidths(TTFont(io.BytesIO(font_bytes(DATA_FONT)), lazy=True))
