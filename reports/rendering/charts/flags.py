"""Flags on what lies beyond normal variation: a shape for the direction, a colour for good news."""

from reports.rendering.charts.svg import Point, polygon
from reports.rendering.charts.theme import Colour
from reports.rendering.language import gettext, marked
from reports.values.charts import Mark
from reports.values.kpi import Better

FLAG_SIZE = 7.0
_TONES: dict[Mark, Colour] = {
    "none": "ink",
    "neutral": "ink",
    "favourable": "accent",
    "adverse": "warning",
}
_WORDS: dict[Mark, str] = {
    "none": "",
    "neutral": marked("beyond normal variation"),
    "favourable": marked("beyond normal variation, favourable"),
    "adverse": marked("beyond normal variation, adverse"),
}


def mark_tone(mark: Mark) -> Colour:
    """Return the colour of a mark; what is not marked, or neither good nor bad, is ink."""
    return _TONES[mark]


def mark_valence(mark: Mark) -> str:
    """Say whether a mark is good news, or nothing where it is neither."""
    return gettext(mark) if mark in {"favourable", "adverse"} else ""


def mark_words(mark: Mark) -> str:
    """Say what a mark means, or nothing where there is none."""
    return gettext(_WORDS[mark]) if _WORDS[mark] else ""


def flag(mark: Mark, better: Better, at: Point, size: float = FLAG_SIZE) -> str:
    """Draw a mark around a point: a triangle that points where the number went, or a diamond."""
    if mark == "none":
        return ""
    x, y = at
    half = size / 2
    if mark == "neutral" or better == "none":
        corners: tuple[Point, ...] = ((x - half, y), (x, y - half), (x + half, y), (x, y + half))
    else:
        tip = -half if (mark == "favourable") == (better == "higher") else half
        corners = ((x - half, y - tip), (x, y + tip), (x + half, y - tip))
    return polygon(corners, mark_tone(mark))
