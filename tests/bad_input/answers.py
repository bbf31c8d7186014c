"""What the command answers, and how a test publishes without a task runner."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from reports import pipeline
from reports.config import load_workspace
from reports.errors import ReportError
from reports.store import open_store
from reports.values.job import Built, Job, Outcome, Request
from reports.values.ledger import Run

AS_OF = "2026-11-16T07:00:00+01:00"
NOW = datetime.fromisoformat(AS_OF)
PARTS = ("expected:", "got:", "next:")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command gave back."""

    exit_code: int
    out: str
    err: str

    def lacks(self, *words: str) -> list[str]:
        """Return the words it does not say."""
        return [word for word in words if word not in self.out + self.err]


def visible(folder: Path) -> list[str]:
    """Return everything below a folder that is not hidden."""
    found = (path.relative_to(folder) for path in folder.rglob("*"))
    return sorted(
        path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)
    )


def job_of(folder: Path, week: str = "2026-W46", **environment: str) -> Job:
    """Return the job of a workspace's only product."""
    workspace = load_workspace(folder, environment)
    request = Request(week, "", NOW)
    return pipeline.plan(workspace, request, now=NOW, new_run_id=lambda: "run-1")[0]


def publish(job: Job, *, later_s: int = 0) -> Outcome:
    """Take a job through all stages, as the weekly flow does, and return what became of it."""
    at = NOW + timedelta(seconds=later_s)
    job = replace(job, run_id=f"run-{later_s}")
    pipeline.begin(job, "single")
    try:
        extraction = pipeline.read_facts(job)
        review = pipeline.write_review(job, extraction)
        files = {"review.html": review.product_title.encode(), "review.json": b"{}"}
        built = Built(job, extraction, review, files)
        outcome = pipeline.publish_review(built, finished_at=at)
    except ReportError as error:
        outcome = pipeline.failed(job, error)
    pipeline.finish(job, outcome, finished_at=at)
    return outcome


def published(folder: Path) -> tuple[object, ...]:
    """Return the reviews in a workspace's ledger."""
    return pipeline.published_reviews(load_workspace(folder, {}))


def last_run(folder: Path) -> Run:
    """Return the run that the ledger saw last."""
    with open_store(load_workspace(folder, {}).ledger_url) as store:
        return store.ledger.runs(limit=1)[0]
