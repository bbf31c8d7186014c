"""A workspace's look from review.toml to the files, through worker processes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.rendering import review_from_json
from reports.values.job import Request
from tests.brand import ACCENT, BRAND, make_brand
from tests.small import make_small

pytestmark = pytest.mark.slow

AS_OF = datetime(2026, 11, 16, 6, tzinfo=UTC)


def test_look_arrives_in_the_files(tmp_path: Path):
    """Keys of review.toml alone give the branded HTML and the PDF for archives."""
    folder = make_small(tmp_path / "small")
    make_brand(folder)
    text = (folder / "review.toml").read_text()
    (folder / "review.toml").write_text(f'pdf = "a3"\npage_size = "Letter"\n{text}\n{BRAND}')
    workspace = load_workspace(folder, {})
    (job,) = pipeline.plan(
        workspace, Request("2026-W46", "", AS_OF), now=AS_OF, new_run_id=lambda: "run-1"
    )
    review = pipeline.write_review(job, pipeline.read_facts(job))
    files = pipeline.render(workspace, [review])[0]

    assert (workspace.look, "a3", "Letter") == (review.look, review.pdf_variant, review.page_size)
    assert review == review_from_json(files["review.json"])
    assert f"--accent: {ACCENT};".encode() in files["review.html"]
    assert b"pdfaid" in files["review.pdf"]
    assert not (folder / "templates").exists()
