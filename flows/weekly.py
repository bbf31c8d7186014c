"""The weekly run: one flow for all products that are due, a task per product and stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from os import environ
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.schedule import due_requests, gate_text, lease_seconds
from reports import mailing, pipeline, releasing
from reports.config import load_workspace
from reports.errors import DeliveryError, ReportError
from reports.rendering import summarize
from reports.values.document import Review
from reports.values.job import Built, Extraction, Job, Outcome, Request
from reports.values.ledger import PublishedReview
from reports.values.mail import Receipt, may_mail, week_end
from reports.values.publishing import Admission

Files = Mapping[str, bytes]
Value = TypeVar("Value")

# Chat channels hear of weeks that are no older, where no [mail] says otherwise.
_WITHIN_DAYS = 5


def _due() -> datetime:
    """Return when this run was due, which is what its week is derived from."""
    due = flow_run.get_scheduled_start_time()
    return due if isinstance(due, datetime) else datetime.now(UTC)


def _run_name() -> str:
    """Name the run after its week."""
    given = dict(flow_run.get_parameters() or {})
    if given.get("week"):
        return f"weekly-{given['week']}"
    calendar = load_workspace(Path(given["workspace"]), environ).products[0].calendar
    at = datetime.fromisoformat(given["as_of"]) if given.get("as_of") else _due()
    return f"weekly-{calendar.week_label(calendar.last_complete_week(at))}"


def _told(stage: Callable[[], Value]) -> Value | State[Any]:
    """Run a stage; a known error becomes a failed state with its message, any other raises."""
    try:
        return stage()
    except ReportError as error:
        return Failed(message=str(error), data=error)


def _may_pass(_task: object, _run: object, state: State[Any]) -> bool:
    """Retry what may pass by itself; a mistake in a definition does not."""
    return not isinstance(state.data, ReportError)


@task(
    task_run_name="extract-{job.product.name}",
    retries=2,
    retry_delay_seconds=[10, 60],
    retry_condition_fn=_may_pass,
    persist_result=False,
)
def extract(job: Job) -> Extraction | State[Any]:
    """Read what facts lack out of the warehouse."""
    return _told(lambda: pipeline.read_facts(job))


@task(task_run_name="gate-{job.product.name}", persist_result=False)
def weigh(job: Job, extraction: Extraction) -> Admission | State[Any]:
    """Judge how complete the week is, show that beside the run, and say what follows."""
    found = _told(lambda: pipeline.weigh(job, extraction, now=datetime.now(UTC)))
    if isinstance(found, State):
        return found
    verdict, admission = found
    create_markdown_artifact(
        key=f"gate-{job.product.name}-{job.week_label}".lower(),
        markdown=gate_text(verdict, admission),
        description=f"{job.product.title}, {job.week_label}: {admission.step}",
    )
    return admission


@task(task_run_name="compose-{job.product.name}", persist_result=False)
def compose(job: Job, extraction: Extraction) -> Review | State[Any]:
    """Turn facts into a review."""
    return _told(lambda: pipeline.write_review(job, extraction))


@task(task_run_name="render-{job.product.name}", persist_result=False)
def render(job: Job, review: Review) -> Files | State[Any]:
    """Render a review's files."""
    return _told(lambda: pipeline.render(job.workspace, [review])[0])


@task(
    task_run_name="publish-{job.product.name}",
    retries=1,
    retry_delay_seconds=5,
    retry_condition_fn=_may_pass,
    persist_result=False,
)
def publish(job: Job, built: Built, admission: Admission) -> Outcome | State[Any]:
    """Archive a review or its draft, enter it into the ledger, and show its numbers."""
    outcome = _told(lambda: releasing.conclude(built, admission, now=datetime.now(UTC)))
    if isinstance(outcome, Outcome):
        create_markdown_artifact(
            key=f"review-{job.product.name}-{job.week_label}".lower(),
            markdown=f"{summarize(built.review)}\n\n{outcome.state}: `{outcome.folder}`\n",
            description=f"{job.product.title}, {job.week_label}, r{job.revision}",
        )
    return outcome


def review_product(job: Job) -> Outcome:
    """Take one product through all stages; its failure is its own."""
    if job.published is not None:
        return pipeline.already_published(job)
    with releasing.keep_week(job, lambda: datetime.now(UTC), ttl_s=lease_seconds(environ)) as ours:
        if not ours:
            return releasing.in_work_elsewhere(job)
        pipeline.begin(job, "weekly")
        try:
            outcome = _through(job)
        except ReportError as error:
            outcome = pipeline.failed(job, error)
        pipeline.finish(job, outcome, finished_at=datetime.now(UTC))
    return outcome


