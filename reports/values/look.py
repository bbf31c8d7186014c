"""A workspace's own look: colours, a logo and fonts, with all the bytes that rendering needs."""

from dataclasses import dataclass, field
from typing import Literal

MediaType = Literal["image/svg+xml", "image/png"]
PdfVariant = Literal["ua", "a3"]
# Names of colours and their "#rrggbb".
Tokens = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture for the masthead."""

    media_type: MediaType
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Typeface:
    """A TrueType or OpenType file under the name of its family.

    `variable` tells that it holds all weights; where it does not, `bold` is the file of emphasis.
    """

    family: str
    data: bytes = field(repr=False)
    variable: bool = True
    bold: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Look:
    """What a workspace sets instead of the house's own; what is empty stays the house's.

    `colours` are for paper, `dark` for screens at night, where those derived are written out.
    """

    colours: Tokens = ()
    dark: Tokens = ()
    logo: Logo | None = None
    data_face: Typeface | None = None
    text_face: Typeface | None = None


HOUSE_LOOK = Look()
