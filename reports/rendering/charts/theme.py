"""Colours and sizes of charts. The names of colours are classes too, so that screens can adapt."""

from typing import Literal

Tint = Literal["heat1", "heat2", "heat3", "heat4", "heat5"]
Colour = (
    Literal["ink", "grey", "rule", "band", "shade", "past", "accent", "warning", "paper"] | Tint
)

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
FONT = "Inter"

# Print scales charts by 0.757, which makes these the 6.8 and 8.4 points of the text around them.
LABEL_SIZE = 9.0
VALUE_SIZE = 11.1
PANEL_WIDTH = 320.0
PANEL_HEIGHT = 124.0
CONTROL_WIDTH = 442.0
CONTROL_HEIGHT = 176.0
NARROW_WIDTH = 288.0
SPARK_WIDTH = 104.0
SPARK_HEIGHT = 17.0
MARK_SIZE = 10.0
SQUARE_WIDTH = 288.0
