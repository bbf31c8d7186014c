"""As of an instant: what came later changes no byte, a revised label changes its cells alone."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.values.job import Request

pytestmark = pytest.mark.slow

WEEK = "2026-W46"
MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)
LATER = MONDAY + timedelta(days=30)
FIRST = datetime(2026, 8, 3, 10, tzinfo=UTC)
WEEKS = 15
REVIEW = """
title = "As of"
minimum_cell = 1
[warehouse]
url = "sqlite:///data.sqlite"
[calendar]
zone = "UTC"
[products.bot]
title = "Bot"
dimensions = ["plan"]
[products.bot.relations.events]
table = "log"
columns = { user_id = "who", occurred_at = "at", name = "what" }
dimensions = ["plan"]
known_at = "loaded"
[products.bot.relations.predictions]
table = "answers"
columns = { prediction_id = "id", occurred_at = "at", model = "model", version = "version" }
known_at = "loaded"
[products.bot.relations.outcomes]
table = "checks"
columns = { prediction_id = "id", known_at = "seen", label = "good" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write fifteen weeks of events and answers, each loaded an hour after it occurred."""
    (tmp_path / "review.toml").write_text(REVIEW)
    with _open(tmp_path) as database:
        database.execute("CREATE TABLE log (who TEXT, at TEXT, what TEXT, plan TEXT, loaded TEXT)")
        database.execute(
            "CREATE TABLE answers (id TEXT, at TEXT, model TEXT, version TEXT, loaded TEXT)"
        )
        database.execute("CREATE TABLE checks (id TEXT, seen TEXT, good INTEGER)")
        for day in range(7 * WEEKS):
            at = FIRST + timedelta(days=day)
            for number in range(3 + day % 2):
                _event(database, at, f"user{number}", at + timedelta(hours=1))
                key = f"{day}-{number}"
                row = (key, at.isoformat(), "m", "v1", at.isoformat())
                database.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", row)
                _check(database, key, at + timedelta(hours=2), int(number > 0))
    return tmp_path


def _open(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "data.sqlite")


def _event(database: sqlite3.Connection, at: datetime, who: str, loaded: datetime) -> None:
    row = (who, at.isoformat(), "message", "free", loaded.isoformat())
    database.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?)", row)


def _check(database: sqlite3.Connection, key: str, seen: datetime, good: int) -> None:
    database.execute("INSERT INTO checks VALUES (?, ?, ?)", (key, seen.isoformat(), good))


def _files(folder: Path, as_of: datetime) -> dict[str, bytes]:
    """Build the week's files in a ledger that knows nothing yet."""
    (folder / ".product-review" / "ledger.sqlite").unlink(missing_ok=True)
    workspace = load_workspace(folder, {})
    request = Request(WEEK, "", as_of)
    (job,) = pipeline.plan(workspace, request, now=LATER, new_run_id=lambda: "run")
    review = pipeline.write_review(job, pipeline.read_facts(job))
    return dict(pipeline.render(workspace, [review])[0])


def _cells(files: dict[str, bytes]) -> dict[str, object]:
    """Return every number of the KPIs by its place."""
    return dict(_leaves("", json.loads(files["review.json"])["kpis"]))


def _leaves(place: str, part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _leaves(f"{place}/{key}", value)
    elif isinstance(part, list):
        for at, value in enumerate(part):
            yield from _leaves(f"{place}/{at}", value)
    else:
        yield place, part


def test_late_and_future_rows_change_no_byte(folder: Path):
    """Rows of the week that were loaded later, and rows of weeks to come."""
    before = _files(folder, MONDAY)
    week = datetime(2026, 11, 12, 10, tzinfo=UTC)
    with _open(folder) as database:
        for number in range(50):
            _event(database, week, f"late{number}", MONDAY + timedelta(hours=2))
            _event(database, MONDAY + timedelta(days=3), f"new{number}", LATER)
        _check(database, "100-0", MONDAY + timedelta(hours=3), 1)
    after = _files(folder, MONDAY)

    assert {"review.html", "review.json", "review.pdf"} <= set(before)
    assert [] == [name for name, data in before.items() if data != after[name]]
    assert before["review.json"] != _files(folder, LATER)["review.json"]


def test_revised_labels_change_exactly_their_cells(folder: Path):
    """Only the share of right answers, and only where the revised day counts."""
    before = _cells(_files(folder, LATER))
    day = (datetime(2026, 11, 11, 10, tzinfo=UTC) - FIRST).days
    with closing(_open(folder)) as database, database:
        _check(database, f"{day}-0", datetime(2026, 11, 17, tzinfo=UTC), 1)
    after = _cells(_files(folder, LATER))
    changed = {place for place, value in before.items() if after.get(place) != value}
    restated = {place.split("/")[1] for place in changed}

    assert {"outcome_success_share"} == restated
    assert set(before) == set(after)
    wrong = [
        place
        for place in changed
        if "/history/" in place and not place.startswith(f"/outcome_success_share/history/{25}")
    ]
    assert [] == wrong