@task(task_run_name="send-{job.product.name}", persist_result=False)
def send_review(job: Job, review: PublishedReview) -> tuple[Receipt, ...] | State[Any]:
    """Send a published review to its audiences; the ledger keeps it from being sent twice."""
    clock = partial(datetime.now, UTC)
    return _told(lambda: mailing.send_review(job.workspace, review, clock=clock))


def _sent(job: Job, outcome: Outcome) -> Outcome:
    """Send what was published, unless the week is too old for mail; say what was refused."""
    mail, review = job.workspace.mail, outcome.review
    readers = bool(mail and job.workspace.audiences) or bool(job.workspace.chat)
    if review is None or not readers:
        return outcome
    end = week_end(job.product.calendar, job.week)
    days = mail.within_days if mail else _WITHIN_DAYS
    if not may_mail(end, datetime.now(UTC), days):
        get_run_logger().info("%s is too old to be mailed", job.week_label)
        return outcome
    try:
        receipts: tuple[Receipt, ...] = _value(send_review(job, review, return_state=True), tuple)
    except ReportError as error:
        return replace(outcome, error=str(error), exit_code=error.exit_code)
    refused = [one for one in receipts if one.state in ("refused", "unknown")]
    told = "; ".join(f"{one.key.recipient} {one.state}: {one.answer}" for one in refused)
    code = DeliveryError.exit_code if refused else outcome.exit_code
    return replace(outcome, error=told or outcome.error, exit_code=code)


def _through(job: Job) -> Outcome:
    extraction = _value(extract(job, return_state=True), Extraction)
    admission = _value(weigh(job, extraction, return_state=True), Admission)
    if admission.step in ("hold", "refuse"):
        return pipeline.set_aside(job, admission, now=datetime.now(UTC))
    told = releasing.remarked(job, extraction, admission)
    review = _value(compose(told, extraction, return_state=True), Review)
    files = _value(render(told, review, return_state=True), dict)
    built = Built(told, extraction, review, files)
    return _value(publish(told, built, admission, return_state=True), Outcome)


def _value(state: State[Any], kind: type[Value]) -> Value:
    """Return what a task gave, or raise what it failed with."""
    result = state.result(raise_on_failure=False)
    if isinstance(result, kind):
        return result
    if isinstance(result, BaseException):
        raise result
    raise TypeError(f"a task gave {type(result).__name__} for {kind.__name__}")


@flow(name="weekly", flow_run_name=_run_name, persist_result=False)
def weekly(  # noqa: PLR0913 - the parameters of a flow are what its schedules may say
    workspace: str,
    week: str = "",
    product: str = "",
    as_of: str = "",
    *,
    revise: bool = False,
    reason: str = "",
    restate: str = "",
    send: bool = False,
) -> State[Sequence[Outcome]]:
    """Publish the reviews of a week; without one, of the last week that was over when due."""
    instant = datetime.fromisoformat(as_of) if as_of else None
    request = Request(week, product, instant, revise, reason, restate)
    loaded = load_workspace(Path(workspace), environ)
    now = datetime.now(UTC)
    jobs = [
        job
        for one in due_requests(loaded, request, _due())
        for job in pipeline.plan(loaded, one, now=now, new_run_id=lambda: uuid4().hex)
    ]
    return _concluded(jobs, send=send)


@flow(name="weekly", flow_run_name="resume-held", persist_result=False)
def resume_held(workspace: str, *, send: bool = False) -> State[Sequence[Outcome]]:
    """Look again at held weeks, and publish drafts that were approved or whose time is up."""
    loaded = load_workspace(Path(workspace), environ)
    jobs = releasing.resumed(loaded, now=datetime.now(UTC), new_run_id=lambda: uuid4().hex)
    return _concluded(jobs, send=send)


def _concluded(jobs: Sequence[Job], *, send: bool) -> State[Sequence[Outcome]]:
    """Take jobs through all stages, mail what was published, and say how it ended."""
    outcomes = [review_product(job) for job in jobs]
    if send:
        outcomes = [_sent(job, outcome) for job, outcome in zip(jobs, outcomes, strict=True)]
    if send and jobs:
        mailing.tell_owners(jobs[0].workspace, outcomes, clock=partial(datetime.now, UTC))
    failed = [outcome for outcome in outcomes if outcome.exit_code]
    for outcome in failed:
        get_run_logger().error("%s %s: %s", outcome.product, outcome.week_label, outcome.error)
    if failed:
        return Failed(message=f"{len(failed)} of {len(outcomes)} reviews failed", data=outcomes)
    return Completed(message=f"{len(outcomes)} reviews", data=outcomes)
