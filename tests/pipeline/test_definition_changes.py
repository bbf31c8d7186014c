"""A KPI that counts otherwise than in the last review needs a dated line that says so."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports import pipeline
from reports.cli.app import app
from reports.config import load_workspace
from reports.rendering import review_to_json
from reports.values.job import Built, Request
from tests.small import make_small

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
OLD, NEW = "filter = \"name = 'message'\"", "filter = \"name <> 'deleted'\""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace with one published review."""
    made = make_small(tmp_path / "small")
    workspace = load_workspace(made, {})
    (job,) = pipeline.plan(workspace, Request("2026-W46"), now=NOW, new_run_id=lambda: "run")
    pipeline.begin(job, "weekly")
    extraction = pipeline.read_facts(job)
    review = pipeline.write_review(job, extraction)
    files = {"review.json": review_to_json(review)}
    pipeline.publish_review(Built(job, extraction, review, files), finished_at=NOW)
    return made


def _change(folder: Path, *lines: str) -> None:
    """Count other rows, with lines that say so."""
    path = folder / "kpis.toml"
    told = f"changes = {json.dumps(list(lines))}\n" if lines else ""
    path.write_text(path.read_text().replace(OLD, f"{NEW}\n{told}"))


def _found(folder: Path) -> tuple[int, dict[str, dict[str, str]]]:
    done = CliRunner().invoke(app, ["check", "--workspace", str(folder), "--json"])
    items = json.loads(done.output)
    return done.exit_code, {one["item"]: one for one in items if one["area"] == "definition"}


def test_nothing_is_asked_for_while_nothing_changed(folder: Path):
    """Also not in a workspace that has published nothing."""
    assert (0, {}) == _found(folder)


@pytest.mark.parametrize("lines", [(), ("2026-11-13 counts otherwise",)])
def test_a_change_without_a_line_since_the_last_review_is_a_problem(folder: Path, lines):
    """It names file, review and what to write; the formula above it needs no line of its own."""
    _change(folder, *lines)
    code, found = _found(folder)

    assert (1, ["messages"]) == (code, list(found))
    assert "problem" == found["messages"]["state"]
    for words in ("kpis.toml", "bot 2026-W46 r1", '"2026-11-16 what changed and why"'):
        assert words in found["messages"]["detail"]


def test_a_dated_line_is_all_that_is_needed(folder: Path):
    """Dated on the day of the review or later."""
    _change(folder, "2026-11-01 first", "2026-11-16 leaves out deleted messages")

    assert (0, {}) == _found(folder)


def test_a_shipped_definition_that_changed_is_a_note(folder: Path, monkeypatch):
    """Nobody can add a line to a file of the program."""
    monkeypatch.setattr(
        "reports.store.archive.Archive.definitions", lambda *_: {"active_users": "another"}
    )
    code, found = _found(folder)

    assert (0, "note") == (code, found["active_users"]["state"])
