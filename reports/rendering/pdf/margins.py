"""Running heads and page numbers: furniture of the page, not content to be read out."""

from collections.abc import Set as AbstractSet
from typing import Any

from reports.rendering.pdf.structure import Null, Structure


def clear_margins(structure: Structure) -> None:
    """Turn what stands in the pages' margins into artifacts.

    The engine marks it as content of elements that hang on no tree.
    Source: ISO 14289-1, 7.8
    """
    kept = {element.number for element in structure.elements()}
    for page in structure.pdf.page_references:
        owners = structure.owners_on(page)
        stray = {at for at, one in enumerate(owners) if structure.at(one).number not in kept}
        _mark_as_furniture(structure.at(structure.at(page)["Contents"]), stray)
        for at in stray:
            owners[at] = b"null"
    _drop(structure.pdf, kept)


def _mark_as_furniture(stream: Any, stray: AbstractSet[int]) -> None:  # noqa: ANN401 - theirs
    for at, item in enumerate(stream.stream):
        if isinstance(item, dict) and item.get("MCID") in stray:
            stream.stream[at - 1] = "/Artifact"
            item.clear()
            item["Type"] = "/Pagination"


def _drop(pdf: Any, kept: AbstractSet[int]) -> None:  # noqa: ANN401 - the engine's own class
    for number, one in enumerate(pdf.objects):
        if isinstance(one, dict) and one.get("Type") == "/StructElem" and number not in kept:
            gone = Null()
            gone.number = number
            pdf.objects[number] = gone
