"""The tokens of colour: their names, the house's values for light and dark, and what they do."""

from collections.abc import Mapping
from typing import Literal

Tint = Literal["heat1", "heat2", "heat3", "heat4", "heat5"]
Colour = (
    Literal["ink", "grey", "rule", "band", "shade", "past", "accent", "warning", "paper"] | Tint
)
Palette = Mapping[Colour, str]

COLOURS: dict[Colour, str] = {
    "ink": "#14181d",
    "grey": "#586170",
    "rule": "#d8dce2",
    "band": "#e7ecf2",
    "shade": "#c9d1db",
    "past": "#8893a3",
    "accent": "#0b5fa5",
    "warning": "#b8420f",
    "paper": "#ffffff",
    "heat1": "#eef1f5",
    "heat2": "#d5dbe3",
    "heat3": "#b3bdca",
    "heat4": "#8c97a7",
    "heat5": "#4f5967",
}
DARK_COLOURS: dict[Colour, str] = {
    "ink": "#e8ecf1",
    "grey": "#a4aebb",
    "rule": "#2e3640",
    "band": "#1e262f",
    "shade": "#414d5b",
    "past": "#77859a",
    "accent": "#6db3ef",
    "warning": "#f08a55",
    "paper": "#12161b",
    "heat1": "#1b222a",
    "heat2": "#2a333d",
    "heat3": "#3b4653",
    "heat4": "#515e6e",
    "heat5": "#a4aebb",
}

# Text on what lies under it, in some chart.
WRITTEN: tuple[tuple[Colour, Colour], ...] = (
    *(("ink", "paper"), ("grey", "paper"), ("accent", "paper"), ("warning", "paper")),
    *(("ink", "band"), ("grey", "band")),
    *(("ink", "heat1"), ("ink", "heat2"), ("ink", "heat3"), ("ink", "heat4")),
)
# Marks without words, on paper.
DRAWN: tuple[Colour, ...] = ("ink", "grey", "past", "accent", "warning")
# Two colours that stand for two things, where nothing but the colour tells them apart at a glance.
MEANT: tuple[tuple[Colour, Colour], ...] = (
    *(("accent", "warning"), ("accent", "ink"), ("warning", "ink"), ("warning", "past")),
)
# Fills that touch, or stand in front of each other, in print without colour.
TOUCHING: tuple[tuple[Colour, Colour], ...] = (
    *(("shade", "past"), ("past", "ink"), ("shade", "ink"), ("shade", "grey")),
    *(("past", "accent"), ("past", "warning")),
)
