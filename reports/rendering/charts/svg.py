"""SVG primitives: presentation attributes, solid colours, no anchors, one decimal.

A colour is written as an attribute, which print reads, and as a class, which screens restyle.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from reports.rendering.charts.theme import COLOURS, FONT, Colour

Point = tuple[float, float]


def drawing(size: Point, title: str, description: str, marks: Iterable[str]) -> Markup:
    """Wrap marks into an SVG image with a title and a description for screen readers."""
    width, height = (_n(side) for side in size)
    described = f"<desc>{escape(description)}</desc>" if description else ""
    return Markup(  # noqa: S704 - every text in it was escaped where it was written
        f'<svg role="img" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-family="{FONT}">'
        f"<title>{escape(title)}</title>{described}{''.join(marks)}</svg>"
    )


def text(at: Point, label: str, size: float, colour: Colour = "ink", weight: int = 400) -> str:
    """Write a line of text that starts at a point of its baseline; without words, nothing."""
    if not label:
        return ""
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    return (
        f'<text class="f-{colour}" x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}"{bold}'
        f' fill="{COLOURS[colour]}">{escape(label)}</text>'
    )


def line(start: Point, end: Point, colour: Colour, width: float = 0.6, *, dashes: str = "") -> str:
    """Draw a straight line; `dashes` are lengths of strokes and gaps."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line class="s-{colour}" x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}"'
        f' y2="{_n(end[1])}" stroke="{COLOURS[colour]}" stroke-width="{width:g}"{dashed}/>'
    )


def polyline(points: Sequence[Point], colour: Colour, width: float) -> str:
    """Draw a line through points; a single point becomes nothing."""
    if len(points) < 2:
        return ""
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return (
        f'<polyline class="s-{colour}" points="{path}" fill="none" stroke="{COLOURS[colour]}"'
        f' stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def polygon(
    points: Sequence[Point], fill: Colour, stroke: Colour | None = None, width: float = 1.2
) -> str:
    """Draw an area within straight edges, with an outline if it has a stroke."""
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    edge = f' stroke="{COLOURS[stroke]}" stroke-width="{width:g}"' if stroke else ""
    return (
        f'<polygon class="{_classes(fill, stroke)}" points="{path}" fill="{COLOURS[fill]}"{edge}/>'
    )


def bar(corner: Point, size: Point, fill: Colour, stroke: Colour | None = None) -> str:
    """Draw a rectangle from its upper left corner."""
    edge = f' stroke="{COLOURS[stroke]}" stroke-width="0.9"' if stroke else ""
    return (
        f'<rect class="{_classes(fill, stroke)}" x="{_n(corner[0])}" y="{_n(corner[1])}"'
        f' width="{_n(size[0])}" height="{_n(size[1])}" fill="{COLOURS[fill]}"{edge}/>'
    )


def dot(at: Point, radius: float, fill: Colour, stroke: Colour | None = None) -> str:
    """Draw a disc, or a ring if it has a stroke."""
    edge = f' stroke="{COLOURS[stroke]}" stroke-width="1.2"' if stroke else ""
    return (
        f'<circle class="{_classes(fill, stroke)}" cx="{_n(at[0])}" cy="{_n(at[1])}" r="{radius:g}"'
        f' fill="{COLOURS[fill]}"{edge}/>'
    )


def _classes(fill: Colour, stroke: Colour | None) -> str:
    return f"f-{fill} s-{stroke}" if stroke else f"f-{fill}"


def _n(number: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{number:z.1f}".removesuffix(".0")
