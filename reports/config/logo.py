"""A logo, checked: a plain drawing or a sound PNG, with nothing in it that acts or fetches."""

import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from reports.config.locate import KeyPath
from reports.config.problems import Problem, clipped
from reports.values.look import Logo

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_SHAPES = (
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "style"),
    *("defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "title", "desc"),
)
_PNG = b"\x89PNG\r\n\x1a\n"
_HEAD = 13
_WIDEST = 4000
_PLAIN = "shapes, gradients and styles of its own, saved as plain or optimised SVG"
_ENCODING = re.compile(r"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)
_FOREIGN_URL = re.compile(r"url\((?!\s*[\"']?#)", re.IGNORECASE)


def read_logo(data: bytes, path: KeyPath) -> Logo | Problem:
    """Return a logo, or what is wrong with it."""
    if data.startswith(_PNG):
        wrong = _png_fault(data)
        return Problem(path, wrong, "a whole PNG") if wrong else Logo("image/png", data)
    wrong = _svg_fault(data)
    if wrong:
        return Problem(path, f"the logo {wrong}", _PLAIN, next_step="text becomes outlines")
    return Logo("image/svg+xml", data)


def _svg_fault(data: bytes) -> str:
    """Say what a drawing holds that it must not, or nothing."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is neither SVG in UTF-8 nor PNG"
    # Nothing is parsed that declares entities, so none can grow.
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper() or _ENCODING.search(text):
        return "declares a document type or another encoding than UTF-8"
    if "<?" in text.strip().removeprefix("<?xml "):
        return "holds an instruction such as <?xml-stylesheet"
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities were refused
    except (ET.ParseError, ValueError, RecursionError) as error:
        return f"is no SVG: {clipped(str(error))}"
    return _root_fault(root) or next((fault for one in root.iter() for fault in _faults(one)), "")


def _root_fault(root: ET.Element) -> str:
    if root.tag != f"{_SVG}svg":
        return "is no SVG"
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        return "has no viewBox, which tells its shape"
    return ""


def _faults(element: ET.Element) -> Iterator[str]:
    name = element.tag.removeprefix(_SVG)
    if name not in _SHAPES:
        yield f"holds <{clipped(element.tag.rpartition('}')[2])}>, which is not accepted"
    if name == "style" and _acts("".join(element.itertext())):
        yield "has a style sheet that imports or fetches"
    for key, value in element.attrib.items():
        plain = key.removeprefix(_XLINK)
        if plain.lower().startswith("on"):
            yield f"has an event handler, {clipped(plain)}"
        elif plain == "href" and not value.strip().startswith("#"):
            yield f"refers to something outside, {clipped(value)}"
        elif plain.startswith("{") and "XML/1998" not in plain:
            yield f"has an attribute of a drawing program, {clipped(plain.rpartition('}')[2])}"
        elif _FOREIGN_URL.search(value) or (plain == "style" and _acts(value)):
            yield f"fetches something in its attribute {clipped(plain)}"


def _acts(style: str) -> bool:
    """Tell whether a style sheet may import or fetch; escapes could hide it."""
    return "@" in style or "\\" in style or _FOREIGN_URL.search(style) is not None


def _png_fault(data: bytes) -> str:
    """Say what is wrong with a PNG, or nothing."""
    kinds, at = list[bytes](), len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if data[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(kind + body)):
            return "the PNG is damaged"
        if kind == b"IHDR" and length != _HEAD:
            return "the PNG is damaged"
        if kind == b"IHDR" and max(struct.unpack_from(">II", body)) > _WIDEST:
            return f"the PNG has sides of more than {_WIDEST} pixels"
        kinds.append(kind)
        at += 12 + length
    whole = kinds[:1] == [b"IHDR"] and b"IDAT" in kinds and kinds[-1] == b"IEND"
    if b"acTL" in kinds:
        return "the PNG moves"
    return "" if whole and at == len(data) else "the PNG is damaged"
