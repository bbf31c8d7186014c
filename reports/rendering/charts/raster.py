"""Drawings as PNG, for mail."""

import re

from resvg_py import svg_to_bytes

from reports.rendering.charts.theme import COLOURS, FONT
from reports.rendering.fonts import data_font_path

_DENSITY = 2
_FAMILY = re.compile(r'(?<= )font-family="[^"]*"')
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def to_png(svg: str, width_px: int) -> bytes:
    """Paint a drawing on white at twice the width, for sharp screens.

    Units: `width_px` is the width at which the picture will be shown.
    """
    # Markup would escape what is put into it.
    # A workspace's own font is unknown here, and words in an unknown font would not be drawn.
    whole = _FAMILY.sub(f'font-family="{FONT}"', str(svg))
    if "xmlns=" not in whole[:300]:
        whole = whole.replace("<svg ", f"<svg {_NAMESPACE} ", 1)
    return bytes(
        svg_to_bytes(
            svg_string=whole,
            width=_DENSITY * width_px,
            background=COLOURS["paper"],
            skip_system_fonts=True,
            font_files=[data_font_path()],
        )
    )
