"""Elements that stem from boxes of the layout: where figures are, what belongs to what."""

import pydyf

from reports.errors import RenderError
from reports.rendering.pdf.structure import Structure

_POINTS_PER_PIXEL = 0.75
_ONCE = ("/P", "/Caption")
_WORDLESS = ("/P", "/Span", "/Div", "/NonStruct")


def place_figures(structure: Structure) -> None:
    """Give the boxes of figures in points from the foot of the page, not in pixels from its head.

    Source: ISO 32000-1, 14.8.5.4.3, BBox
    """
    for figure in structure.elements("/Figure"):
        left, top, right, bottom = (_POINTS_PER_PIXEL * one for one in figure["A"]["BBox"])
        height = structure.at(figure["Pg"])["MediaBox"][3]
        figure["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


def require_words(structure: Structure) -> None:
    """Refuse a picture that says nothing to a reader who cannot see it.

    Raises: RenderError that names the page.
    Source: ISO 14289-1, 7.3
    """
    pages = structure.pdf.page_references
    silent = [one for one in structure.elements("/Figure") if "Alt" not in one]
    if silent:
        raise RenderError(
            "a picture has no words for readers who cannot see it",
            where=f"review.pdf, page {pages.index(silent[0]['Pg']) + 1}",
            next_step="give the svg in the template a <title>, or the img an alt",
        )


def prune(structure: Structure) -> None:
    """Take out elements that hold nothing, such as the swatches of a key."""
    for outer in reversed(structure.elements()):
        for inner in structure.kids(outer):
            if inner["S"] in _WORDLESS and not inner["K"]:
                outer["K"].remove(inner.reference)


def flatten(structure: Structure) -> None:
    """Let a paragraph or caption in one of the same kind, an anonymous box, say nothing."""
    for outer in structure.elements():
        for inner in structure.kids(outer) if outer["S"] in _ONCE else ():
            if inner["S"] == outer["S"]:
                inner["S"] = "/NonStruct"


def close_lists(structure: Structure) -> None:
    """Let the space between the items of a list in running text belong to the item before it.

    Source: ISO 14289-1, 7.6
    """
    for listed in structure.elements("/L"):
        item = None
        for kid in structure.kids(listed):
            if kid["S"] == "/LI":
                item = kid
            elif kid["S"] == "/Span" and item is not None:
                body = structure.kids(item)[-1]
                listed["K"].remove(kid.reference)
                body["K"].append(kid.reference)
                kid["P"] = body.reference
