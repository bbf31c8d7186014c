"""A made-up brand: a workspace's logo, its colours and a font that differs from the house's."""

import struct
import zlib

from reports.rendering.fonts import font_bytes

LOGO_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">'
    '<rect width="40" height="40" rx="8" fill="#6a1b9a"/>'
    '<path d="M10 28 L20 10 L30 28 Z" fill="#fff"/></svg>'
)
ACCENT = "#6a1b9a"
BRAND = f"""\
[look]
logo = "logo.svg"
accent = "{ACCENT}"
data_font = "fonts/brand.ttf"
"""


def make_brand(folder):
    """Write the brand's files into a workspace."""
    (folder / "fonts").mkdir()
    (folder / "logo.svg").write_text(LOGO_SVG)
    (folder / "fonts" / "brand.ttf").write_bytes(font_bytes("Source Serif 4"))


def png(width=2, height=1):
    """Return a small picture of one colour."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x6a\x1b\x9a" * width) * height)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
