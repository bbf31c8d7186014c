"""Pictures of a message: small, opaque, shown at half their size, each painted once."""

import hashlib
import io
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image

from reports.errors import RenderError
from reports.rendering.charts.raster import to_png

LARGEST_PICTURE_BYTES = 100_000

_COLOURS = (64, 24, 8)
_DENSITY = 2
_FRAME = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with the name it is referred to by.

    Units: width and height as shown, in px; the picture has twice as many dots.
    """

    cid: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures by the drawing they were painted from; the messages of a review share them."""

    kept: dict[tuple[str, int], Picture] = field(default_factory=dict)

    def picture(self, svg: str, width_px: int, margin: float = 0.0) -> Picture:
        """Paint a drawing for a width, or return what was painted of it.

        Units: `margin` those of the drawing; it keeps words off the edge on dark screens.
        """
        key = (_framed(str(svg), margin), width_px)
        if key not in self.kept:
            self.kept[key] = _painted(to_png(*key), width_px)
        return self.kept[key]


def _framed(svg: str, margin: float) -> str:
    """Put a margin around a drawing."""
    found = _FRAME.search(svg)
    if found is None or not margin:
        return svg
    width, height = (float(side) + 2 * margin for side in found.groups())
    around = f'viewBox="{-margin:g} {-margin:g} {width:g} {height:g}"'
    return svg.replace(found[0], f'{around} width="{width:g}" height="{height:g}"', 1)


def _painted(png: bytes, width_px: int) -> Picture:
    """Name a PNG after its content, so that equal messages have equal bytes."""
    data, height = _reduced(png)
    name = f"{hashlib.sha256(data).hexdigest()[:16]}@review"
    return Picture(name, data, width_px, round(height / _DENSITY))


def _reduced(png: bytes) -> tuple[bytes, int]:
    """Reduce a PNG to few colours; return it with its height in dots.

    Raises: RenderError if it stays too large for mail.
    """
    with Image.open(io.BytesIO(png)) as opened:
        whole = opened.convert("RGBX")
    data = b""
    for colours in _COLOURS:
        written = io.BytesIO()
        _with_palette(whole, colours).save(written, "PNG", optimize=True)
        data = written.getvalue()
        if len(data) < LARGEST_PICTURE_BYTES:
            return data, whole.height
    raise RenderError(
        "a picture is too large for mail",
        where="templates/email/message.html",
        expected=f"less than {LARGEST_PICTURE_BYTES} bytes",
        got=f"{len(data)} bytes",
    )


def _with_palette(whole: Image.Image, colours: int) -> Image.Image:
    """Keep the colours that cover most exactly; the shades between them become the nearest.

    The library's own quantizing turns white into nearly white, which shows on a white page.
    """
    dots = memoryview(whole.tobytes()).cast("I")
    counts = Counter(dots)
    common = sorted(counts, key=lambda one: (-counts[one], one))[:colours]
    kept = [one.to_bytes(4, sys.byteorder) for one in common]
    nearest = {one: _nearest(one.to_bytes(4, sys.byteorder), kept) for one in counts}
    found = Image.frombytes("P", whole.size, bytes(map(nearest.__getitem__, dots)))
    found.putpalette(b"".join(one[:3] for one in kept))
    return found


def _nearest(colour: bytes, kept: Sequence[bytes]) -> int:
    """Return the place of the nearest colour; of several, the one that covers most."""
    return min(
        range(len(kept)),
        key=lambda at: sum((colour[k] - kept[at][k]) ** 2 for k in range(3)),
    )
