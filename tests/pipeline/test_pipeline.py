"""The whole way on a small workspace: from rows to files."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.errors import StaleDataError
from reports.values.job import Built, Job, Outcome, Request
from tests.small import make_small

AS_OF = datetime(2026, 11, 16, 6, tzinfo=UTC)


def job_of(folder: Path, week: str = "2026-W46") -> Job:
    """Return the job of a week."""
    workspace = load_workspace(folder, {})
    request = Request(week, "", AS_OF)
    return pipeline.plan(workspace, request, now=AS_OF, new_run_id=lambda: "run-1")[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the review of the last week once, for tests that only look at it."""
    return build(job_of(make_small(tmp_path_factory.mktemp("built"))))


def build(job: Job) -> Built:
    """Take a job up to its files."""
    extraction = pipeline.read_facts(job)
    review = pipeline.write_review(job, extraction)
    return Built(job, extraction, review, pipeline.render(job.workspace, [review])[0])


def twin(files: Mapping[str, bytes]) -> dict[str, dict]:
    """Return the KPIs of the JSON twin."""
    return json.loads(files["review.json"])["kpis"]


def test_readings_are_what_was_written(built: Built):
    """Users, messages and their ratio come out as counted by hand."""
    kpis = twin(built.files)

    assert 4 == kpis["active_users"]["weeks"][-1]["value"]
    assert 22 == kpis["messages"]["weeks"][-1]["value"]
    assert 5.5 == kpis["messages_per_user"]["weeks"][-1]["value"]
    assert 7 == kpis["messages"]["weeks"][-1]["days_present"]


def test_weeks_before_the_data_are_missing(built: Built):
    """A year ago there were no rows, so there is no value and no change."""
    messages = twin(built.files)["messages"]

    assert messages["weeks_prior_year"][-1]["value"] is None
    assert messages["weeks_prior_year"][-1]["reason"] == "data begin on 2026-08-03"
    assert messages["box"]["yoy"]["value"] is None


def test_publishing_archives_and_enters_the_review(built: Built):
    """After publishing, the week is found again, verifies, and tells when it was altered."""
    pipeline.begin(built.job, "single")
    outcome = pipeline.publish_review(built, finished_at=AS_OF)
    pipeline.finish(built.job, outcome, finished_at=AS_OF)

    again = job_of(built.job.workspace.root)

    assert again.published is not None
    assert Outcome("bot", "2026-W46", "already published", again.published, outcome.folder) == (
        pipeline.already_published(again)
    )
    assert () == pipeline.verify_review(again.workspace, again.published)
    Path(outcome.folder, "review.html").chmod(0o644)
    Path(outcome.folder, "review.html").write_text("altered")
    assert pipeline.verify_review(again.workspace, again.published)


def test_the_same_inputs_give_the_same_bytes(built: Built):
    """Built again from stored facts, every file is equal."""
    second = build(job_of(built.job.workspace.root))

    assert dict(built.files) == dict(second.files)


def test_later_rows_change_nothing(built: Built, tmp_path: Path):
    """Rows after the week's end leave no trace in its review."""
    later = make_small(tmp_path / "later", days=130)

    assert built.review == pipeline.write_review(job_of(later), pipeline.read_facts(job_of(later)))


@pytest.mark.parametrize("week", ["2026-W20", "2025-W46"])
def test_a_week_before_the_data_is_refused(small: Path, week: str):
    """No review is made of a week in which nothing can be known."""
    job = job_of(small, week)

    with pytest.raises(StaleDataError, match="no data for"):
        pipeline.write_review(job, pipeline.read_facts(job))


def test_a_week_that_is_not_over_is_refused(small: Path):
    """The running week cannot be asked for."""
    with pytest.raises(StaleDataError, match="not over"):
        job_of(small, "2026-W47")


def test_a_kpi_with_wrong_sql_is_left_out_with_its_reason(small: Path):
    """A query the warehouse refuses costs its KPI, not the review."""
    (small / "kpis.toml").write_text(
        (small / "kpis.toml").read_text().replace("name = 'message'", "nonsense = 'message'")
    )

    built = build(job_of(small))

    omitted = {item.kpi: item.reason for item in built.extraction.not_computed}
    assert "nonsense" in omitted["messages"]
    assert "it needs messages, which is not computed" == omitted["messages_per_user"]
    assert b"nonsense" in built.files["review.html"]


def test_a_default_week_is_the_last_complete_one(small: Path):
    """Without a week the one that ended last in the product's zone is taken."""
    workspace = load_workspace(small, {})
    sunday_evening = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)

    jobs = pipeline.plan(workspace, Request(), now=sunday_evening, new_run_id=lambda: "r")

    assert ("2026-W46", False) == (jobs[0].week_label, jobs[0].pinned)


def test_a_review_can_be_previewed_without_a_trace_in_the_archive(small: Path):
    """A preview leaves files outside the archive and no ledger entry."""
    folder = pipeline.preview(replace(job_of(small), run_id="run-2"))

    assert {"review.html", "review.json", "review.pdf"} == {p.name for p in folder.iterdir()}
    assert () == pipeline.published_reviews(load_workspace(small, {}))
    assert not (small / "archive").exists()
