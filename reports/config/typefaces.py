"""A typeface's file, checked: that it opens, and that it can set a review."""

import io
import re

from fontTools.ttLib import TTFont

from reports.config.locate import KeyPath
from reports.config.problems import Problem, clipped
from reports.values.look import Typeface

_KINDS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_EXPECTED = "a TrueType or OpenType file of one face"
# Digits come first, as they matter most; the rest is what numbers, dates and prose are made of.
_NEEDED = "0123456789" + "".join(map(chr, (*range(33, 48), *range(58, 127)))) + "−–—·…’“”"  # noqa: RUF001 - marks that look alike
_UNFIT = re.compile(r"[^A-Za-z0-9 -]+")
# A file of the same name as one of the house's may still be another.
_HOUSE = ("Inter", "Source Serif 4")
_MOST = 12


def read_typeface(data: bytes, path: KeyPath) -> Typeface | Problem:
    """Return a typeface, or what is wrong with it."""
    if not data.startswith(_KINDS):
        return Problem(path, "the font is of another kind", _EXPECTED)
    try:
        font = TTFont(io.BytesIO(data))
        missing = _missing(font)
        found = Typeface(_family(font), data, _has_weights(font))
    except Exception as error:  # noqa: BLE001 - a damaged font may fail anywhere in the parser
        told = f"{type(error).__name__}: {clipped(str(error))}"
        return Problem(path, "the font cannot be read", _EXPECTED, told)
    if missing:
        more = "…" if len(missing) > _MOST else ""
        what = f"the font lacks characters: {' '.join(missing[:_MOST])}{more}"
        return Problem(path, what, "digits, Latin letters and the usual marks")
    return found


def _missing(font: TTFont) -> list[str]:
    """Return the characters without a glyph, or with one of no width."""
    names, glyphs = font.getBestCmap() or {}, font.getGlyphSet()
    return [
        sign for sign in _NEEDED if ord(sign) not in names or glyphs[names[ord(sign)]].width <= 0
    ]


def _family(font: TTFont) -> str:
    """Return the name of the family in plain letters, never one of the house's."""
    named = font["name"].getBestFamilyName() or ""
    plain = " ".join(_UNFIT.sub(" ", named).split())[:60] or "Workspace"
    return f"{plain} Own" if plain in _HOUSE else plain


def _has_weights(font: TTFont) -> bool:
    return "fvar" in font and any(axis.axisTag == "wght" for axis in font["fvar"].axes)
