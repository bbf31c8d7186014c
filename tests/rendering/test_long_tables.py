"""Tables that are too long for a page: the first rows in the document, all in the attachment."""

from dataclasses import replace

import pytest

from reports.rendering.environment import MOST_ROWS, template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pages import fill
from reports.rendering.tables import csv_tables
from reports.values.document import Chapter, Table, TableColumn

ROWS = 1000


@pytest.fixture
def long_review(tiny):
    """Give a short review with a table of a thousand rows."""
    columns = (TableColumn("Name"), TableColumn("n", "right"))
    table = Table("Everything", columns, tuple((f"row {at}", str(at)) for at in range(ROWS)))
    return replace(tiny, chapters=(*tiny.chapters, Chapter("all", "All", (table,))))


@pytest.mark.parametrize(
    ("skeleton", "medium"), [("html/review.html", "screen"), ("pdf/review.html", "page")]
)
def test_rest_of_a_long_table_is_in_its_attachment(
    long_review, shipped_templates, skeleton, medium
):
    """The first rows are shown, and a sentence says how many more there are, and where."""
    environment = template_environment([shipped_templates], zone="UTC", widths=text_widths())
    page = fill(environment, skeleton, long_review)
    shown = MOST_ROWS[medium]

    assert f">row {shown - 1}<" in page
    assert f">row {shown}<" not in page
    assert f"{ROWS - shown} more rows are in all-everything.csv, attached to the PDF." in page


def test_attachment_has_every_row(long_review):
    """Nothing is left out of the file."""
    found = next(one for one in csv_tables(long_review) if one.name == "all-everything.csv")

    assert ROWS + 1 == len(found.data.decode().splitlines())
