"""What becomes of a week that is built: published, held, refused, or kept as a draft."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from reports.errors import ConfigError, StaleDataError
from reports.kpis.gate import admit
from reports.stages.gate import verdict
from reports.stages.material import Shelf
from reports.stages.planning import plan_jobs
from reports.stages.publication import data_digest
from reports.store import Store
from reports.store.draft_files import remove_draft, write_draft
from reports.values.gate import GateVerdict
from reports.values.job import Built, Extraction, Job, Outcome, Request
from reports.values.mail import week_end
from reports.values.publishing import Admission, Draft, Hold, HoldState, Step
from reports.values.workspace import Workspace

NewId = Callable[[], str]
_STATES: dict[Step, HoldState] = {"hold": "held", "refuse": "refused", "draft": "draft"}
_NEWER = "The facts moved after the draft was shown."


def weigh(
    job: Job, extraction: Extraction, store: Store, *, now: datetime
) -> tuple[GateVerdict, Admission]:
    """Return how complete a week is, and what its product's policy makes of that now.

    A further revision is what a person asked for, so it does not wait.
    """
    found = GateVerdict()
    if extraction.assessment is not None:
        found = verdict(Shelf(job, extraction, store), extraction.assessment)
    if job.revision > 1:
        return found, Admission("publish")
    draft = store.drafts.find(job.product.name, job.week_label)
    approved = draft is not None and draft.approved_at is not None
    end = week_end(job.product.calendar, job.week)
    return found, admit(found, job.product.publishing, week_end=end, now=now, approved=approved)


def set_aside(job: Job, admission: Admission, store: Store, *, now: datetime) -> Outcome:
    """Enter that a week is held or refused, and tell why."""
    _hold(job, admission, store, now)
    state = _STATES[admission.step]
    if admission.step == "refuse":
        error = StaleDataError(
            f"{job.product.name} {job.week_label} is not published: {admission.reason}",
            where=f"review.toml, [products.{job.product.name}.gate] incomplete",
            next_step="load what is missing and run the week again",
        )
        return Outcome(
            job.product.name,
            job.week_label,
            state,
            error=str(error),
            exit_code=error.exit_code,
        )
    until = admission.deadline.isoformat() if admission.deadline else "it is complete"
    told = f"held until {until}: {admission.reason}"
    return Outcome(job.product.name, job.week_label, state, error=told)


def keep_draft(built: Built, admission: Admission, store: Store, *, now: datetime) -> Outcome:
    """Put a review where its owner can look at it, and enter that it waits for approval."""
    job = built.job
    folder = write_draft(job.workspace.archive, job.product.name, job.week_label, built.files)
    store.drafts.put(
        Draft(
            product=job.product.name,
            week_label=job.week_label,
            as_of=job.as_of,
            pinned=job.pinned,
            data_digest=data_digest(job, built.extraction, store),
            folder=str(folder),
            made_at=now,
        )
    )
    _hold(job, admission, store, now)
    return Outcome(job.product.name, job.week_label, "draft", folder=str(folder))


def settle(job: Job, store: Store, *, at: datetime) -> None:
    """Forget what a week waited for, as it is published now."""
    store.holds.drop(job.product.name, job.week_label)
    if store.drafts.release(job.product.name, job.week_label, at=at):
        remove_draft(job.workspace.archive, job.product.name, job.week_label)


def note_newer_facts(job: Job, extraction: Extraction, store: Store) -> Job:
    """Return the job, with a remark where its facts are no longer those of its draft."""
    draft = store.drafts.find(job.product.name, job.week_label)
    if draft is None or job.heard_until is None:
        return job
    if data_digest(job, extraction, store) == draft.data_digest:
        return job
    return replace(job, remark=f"{job.remark} {_NEWER}".strip())


def find_drafts(store: Store, week: str, product: str) -> tuple[Draft, ...]:
    """Return the waiting drafts of a week, written like 2026-W46 or W46.

    Raises: ConfigError when there is none, with what waits.
    """
    waiting = store.drafts.waiting()
    found = [
        one
        for one in waiting
        if product in ("", one.product) and (one.week_label == week or _is_short(week, one))
    ]
    newest = max((one.week_label for one in found), default="")
    chosen = tuple(one for one in found if one.week_label == newest)
    if not chosen:
        there = ", ".join(f"{one.product} {one.week_label}" for one in waiting)
        raise ConfigError(
            f"no draft of {week} waits for approval",
            where="product-review approve",
            expected=there or "nothing waits",
            got=f"{product} {week}".strip(),
        )
    return chosen


def resumed_jobs(
    workspace: Workspace, store: Store, *, now: datetime, new_run_id: NewId
) -> tuple[Job, ...]:
    """Return a job for each held week, and for each draft that may be published now."""
    jobs = []
    for hold in store.holds.all():
        if hold.state == "refused" or not any(
            hold.product == one.name for one in workspace.products
        ):
            continue
        request = Request(hold.week_label, hold.product)
        (job,) = plan_jobs(workspace, request, store, now=now, new_run_id=new_run_id)
        if job.published is not None:
            settle(job, store, at=now)
        elif hold.state == "held":
            jobs.append(job)
        elif (draft := store.drafts.find(hold.product, hold.week_label)) is not None:
            jobs += [released(job, draft)] if _may_go(draft, hold, now) else []
    return tuple(jobs)


def released(job: Job, draft: Draft) -> Job:
    """Return the job that publishes a draft: the same facts and instant, the newest comments."""
    return replace(
        job, as_of=draft.as_of, pinned=draft.pinned, fresh=True, heard_until=job.started_at
    )


def _may_go(draft: Draft, hold: Hold, now: datetime) -> bool:
    return draft.approved_at is not None or (hold.deadline is not None and hold.deadline <= now)


def _is_short(week: str, draft: Draft) -> bool:
    return week.startswith("W") and draft.week_label.endswith(f"-{week}")


def _hold(job: Job, admission: Admission, store: Store, now: datetime) -> None:
    store.holds.put(
        Hold(
            product=job.product.name,
            week_label=job.week_label,
            state=_STATES[admission.step],
            reason=admission.reason,
            since=now,
            deadline=admission.deadline,
        )
    )
