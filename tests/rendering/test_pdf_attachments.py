"""What travels inside the PDF."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pdf import review_to_pdf
from reports.rendering.tables import csv_tables

END_OF_WEEK = datetime(2026, 11, 15, 23, tzinfo=UTC)
LIMIT = 1_500_000


@pytest.fixture(scope="module")
def archival(tiny, shipped_templates):
    """Give the short review as a file for archives, and the same once more."""
    environment = template_environment([shipped_templates], zone=tiny.zone, widths=text_widths())
    return [review_to_pdf(environment, tiny, variant="pdf/a-3a+ua") for _ in range(2)]


def attached(data):
    """Give the specification and the stream of each attached file, by name."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            name: {
                "data": spec.get_file().read_bytes(),
                "type": spec.get_file().mime_type,
                "dates": (spec.get_file().creation_date, spec.get_file().mod_date),
                "about": spec.description,
                "relationship": str(spec.relationship),
            }
            for name, spec in pdf.attachments.items()
        }


def test_twin_and_tables_are_inside(rendered, review):
    """The PDF holds review.json and one CSV per table, byte for byte."""
    expected = {table.name: table.data for table in csv_tables(review)}
    expected["review.json"] = rendered["review.json"]
    found = attached(rendered["review.pdf"])

    assert expected == {name: one["data"] for name, one in found.items()}


def test_attachments_say_what_they_are(rendered):
    """Each has a type, a description, and how it relates to the document."""
    found = attached(rendered["review.pdf"])
    twin = found.pop("review.json")

    assert ("application/json", "/Source") == (twin["type"], twin["relationship"])
    assert {("text/csv", "/Data")} == {(one["type"], one["relationship"]) for one in found.values()}
    assert all(one["about"].strip() for one in [twin, *found.values()])


def test_attachments_are_dated_by_the_week(rendered):
    """Created and modified are the end of the review's week, not the hour of the rendering."""
    found = attached(rendered["review.pdf"])

    assert {(END_OF_WEEK, END_OF_WEEK)} == {one["dates"] for one in found.values()}


def test_files_are_listed_once_and_in_order(rendered, archival):
    """In both variants the list of files is sorted, and each file belongs to the document once."""
    for data in (rendered["review.pdf"], archival[0]):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            listed = list(pdf.Root.Names.EmbeddedFiles.Names)
            names = [str(one) for one in listed[::2]]
            related = [one.objgen for one in pdf.Root.AF]

        assert (sorted(names), [one.objgen for one in listed[1::2]]) == (names, related)


def test_review_is_small(rendered):
    """With all that is attached the PDF stays small enough to mail."""
    assert len(rendered["review.pdf"]) < LIMIT


def test_file_for_archives_claims_both_standards(archival):
    """The variant with PDF/A-3 claims it and PDF/UA-1, and brings its colours along."""
    with pikepdf.open(io.BytesIO(archival[0])) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
        with pdf.open_metadata() as metadata:
            claimed = metadata.pdfa_status
        purpose = str(pdf.Root.OutputIntents[0].S)

    assert ("3A", "/GTS_PDFA1") == (claimed, purpose)
    assert 'pdfuaid:part="1"' in packet
    assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in packet


def test_plain_file_claims_one_standard(rendered):
    """Without being asked for, the PDF claims PDF/UA-1 and no PDF/A."""
    with pikepdf.open(io.BytesIO(rendered["review.pdf"])) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
        plain = pdf.Root.Metadata.get("/Filter")

    assert (True, False, None) == ('pdfuaid:part="1"' in packet, "pdfaid" in packet, plain)


def test_file_for_archives_has_the_same_bytes_again(archival):
    """The variant with PDF/A-3 is as reproducible as the other."""
    assert archival[0] == archival[1]


def test_syntax_is_clean(rendered, archival):
    """Both variants open without a complaint."""
    for data in (rendered["review.pdf"], archival[0]):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert [] == pdf.check_pdf_syntax()
