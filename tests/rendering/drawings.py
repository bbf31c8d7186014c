"""Reads drawings back: their texts, shapes and whether all of it lies on the page."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

SPACE = "\N{NO-BREAK SPACE}"
_COLOURS = re.compile(r' (class|fill|stroke)="[^"]*"')


@dataclass(frozen=True)
class Words:
    """A text where it starts."""

    x: float
    y: float
    text: str
    bold: bool
    size: float
    tone: str


def parsed(svg):
    """Parse a drawing strictly."""
    return ET.fromstring(str(svg))  # noqa: S314 - our own drawing


def words_of(svg):
    """Give all texts, with common spaces."""
    return [
        Words(
            float(one.get("x")),
            float(one.get("y")),
            (one.text or "").replace(SPACE, " "),
            one.get("font-weight") == "600",
            float(one.get("font-size")),
            one.get("class"),
        )
        for one in parsed(svg).iter("text")
    ]


def text_of(svg):
    """Give all texts, joined."""
    return " | ".join(one.text for one in words_of(svg))


def shapes(svg, tag, tone=""):
    """Give the shapes of a kind whose classes begin with a tone."""
    return [one for one in parsed(svg).iter(tag) if (one.get("class") or "").startswith(tone)]


def uncoloured(svg):
    """Give a drawing as it is printed where all colours are one."""
    return _COLOURS.sub("", str(svg))


def told(spot):
    """Give what a spot is and says, with common spaces."""
    return spot.name.replace(SPACE, " "), spot.says.replace(SPACE, " ")


def described(svg):
    """Give title and description."""
    root = parsed(svg)
    found = (root.find("title"), root.find("desc"))
    return tuple((one.text if one is not None else "").replace(SPACE, " ") for one in found)


def beyond(picture, widths):
    """Give what lies outside of a picture, or is no number."""
    width, height = picture.size
    found = []
    for one in words_of(picture.svg):
        end = one.x + widths.width(one.text, one.size, 600 if one.bold else 400)
        if one.x < -0.6 or end > width + 0.6 or not 0 <= one.y <= height + 0.6:
            found.append((one.x, end, one.y, one.text))
    for shape in parsed(picture.svg).iter():
        for name, value in shape.attrib.items():
            if name in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "points"}:
                numbers = [float(part) for part in re.split("[ ,]", value)]
                if not all(-3 <= number <= max(width, height) + 3 for number in numbers):
                    found.append((shape.tag, name, value))
    for spot in picture.spots:
        (left, top), (across, down) = spot.corner, spot.size
        if left < -0.1 or top < -0.1 or left + across > width + 0.1 or top + down > height + 0.1:
            found.append(spot)
    return found


def colliding(svg, widths):
    """Give the pairs of texts that run into each other."""
    boxes = [
        (one.x, one.x + widths.width(one.text, one.size, 600 if one.bold else 400), one)
        for one in words_of(svg)
    ]
    return [
        (one.text, other.text)
        for at, (left, right, one) in enumerate(boxes)
        for start, end, other in boxes[at + 1 :]
        if abs(one.y - other.y) < 0.72 * one.size and left < end and start < right
    ]
