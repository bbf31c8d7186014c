"""Header cells of tables: whether each heads a row or a column, and what heads each cell."""

from typing import Any

import pydyf

from reports.rendering.pdf.structure import Structure


def scope_headers(structure: Structure) -> None:
    """Give every header cell its scope, and every cell of a group the group's header.

    Source: ISO 14289-1, 7.5; ISO 32000-1, 14.8.5.7
    """
    for table in structure.elements("/Table"):
        for part in structure.kids(table):
            rows = [one for one in structure.kids(part) if one["S"] == "/TR"]
            _scope(structure, rows, "/Column" if part["S"] == "/THead" else "/Row")
            if part["S"] == "/TBody":
                _head_groups(structure, rows)


def index_identifiers(structure: Structure) -> None:
    """List the identifiers that cells refer to.

    Source: ISO 32000-1, 14.7.2, IDTree
    """
    named = {one["ID"].data: one for one in structure.elements() if "ID" in one}
    names = pydyf.Array()
    for identifier in sorted(named):
        names += [identifier, named[identifier].reference]
    tree = pydyf.Dictionary({"Names": names})
    structure.pdf.add_object(tree)
    structure.root["IDTree"] = tree.reference


def _scope(structure: Structure, rows: list[Any], scope: str) -> None:
    for row in rows:
        for cell in structure.kids(row):
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = scope


def _head_groups(structure: Structure, rows: list[Any]) -> None:
    """Let a header that has a row for itself head the rows below it."""
    group = None
    for row in rows:
        cells = structure.kids(row)
        if [cell["S"] for cell in cells] == ["/TH"]:
            group = cells[0]["ID"]
            _fill_up(structure, row, cells[0])
        elif group is not None:
            for cell in cells:
                if cell["S"] == "/TD":
                    cell["A"]["Headers"].insert(0, group)


def _fill_up(structure: Structure, row: Any, header: Any) -> None:  # noqa: ANN401 - theirs
    """Let a group's header stand in the first column, with an empty cell beside it.

    A reader who goes down a column then meets the header in the first one only, and no row of
    nothing but headers is taken for a second head of the table.
    """
    columns = header["A"].pop("ColSpan", 1)
    if columns > 1:
        attributes = pydyf.Dictionary({"O": "/Table", "Headers": pydyf.Array([header["ID"]])})
        if columns > 2:
            attributes["ColSpan"] = columns - 1
        rest = pydyf.Dictionary(header | {"S": "/TD", "K": pydyf.Array(), "A": attributes})
        del rest["ID"]
        structure.pdf.add_object(rest)
        row["K"].append(rest.reference)
