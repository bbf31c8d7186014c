"""The tree of tags in a PDF that the engine has built but not yet written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf


class Null(pydyf.Object):  # type: ignore[misc] # its library has no types
    """An object that is gone: the same as one that was never there."""

    data = b"null"


@dataclass(frozen=True, slots=True)
class Structure:
    """A tagged PDF; its elements are pydyf dictionaries with the kind in `S`, the kids in `K`.

    Source: ISO 32000-1, 14.7
    """

    pdf: Any

    def at(self, reference: bytes) -> Any:  # noqa: ANN401 - any kind of object
        """Return the object that a reference points to."""
        return self.pdf.objects[int(reference.split()[0])]

    @property
    def root(self) -> Any:  # noqa: ANN401 - the engine's own class
        """Return the root of the tree."""
        return self.at(self.pdf.catalog["StructTreeRoot"])

    @property
    def owners(self) -> Any:  # noqa: ANN401 - the engine's own class
        """Return the parent tree, from marks and annotations to their elements.

        Shape: pairs, flat; first for each page its number and a list of the elements of its marks
        in order, then for each annotation its number and its element.
        """
        return self.at(self.root["ParentTree"])["Nums"]

    def owners_on(self, page: bytes) -> Any:  # noqa: ANN401 - the engine's own class
        """Return the elements of the marks of a page, in order."""
        return self.owners[2 * self.at(page)["StructParents"] + 1]

    def kids(self, element: Any) -> list[Any]:  # noqa: ANN401 - the engine's own class
        """Return the elements directly below one."""
        found = [self.at(kid) for kid in element["K"] if isinstance(kid, bytes)]
        return [kid for kid in found if "S" in kid]

    def annotations(self, element: Any) -> list[bytes]:  # noqa: ANN401 - the engine's own class
        """Return the references from an element to its annotations."""
        found = [kid for kid in element["K"] if isinstance(kid, bytes)]
        return [kid for kid in found if self.at(kid)["Type"] == "/OBJR"]

    def below(self, element: Any) -> Iterator[Any]:  # noqa: ANN401 - the engine's own class
        """Give the elements at all depths below one, in reading order."""
        for kid in self.kids(element):
            yield kid
            yield from self.below(kid)

    def elements(self, kind: str = "") -> list[Any]:
        """Return all elements, or those of a kind, in reading order."""
        return [one for one in self.below(self.root) if kind in {"", one["S"]}]
