"""Numbers that moved after they were published are told once, with what is known of why."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.errors import ConfigError
from reports.kpis.restatement import Origin, has_moved, restatements
from reports.rendering import review_to_json
from reports.values.calendar import Period
from reports.values.document import Review, Table
from reports.values.job import Built, Request
from reports.values.ledger import PublishedReading, ReviewKey, StatedReading
from reports.values.reading import Reading
from tests.assessments import USERS

NOW = datetime(2026, 11, 17, 8, tzinfo=UTC)
WEEK = Period(date(2026, 11, 2), date(2026, 11, 9), "week")
KEY = ReviewKey("bot", "2026-W45", 1)


def _publish(folder: Path, week: str, as_of: datetime | None = None, restate: str = "") -> Review:
    workspace = load_workspace(folder, {})
    request = Request(week, "", as_of, restate=restate)
    (job,) = pipeline.plan(workspace, request, now=NOW, new_run_id=lambda: f"run-{week}")
    pipeline.begin(job, "weekly")
    extraction = pipeline.read_facts(job)
    review = pipeline.write_review(job, extraction)
    files = {"review.json": review_to_json(review)}
    pipeline.publish_review(Built(job, extraction, review, files), finished_at=NOW)
    return review


def _arrive(folder: Path, day: str, times: int) -> None:
    """Let rows of a past day arrive."""
    with sqlite3.connect(folder / "data.sqlite") as database:
        row = ("late", f"{day}T10:00:00+00:00", "message", "free")
        database.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", [row] * times)


def _restated(review: Review) -> dict[tuple[str, date], tuple[float, float, str]]:
    tables = [
        block
        for chapter in review.chapters
        if chapter.name == "restated"
        for block in chapter.blocks
        if isinstance(block, Table)
    ]
    return {
        (row[0], row[1]): (row[3].value, row[5].value, row[7])
        for table in tables
        for row in table.rows
        if (row[2] - row[1]).days == 6
    }


def test_late_rows_are_restated_in_the_next_review(small: Path):
    """Published value, value now and cause; a week that did not move is not listed."""
    _publish(small, "2026-W45")
    _arrive(small, "2026-11-04", 5)
    found = _restated(_publish(small, "2026-W46"))

    assert (22, 27, "late data or a correction at the source") == found["Messages", WEEK.start]
    assert {WEEK.start} == {start for _, start in found}


@pytest.mark.parametrize(("restate", "found"), [("", False), ("12", True), ("all", True)])
def test_as_many_weeks_are_read_again_as_are_asked_for(small: Path, restate: str, found: bool):  # noqa: FBT001
    """A row that comes ten weeks late is seen only by a run that looks that far back."""
    _publish(small, "2026-W45")
    _arrive(small, "2026-09-02", 5)
    told = _restated(_publish(small, "2026-W46", restate=restate))

    assert found == (("Messages", date(2026, 8, 31)) in told)


@pytest.mark.parametrize("restate", ["-1", "six", "5201", "1.5"])
def test_a_wrong_number_of_weeks_is_refused(small: Path, restate: str):
    """Before anything is read."""
    with pytest.raises(ConfigError, match="is no number of weeks"):
        _publish(small, "2026-W45", restate=restate)


def test_nothing_is_restated_where_nothing_moved(small: Path):
    """No block where all stands as it was published."""
    _publish(small, "2026-W45")

    assert "restated" not in [one.name for one in _publish(small, "2026-W46").chapters]


def test_what_was_known_at_an_instant_is_never_compared(small: Path):
    """A rebuilt week says what was known then and takes nothing back."""
    _publish(small, "2026-W45")
    _arrive(small, "2026-11-04", 5)

    assert {} == _restated(_publish(small, "2026-W46", NOW))


def test_published_files_stay_as_they_were(small: Path):
    """The review that stated the old number is not touched."""
    _publish(small, "2026-W45")
    path = small / "archive/bot/2026/2026-W45/r1/review.json"
    before = path.read_bytes()
    _arrive(small, "2026-11-04", 5)
    _publish(small, "2026-W46")

    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("published", "now", "moved"),
    [
        (100.0, 100.4, False),
        (100.0, 100.6, True),
        (100.0, None, True),
        (None, 100.0, False),
        (None, None, False),
        (0.0, 0.0, False),
        (0.0, 0.1, True),
    ],
)
def test_a_number_moves_beyond_its_tolerance(published, now, moved):
    """Half a percent is tolerated; what was never said cannot be taken back."""
    assert moved == has_moved(published, now, 0.005)


@pytest.mark.parametrize(
    ("definitions", "version", "cause"),
    [
        ({"active_users": "other"}, "1", "definition changed"),
        ({"active_users": "a" * 64}, "0", "code changed"),
        ({"active_users": "a" * 64}, "1", "late data or a correction at the source"),
    ],
)
def test_the_cause_follows_from_hashes(definitions, version, cause):
    """A changed definition is named before changed code, both before the data."""
    stated = StatedReading(KEY, PublishedReading("active_users", WEEK, 10.0, "ok", 10))
    now = {"active_users": {WEEK: Reading(WEEK, 12.0, "ok", n=12)}}
    origins = {KEY: Origin(definitions, version)}
    (found,) = restatements([USERS], [stated], now, origins, "1")

    assert (cause, 10.0, 12.0) == (found.cause, found.published, found.now)


def test_segments_and_unknown_kpis_are_left_alone():
    """Only what the review states as a whole is compared."""
    one = PublishedReading("active_users", WEEK, 10.0, "ok", 10)
    stated = [
        StatedReading(KEY, replace(one, segment="free")),
        StatedReading(KEY, replace(one, kpi="x")),
    ]
    now = {"active_users": {WEEK: Reading(WEEK, 12.0, "ok", n=12)}}

    assert () == restatements([USERS], stated, now, {}, "1")
