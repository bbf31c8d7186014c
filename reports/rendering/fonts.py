"""The data font opened for measuring: widths of text from its advances."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any
from unicodedata import category, east_asian_width

from fontTools.ttLib import TTFont

from reports.values.look import HOUSE_LOOK, Look, Typeface

DATA_FONT = "Inter"
TEXT_FONT = "Source Serif 4"
# Ideographs and emoji fill an em, some emoji a quarter more; other scripts stay below it.
_WIDE_EM, _NARROW_EM = 1.15, 0.65
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


def typefaces(look: Look = HOUSE_LOOK) -> tuple[Typeface, Typeface]:
    """Return the data face and the text face of a look."""
    return (
        look.data_face or Typeface(DATA_FONT, font_bytes(DATA_FONT)),
        look.text_face or Typeface(TEXT_FONT, font_bytes(TEXT_FONT)),
    )


def bold_files(look: Look) -> dict[str, bool]:
    """Tell which of the two faces have a second file for emphasis."""
    faces = {"data": look.data_face, "text": look.text_face}
    return {use: face is not None and bool(face.bold) for use, face in faces.items()}


def characters_of(face: Typeface) -> frozenset[str]:
    """Return the characters that a typeface has glyphs for."""
    found = TTFont(io.BytesIO(face.data), lazy=True).getBestCmap()
    return frozenset(map(chr, found))


@dataclass(frozen=True)
class TextWidths:
    """Widths of text set in the data font, from its advances.

    Units: those of the font size that is asked for.
    """

    font: TTFont
    bold: TTFont | None = None

    @cached_property
    def _fonts(self) -> Mapping[int, TTFont]:
        return {400: self.font, 600: self.bold or self.font}

    @cached_property
    def _characters(self) -> Mapping[int, Mapping[int, str]]:
        return {weight: font.getBestCmap() for weight, font in self._fonts.items()}

    @cached_property
    def _glyphs(self) -> Mapping[int, Any]:
        return {
            weight: font.getGlyphSet(location={"wght": weight, "opsz": 14})
            for weight, font in self._fonts.items()
        }

    @cached_property
    def _advances(self) -> dict[int, dict[str, float]]:
        return {weight: {} for weight in (400, 600)}

    def width(self, text: str, size: float, weight: int = 400) -> float:
        """Return the width of a line of text at a font size."""
        known = self._advances[weight]
        units = self._fonts[weight]["head"].unitsPerEm
        for character in set(text) - known.keys():
            name = self._characters[weight].get(ord(character))
            known[character] = (
                self._glyphs[weight][name].width if name else units * _foreign(character)
            )
        return float(sum(known[character] for character in text) * size / units)


def _foreign(character: str) -> float:
    """Guess the advance, in ems, of a character that another font will draw."""
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    return _WIDE_EM if east_asian_width(character) in {"W", "F"} else _NARROW_EM


def text_widths(look: Look = HOUSE_LOOK) -> TextWidths:
    """Open the data font of a look for measuring."""
    face = typefaces(look)[0]
    opened = [TTFont(io.BytesIO(data), lazy=True) for data in (face.data, face.bold) if data]
    return TextWidths(*opened)
