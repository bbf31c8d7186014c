"""The tags of the PDF: headers, pictures, links, and what is no content."""

import io
import re

import pikepdf
import pytest

from reports.errors import RenderError
from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pdf import review_to_pdf


@pytest.fixture(scope="module")
def pdf(rendered):
    """Give the sample's PDF as an opened document."""
    with pikepdf.open(io.BytesIO(rendered["review.pdf"])) as opened:
        yield opened


def kids(element):
    """Give the elements directly below one."""
    found = element.get("/K", [])
    found = found if isinstance(found, pikepdf.Array) else [found]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def below(element):
    """Give the elements at all depths below one, in order."""
    for kid in kids(element):
        yield kid
        yield from below(kid)


def elements(pdf, kind=""):
    """Give all elements of a kind."""
    found = below(pdf.Root.StructTreeRoot)
    return [one for one in found if kind in {"", str(one["/S"])}]


def marks(page):
    """Give the tag and the properties of everything that a page marks."""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            yield str(operands[0]), operands[1]


def links(pdf):
    """Give all annotations of links."""
    return [one for page in pdf.pages for one in page.get("/Annots", [])]


def test_every_header_cell_has_a_scope(pdf):
    """Header cells in the head of a table head columns, those in its body head rows."""
    found = set()
    for part in [*elements(pdf, "/THead"), *elements(pdf, "/TBody")]:
        for cell in below(part):
            if str(cell["/S"]) == "/TH":
                found.add((str(part["/S"]), str(cell.A.get("/Scope"))))

    assert {("/THead", "/Column"), ("/TBody", "/Row")} == found


def test_cells_name_the_header_of_their_group(pdf):
    """A cell of the scorecard is headed by its group, its KPI and its column, in this order."""
    table = elements(pdf, "/Table")[0]
    head, body = (next(kid for kid in kids(table) if str(kid["/S"]) == f"/{s}") for s in HEADS)
    group, row = kids(body)[:2]
    kpi, first = kids(row)[:2]
    expected = [str(kids(group)[0].ID), str(kpi.ID), str(kids(kids(head)[0])[1].ID)]

    assert expected == [str(one) for one in first.A.Headers]


HEADS = ("THead", "TBody")


def test_headers_are_found_by_their_identifiers(pdf):
    """The index of identifiers is in order, complete, and knows every header a cell names."""
    names = pdf.Root.StructTreeRoot.IDTree.Names
    listed = [str(one) for one in list(names)[::2]]
    owned = {str(one.ID) for one in elements(pdf) if "/ID" in one}
    named = {str(one) for cell in elements(pdf, "/TD") for one in cell.A.get("/Headers", [])}

    assert (sorted(owned), True) == (listed, named <= owned)


def test_every_row_fills_its_table(pdf):
    """All rows of a table take the same number of columns, those of groups too."""
    for table in elements(pdf, "/Table"):
        rows = [one for one in below(table) if str(one["/S"]) == "/TR"]
        widths = {sum(int(cell.A.get("/ColSpan", 1)) for cell in kids(row)) for row in rows}

        assert 1 == len(widths)


def test_every_picture_has_words_and_a_place(pdf):
    """A figure says what it shows, and its box lies on the page, the right way up."""
    pictures = elements(pdf, "/Figure")
    boxes = [[float(one) for one in picture.A.BBox] for picture in pictures]
    _, _, width, height = (float(one) for one in pdf.pages[0].MediaBox)

    assert len(pictures) > 20
    assert [] == [one for one in pictures if not str(one.get("/Alt", "")).strip()]
    assert all(0 < x1 < x2 < width and 0 < y1 < y2 < height for x1, y1, x2, y2 in boxes)


def test_picture_without_words_is_refused(tiny, shipped_templates, tmp_path):
    """A template with a drawing that has no title is an error that names the page."""
    drawing = '<svg viewBox="0 0 9 9" width="9" height="9"><path d="M0 0H9V9z"/></svg>'
    (tmp_path / "masthead.html").write_text(drawing)
    folders = [tmp_path, shipped_templates]
    environment = template_environment(folders, zone=tiny.zone, widths=text_widths())

    with pytest.raises(RenderError, match=r"page 1: a picture has no words"):
        review_to_pdf(environment, tiny)


def test_furniture_of_the_page_is_no_content(pdf):
    """Running heads and page numbers are artifacts, and every other mark hangs on the tree."""
    reached = {one.objgen for one in elements(pdf)}
    owners = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    for number, page in enumerate(pdf.pages):
        found = [*marks(page)]
        furniture = [one for tag, one in found if one.get("/Type") == "/Pagination"]
        tagged = [int(one["/MCID"]) for _, one in found if "/MCID" in one]
        hanging = [owners[2 * number + 1][mark].objgen in reached for mark in tagged]

        assert (2 if number == 0 else 4) <= len(furniture)
        assert all(hanging)


def test_no_element_is_left_over(pdf):
    """Every element in the file hangs on the tree."""
    found = [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
    ]

    assert {one.objgen for one in elements(pdf)} == {one.objgen for one in found}


def test_nothing_is_tagged_for_nothing(pdf):
    """No run of text, paragraph or group is empty."""
    wordless = {"/P", "/Span", "/Div", "/NonStruct", "/Link"}

    assert [] == [
        one for one in elements(pdf) if str(one["/S"]) in wordless and not len(one.get("/K", []))
    ]


def test_links_say_where_they_lead(pdf):
    """A link is described by its words, not by the name of its target, and prints."""
    said = {str(one.Contents) for one in links(pdf)}

    assert {"Data notes", "Definitions", "Weekly active users"} <= said
    assert set() == {one for one in said if re.fullmatch(r"[a-z0-9_]+(-[a-z0-9_]+)+", one)}
    assert all(int(one.F) & 4 for one in links(pdf))


def test_link_is_one_element(pdf):
    """A link over two lines, or with a page number after it, is one element that owns all parts."""
    owners = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    found = elements(pdf, "/Link")
    owned = [owners[2 * int(one.StructParent) + 1].objgen for one in links(pdf)]
    titles = [str(one.Contents) for one in links(pdf)]

    assert [] == [one for link in found for one in below(link) if str(one["/S"]) == "/Link"]
    assert {one.objgen for one in found} == set(owned)
    assert len(set(owned)) < len(owned) == len(titles)


def test_lists_hold_items_only(pdf):
    """Below a list there is nothing but its items."""
    assert {"/LI"} == {str(kid["/S"]) for one in elements(pdf, "/L") for kid in kids(one)}
