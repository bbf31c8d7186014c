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


def data_font_path() -> str:
    """Return where the data font lies, for an engine that reads files only."""
    package, name = _FILES[DATA_FONT]
    return str(files(package) / "files" / name)


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

    @cached_property
    def _units(self) -> int:
        return int(self.font["head"].unitsPerEm)

    @cached_property
    def _advances(self) -> dict[int, dict[str, float]]:
        return {weight: {} for weight in (400, 600)}

    def width(self, text: str, size: float, weight: int = 400) -> float:
        """Return the width of a line of text at a font size."""
        known = self._advances[weight]
        for character in set(text) - known.keys():
            name = self._characters.get(ord(character), ".notdef")
            known[character] = self._glyphs[weight][name].width
        return float(sum(known[character] for character in text) * size / self._units)


def text_widths() -> TextWidths:
    """Open the data font for measuring."""
    return TextWidths(TTFont(io.BytesIO(font_bytes(DATA_FONT)), lazy=True))
