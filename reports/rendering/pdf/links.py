"""Links: what they say, that they print, and one element for each."""

from itertools import pairwise
from typing import Any

import pydyf

from reports.rendering.pdf.structure import Structure

_PRINT = 4


def name_links(document: Any, structure: Structure) -> None:  # noqa: ANN401 - the engine's own
    """Describe every link by its words instead of its target, and let it print.

    Source: ISO 14289-1, 7.18.1 and 7.18.5
    """
    for page in document.pages:
        for _kind, _target, _place, box in page.links:
            words = " ".join("".join(box.element.itertext()).split())
            if words and box.link_annotation:
                box.link_annotation["Contents"] = pydyf.String(words)
    for one in structure.pdf.objects:
        if isinstance(one, dict) and one.get("Type") == "/Annot":
            one["F"] = one.get("F", 0) | _PRINT


def join_links(structure: Structure) -> None:
    """Make one element of a link's lines, and of its words and the page number after them."""
    for outer in structure.elements("/Link"):
        for inner in structure.below(outer) if outer["S"] == "/Link" else ():
            if inner["S"] == "/Link":
                inner["S"] = "/Span"
                for kid in structure.annotations(inner):
                    inner["K"].remove(kid)
                    _take(structure, outer, kid)
    for element in structure.elements():
        _join_lines(structure, element)


def _join_lines(structure: Structure, element: Any) -> None:  # noqa: ANN401 - the engine's own
    """Join links that follow each other on a page and lead to the same place."""
    links = [kid for kid in structure.kids(element) if kid["S"] == "/Link"]
    for before, after in reversed([*pairwise(links)]):
        at = element["K"].index(before.reference)
        follows = element["K"][at + 1] == after.reference
        if follows and _aim(structure, before) == _aim(structure, after) != set():
            element["K"].remove(after.reference)
            for kid in after["K"]:
                _take(structure, before, kid)


def _aim(structure: Structure, link: Any) -> set[bytes]:  # noqa: ANN401 - the engine's own
    """Return the page and the targets of a link."""
    found = [structure.at(structure.at(kid)["Obj"]) for kid in structure.annotations(link)]
    targets = {(one.get("Dest") or one["A"]).data for one in found}
    return targets | {link["Pg"]} if targets else set()


def _take(structure: Structure, link: Any, kid: int | bytes) -> None:  # noqa: ANN401 - theirs
    """Move a mark, an annotation or an element into a link."""
    link["K"].append(kid)
    if isinstance(kid, int):
        structure.owners_on(link["Pg"])[kid] = link.reference
    elif "S" in (found := structure.at(kid)):
        found["P"] = link.reference
    else:
        number = structure.at(found["Obj"])["StructParent"]
        structure.owners[2 * number + 1] = link.reference
