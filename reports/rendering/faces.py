"""The fonts inside the HTML edition: both families, cut to the characters a review may need."""

import io
from base64 import b64encode
from dataclasses import dataclass, field

from fontTools import subset
from fontTools.ttLib import TTFont

from reports.rendering.fonts import DATA_FONT, TEXT_FONT, font_bytes

_FEATURES = ("kern", "tnum", "calt", "ccmp", "mark")
_MARKS = "–—‘’‚“”„†•…‰′″‹›€−≈≠≤≥←↑→↓"  # noqa: RUF001 - marks that look alike
_LATIN = frozenset(chr(code) for code in (*range(32, 127), *range(160, 256))) | set(_MARKS)


@dataclass(slots=True)
class Faces:
    """The cuts made so far; reviews with the same characters beyond Latin share one."""

    _cuts: dict[frozenset[str], str] = field(default_factory=dict)

    def rules(self, text: str) -> str:
        """Return @font-face rules that hold all of Latin and whatever else `text` needs."""
        beyond = frozenset(sign for sign in set(text) - _LATIN if sign.isprintable())
        if beyond not in self._cuts:
            wanted = "".join(sorted(_LATIN | beyond))
            families = (DATA_FONT, TEXT_FONT)
            self._cuts[beyond] = "\n".join(_rule(family, wanted) for family in families)
        return self._cuts[beyond]


def _rule(family: str, wanted: str) -> str:
    data = b64encode(_cut(font_bytes(family), wanted)).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:100 900;font-display:swap;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )


def _cut(font: bytes, wanted: str) -> bytes:
    # All names are kept, because looking for the unused ones takes as long as the rest.
    options = subset.Options(layout_features=list(_FEATURES), hinting=False, name_IDs=["*"])
    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=wanted)
    subsetter.subset(opened)
    opened.flavor = "woff2"
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()
