"""What travels inside the PDF: the JSON twin, and one CSV per table."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any, Literal

from reports.rendering.pdf.engine import asset_fetcher
from reports.rendering.tables import csv_tables
from reports.values.calendar import Calendar
from reports.values.document import Review

Relationship = Literal["Source", "Data"]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file inside the PDF: `Source` is what the document was made from, `Data` what it shows.

    Source: ISO 32000-2, 7.11.3, AFRelationship
    """

    name: str
    description: str
    data: bytes
    relationship: Relationship


def attached_files(review: Review, twin: bytes) -> tuple[AttachedFile, ...]:
    """List the files, in the order of their names, as a name tree must have them."""
    return tuple(sorted(_files(review, twin), key=lambda file: file.name.encode()))


def engine_attachments(engine: ModuleType, review: Review, twin: bytes) -> list[Any]:
    """Build the engine's attachments, dated by the end of the week; each serves only once."""
    ended = end_of_week(review)
    return [
        engine.Attachment(
            file_obj=io.BytesIO(file.data),
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=ended,
            modified=ended,
            url_fetcher=asset_fetcher(engine, review.look),
        )
        for file in attached_files(review, twin)
    ]


def end_of_week(review: Review) -> datetime:
    """Return the UTC instant at which the week was over, which dates all parts of the PDF."""
    return Calendar(review.zone).bounds(review.week)[1]


def _files(review: Review, twin: bytes) -> Iterator[AttachedFile]:
    yield AttachedFile("review.json", "The whole review, machine-readable", twin, "Source")
    for table in csv_tables(review):
        yield AttachedFile(table.name, f"{table.title} (numbers)", table.data, "Data")
