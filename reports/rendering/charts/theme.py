"""Colours and sizes of charts. The names of colours are classes too, so that screens can adapt."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from markupsafe import Markup

from reports.values.look import Look
from reports.values.palette import COLOURS, DARK_COLOURS, Colour, Palette, Tint

__all__ = ["COLOURS", "DARK_COLOURS", "HOUSE", "Colour", "Theme", "Tint", "theme_of"]

FONT = "Inter"
TEXT_FONT = "Source Serif 4"

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

_MEANINGS: tuple[Colour, ...] = ("accent", "warning")
_IN_HOUSE = re.compile(r'(?<= )(fill|stroke|font-family)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of light and dark and the names of the two families of a document.

    Charts draw in the house's colours; a theme paints a drawing as a whole, so that no chart
    needs to know of themes.
    """

    colours: Palette
    dark_colours: Palette
    data_family: str = FONT
    text_family: str = TEXT_FONT

    @property
    def recoloured(self) -> bool:
        """Tell whether good and bad have other colours than the house's."""
        return any(self.colours[name] != COLOURS[name] for name in _MEANINGS)

    def painted(self, draw: Callable[..., Markup]) -> Callable[..., Markup]:
        """Return a function that draws, and then paints its drawing."""
        return lambda *given, **more: self.paint(draw(*given, **more))

    def paint(self, svg: Markup) -> Markup:
        """Return a drawing in this theme's colours and data font."""
        if self == HOUSE:
            return svg
        own = {COLOURS[name]: value for name, value in self.colours.items()}
        own[FONT] = self.data_family
        return Markup(  # noqa: S704 - only colours and a checked name are put into it
            _IN_HOUSE.sub(lambda found: f'{found[1]}="{own.get(found[2], found[2])}"', svg)
        )


HOUSE = Theme(COLOURS, DARK_COLOURS)


def family_names(theme: Theme) -> dict[str, Markup]:
    """Return the names of the two families as style sheets write them."""
    named = {"data": theme.data_family, "text": theme.text_family}
    # Names were checked when they were read; quotes keep their digits and spaces together.
    return {
        use: Markup(name if name == FONT else f'"{name}"')  # noqa: S704 - letters and digits only
        for use, name in named.items()
    }


def theme_of(look: Look) -> Theme:
    """Return the house's theme with what a workspace has set."""
    return Theme(
        colours=COLOURS | cast("dict[Colour, str]", dict(look.colours)),
        dark_colours=DARK_COLOURS | cast("dict[Colour, str]", dict(look.dark)),
        data_family=look.data_face.family if look.data_face else FONT,
        text_family=look.text_face.family if look.text_face else TEXT_FONT,
    )
