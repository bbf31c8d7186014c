"""Weeks that wait: drafts are kept, shown and released, held weeks looked at again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from reports import pipeline
from reports.errors import ReportError
from reports.stages import approval
from reports.stages.keeping import LEASE_S, keep_week
from reports.store import open_store
from reports.values.gate import GateVerdict
from reports.values.job import Built, Extraction, Job, Outcome
from reports.values.publishing import Admission, Draft
from reports.values.workspace import Workspace

Clock = Callable[[], datetime]
NewId = Callable[[], str]

__all__ = [
    "LEASE_S",
    "Admission",
    "GateVerdict",
    "approve",
    "conclude",
    "in_work_elsewhere",
    "keep_week",
    "release",
    "remarked",
    "resumed",
    "waiting_drafts",
]


def waiting_drafts(workspace: Workspace) -> tuple[Draft, ...]:
    """Return the drafts that wait for approval."""
    with open_store(workspace.ledger_url) as store:
        return store.drafts.waiting()


def resumed(workspace: Workspace, *, now: datetime, new_run_id: NewId) -> tuple[Job, ...]:
    """Return a job for each held week, and for each draft that may be published now."""
    with open_store(workspace.ledger_url) as store:
        return approval.resumed_jobs(workspace, store, now=now, new_run_id=new_run_id)


def approve(
    workspace: Workspace, week: str, product: str, *, by: str, now: datetime
) -> tuple[Draft, ...]:
    """Enter the approval of a week's drafts and return them.

    Raises: ConfigError when no draft of that week waits.
    """
    with open_store(workspace.ledger_url) as store:
        drafts = approval.find_drafts(store, week, product)
        for draft in drafts:
            store.drafts.approve(draft.product, draft.week_label, by=by, at=now)
    return drafts


def remarked(job: Job, extraction: Extraction, admission: Admission) -> Job:
    """Return the job with what its first page must say of how it came to be published."""
    told = f"Published because {admission.reason}." if admission.reason else ""
    with open_store(job.workspace.ledger_url) as store:
        return approval.note_newer_facts(replace(job, remark=told), extraction, store)


def conclude(built: Built, admission: Admission, *, now: datetime) -> Outcome:
    """Publish a review, or keep it as a draft."""
    if admission.step == "publish":
        return pipeline.publish_review(built, finished_at=now)
    with open_store(built.job.workspace.ledger_url) as store:
        return approval.keep_draft(built, admission, store, now=now)


def in_work_elsewhere(job: Job) -> Outcome:
    """Tell that another run has the week."""
    return Outcome(job.product.name, job.week_label, "left to another run")


def release(job: Job, clock: Clock) -> Outcome:
    """Take a job through all stages without a task runner, under the lease of its week."""
    with keep_week(job, clock) as ours:
        if not ours:
            return in_work_elsewhere(job)
        pipeline.begin(job, "single")
        try:
            outcome = _through(job, clock)
        except ReportError as error:
            outcome = pipeline.failed(job, error)
        pipeline.finish(job, outcome, finished_at=clock())
    return outcome


def _through(job: Job, clock: Clock) -> Outcome:
    extraction = pipeline.read_facts(job)
    _, admission = pipeline.weigh(job, extraction, now=clock())
    if admission.step in ("hold", "refuse"):
        return pipeline.set_aside(job, admission, now=clock())
    told = remarked(job, extraction, admission)
    review = pipeline.write_review(told, extraction)
    files = pipeline.render(job.workspace, [review])[0]
    return conclude(Built(told, extraction, review, files), admission, now=clock())
