"""The keys of [look] and [look.dark]."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from reports.config.fields import FilledLine, Table, refused
from reports.config.schema import Keys

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise refused("not a colour", 'six digits after a #, such as "#0b5fa5"')
    return text.lower()


Hex = Annotated[str, AfterValidator(_colour)]


class ColourKeys(Keys):
    """The colours that a workspace may set; paper and the tints of heat maps are the house's."""

    ink: Hex | None = None
    grey: Hex | None = None
    accent: Hex | None = None
    warning: Hex | None = None
    past: Hex | None = None
    shade: Hex | None = None
    band: Hex | None = None
    rule: Hex | None = None


class LookKeys(ColourKeys):
    """[look]."""

    logo: FilledLine | None = None
    data_font: FilledLine | None = None
    data_font_bold: FilledLine | None = None
    text_font: FilledLine | None = None
    text_font_bold: FilledLine | None = None
    dark: Table = Field(default_factory=dict)


class DarkKeys(ColourKeys):
    """[look.dark]."""
