"""What may not be shown: segments under `minimum_cell`, in any edition, language or format."""

import io
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.rendering import review_from_json
from reports.values.document import SignalStory
from reports.values.job import Request
from tests.small import FIRST_DAY, make_small

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
SMALL_CELL = "zebra"
WEEKS = 30
EDITIONS = (("summary", "de"), ("full", "en"), ("engineering", "en"))
AUDIENCES = """
[mail]
host = "localhost"
security = "none"
sender = "reviews@acme.example"
"""
AUDIENCE = """
[[audiences]]
name = "{edition}-{language}"
recipients = ["{edition}@acme.example"]
edition = "{edition}"
language = "{language}"
"""


def make_eventful(folder: Path, minimum_cell: int) -> Path:
    """Write a workspace whose messages rise in the last week, also in a segment of two rows."""
    make_small(folder, days=0)
    rows = []
    for day in range(7 * WEEKS):
        at = (FIRST_DAY - timedelta(days=7 * WEEKS - 105) + timedelta(days=day)).isoformat()
        last = day >= 7 * (WEEKS - 1)
        count = 40 if last else 10 + day % 3
        rows += [(f"u{k % 9}", at, "message", "free" if k % 2 else "paid") for k in range(count)]
        if last and day % 7 < 2:
            rows.append(("zoe", at, "message", SMALL_CELL))
    with sqlite3.connect(folder / "data.sqlite") as database:
        database.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", rows)
    database.close()
    text = (folder / "review.toml").read_text()
    wanted = "".join(AUDIENCE.format(edition=one, language=code) for one, code in EDITIONS)
    text = text.replace("minimum_cell = 2", f"minimum_cell = {minimum_cell}")
    text = text.replace("[warehouse]", f"{AUDIENCES}{wanted}[warehouse]", 1)
    (folder / "review.toml").write_text(
        text.replace("dimensions", 'kpis = ["messages"]\ndimensions', 1)
    )
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of the newest review."""
    workspace = load_workspace(folder, {})
    (job,) = pipeline.plan(workspace, Request("2026-W46"), now=NOW, new_run_id=lambda: "run")
    review = pipeline.write_review(job, pipeline.read_facts(job))
    return dict(pipeline.render(workspace, [review])[0])


def texts_of(name: str, data: bytes) -> list[str]:
    """Return all that can be read in a file, attachments and parts too."""
    if name.endswith(".pdf"):
        return _texts_of_pdf(data)
    if name.endswith(".eml"):
        message = BytesParser(policy=policy.default).parsebytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
        found = [str(message["Subject"])]
        for part in parts:
            kind = part.get_content_type()
            if kind == "application/pdf":
                found += _texts_of_pdf(part.get_content())
            elif kind.startswith("text/"):
                found.append(unescape(part.get_content()))
        return found
    return [unescape(data.decode())]


def _texts_of_pdf(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    with pikepdf.open(io.BytesIO(data)) as opened:
        kept = [one.get_file().read_bytes() for one in opened.attachments.values()]
    return [*found, *(one.decode() for one in kept)]


@pytest.fixture(scope="module")
def suppressed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give all files of a review with a segment of two rows, where three are needed."""
    return files_of(make_eventful(tmp_path_factory.mktemp("cells") / "small", 3))


def test_every_edition_is_there(suppressed):
    """Each as page, paper and message."""
    assert {
        *("review.json", "review.html", "review.pdf", "full.eml"),
        *("summary-de.html", "summary-de.pdf", "summary-de.eml"),
        *("engineering.html", "engineering.pdf", "engineering.eml"),
    } == set(suppressed)


def test_a_small_cell_is_in_no_edition(suppressed):
    """Neither name nor number of the segment can be found, whatever is opened."""
    shown = {
        name
        for name, data in suppressed.items()
        if any(SMALL_CELL in text for text in texts_of(name, data))
    }

    assert set() == shown
    assert _split(suppressed["review.json"])


def test_a_segment_large_enough_is_shown(tmp_path: Path):
    """The same segment stands in the reasons where two rows are allowed."""
    workspace = load_workspace(make_eventful(tmp_path / "small", 2), {})
    (job,) = pipeline.plan(workspace, Request("2026-W46"), now=NOW, new_run_id=lambda: "run")
    review = pipeline.write_review(job, pipeline.read_facts(job))

    assert re.search(SMALL_CELL, str(review.chapters))


def test_the_size_limit_and_the_messages_come_from_the_workspace(tmp_path: Path):
    """What rendering needs to know of mail travels in the review."""
    folder = make_eventful(tmp_path / "small", 3)
    path = folder / "review.toml"
    path.write_text(path.read_text().replace("[mail]", "[mail]\nlargest_bytes = 200000", 1))
    workspace = load_workspace(folder, {})
    (job,) = pipeline.plan(workspace, Request("2026-W46"), now=NOW, new_run_id=lambda: "run")
    review = pipeline.write_review(job, pipeline.read_facts(job))

    assert 200_000 == review.largest_mail_bytes
    assert EDITIONS == tuple((one.edition, one.language) for one in reversed(review.mails))


def _split(twin: bytes) -> bool:
    """Tell whether the review explains a signal by segments at all."""
    blocks = [block for chapter in review_from_json(twin).chapters for block in chapter.blocks]
    return any(isinstance(block, SignalStory) and block.reasons for block in blocks)
