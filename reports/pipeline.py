"""The order of the stages: plan, extract, assess, explain, compose, render, publish.

Each function opens what it needs and closes it again, so that a task runner can call them one
by one, in any process; values in between are frozen and can be pickled.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from reports import __version__
from reports.catalog import Catalog, load_catalog, load_fact_queries
from reports.errors import ArchiveError, ReportError
from reports.rendering import render_in_processes
from reports.rendering.site import render_site
from reports.resources import resource_folder
from reports.stages import approval
from reports.stages.assessment import assess
from reports.stages.composition import compose
from reports.stages.difference import Difference, differences
from reports.stages.evidence import gather_evidence
from reports.stages.explanation import explain
from reports.stages.extraction import Progress, extract
from reports.stages.material import Definitions, add_material, gather_material
from reports.stages.planning import plan_jobs
from reports.stages.publication import publish
from reports.stages.redaction_of_reviews import refuse_redacted
from reports.stages.restatement import add_restatements
from reports.stages.retrospective import bet_sight
from reports.stages.site import gather_site
from reports.stages.site_folder import check_site_folder, replace_site
from reports.stages.sources import SOURCES
from reports.stages.week_grid import week_entries
from reports.store import open_store
from reports.store.archive import Archive
from reports.values.document import Review
from reports.values.gate import GateVerdict
from reports.values.job import Built, Extraction, Job, Outcome, Request
from reports.values.ledger import PublishedReview, ReviewKey, Run, RunKind, RunState, week_meant
from reports.values.publishing import Admission
from reports.values.site import Site
from reports.values.week_state import WeekEntry
from reports.values.workspace import Workspace

Files = Mapping[str, bytes]
PREVIEW = Path(".product-review", "preview")


def plan(
    workspace: Workspace, request: Request, *, now: datetime, new_run_id: Callable[[], str]
) -> tuple[Job, ...]:
    """Return one job per product asked for."""
    with open_store(workspace.ledger_url) as store:
        return plan_jobs(workspace, request, store, now=now, new_run_id=new_run_id)


def definitions_of(workspace: Workspace) -> Definitions:
    """Return what the reviews of a workspace are made of."""
    queries = load_fact_queries(query_folders(workspace))
    return Definitions(workspace_catalog(workspace), queries, SOURCES)


def read_facts(
    job: Job, *, definitions: Definitions | None = None, progress: Progress | None = None
) -> Extraction:
    """Bring the facts of a job up to date, those that explain its signals last.

    Definitions can be handed in, so that many weeks of a product share what is known of them.

    Raises: StaleDataError when there is nothing to review.
    """
    made = definitions or definitions_of(job.workspace)
    with open_store(job.workspace.ledger_url) as store:
        read = extract(job, made.catalog, store, known=made.known, progress=progress)
        found = assess(job, read, store)
        explained = gather_evidence(job, read, found, store, known=made.known)
        return gather_material(job, explained, store, definitions=made)


def write_review(job: Job, extraction: Extraction) -> Review:
    """Return the complete review value of a job."""
    with open_store(job.workspace.ledger_url) as store:
        explained = add_restatements(job, explain(job, extraction, store), store)
        return compose(job, add_material(job, extraction, explained, store, sources=SOURCES))


def render(
    workspace: Workspace,
    reviews: Sequence[Review],
    *,
    workers: int = 1,
    timeout_s: float = 120,
    memory_mb: int = 2048,
) -> list[Files]:
    """Return the files of each review, rendered in processes of their own.

    Units: `timeout_s` seconds and `memory_mb` mebibytes for one review.
    """
    return render_in_processes(
        reviews,
        templates=template_folders(workspace),
        workers=workers,
        timeout_s=timeout_s,
        memory_mb=memory_mb,
    )


def publish_review(built: Built, *, finished_at: datetime) -> Outcome:
    """Put the files into the archive and the review into the ledger."""
    with open_store(built.job.workspace.ledger_url) as store:
        outcome = publish(built, store, finished_at=finished_at)
        approval.settle(built.job, store, at=finished_at)
        return outcome


def weigh(job: Job, extraction: Extraction, *, now: datetime) -> tuple[GateVerdict, Admission]:
    """Return how complete the week is, and what the product's policy makes of that."""
    with open_store(job.workspace.ledger_url) as store:
        return approval.weigh(job, extraction, store, now=now)


def set_aside(job: Job, admission: Admission, *, now: datetime) -> Outcome:
    """Hold or refuse a week."""
    with open_store(job.workspace.ledger_url) as store:
        return approval.set_aside(job, admission, store, now=now)


def begin(job: Job, kind: RunKind) -> None:
    """Enter the run of a job into the ledger."""
    run = Run(
        id=job.run_id,
        kind=kind,
        as_of=job.as_of,
        code_version=__version__,
        started_at=job.started_at,
        product=job.product.name,
        week_label=job.week_label,
    )
    bets = [bet_sight(bet) for bet in job.workspace.records.bets]
    with open_store(job.workspace.ledger_url) as store:
        store.ledger.begin_run(run)
        store.bets.see(job.product.name, bets, seen_at=job.started_at)


def finish(job: Job, outcome: Outcome, *, finished_at: datetime) -> None:
    """Say in the ledger how the run of a job ended."""
    state: RunState = "failed" if outcome.exit_code else "succeeded"
    with open_store(job.workspace.ledger_url) as store:
        store.ledger.finish_run(
            job.run_id, state=state, finished_at=finished_at, detail=outcome.error
        )


def already_published(job: Job) -> Outcome:
    """Tell that a job's week has its review, and where."""
    folder = str(review_folder(job.workspace, job.published)) if job.published else ""
    return Outcome(job.product.name, job.week_label, "already published", job.published, folder)


def failed(job: Job, error: ReportError) -> Outcome:
    """Tell why a job gave no review."""
    return Outcome(
        job.product.name, job.week_label, "failed", error=str(error), exit_code=error.exit_code
    )


def preview(job: Job, *, progress: Progress | None = None) -> Path:
    """Build a review without publishing it and return the folder it lies in."""
    review = write_review(job, read_facts(job, progress=progress))
    folder = job.workspace.root / PREVIEW / f"{job.product.name}-{job.week_label}"
    write_files(folder, render(job.workspace, [review])[0])
    return folder


def write_files(folder: Path, files: Files) -> None:
    """Write the files of a document that is not archived over those of an earlier one.

    Raises: ArchiveError when the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise ArchiveError(
            "the document cannot be written",
            where=str(folder),
            got=error.strerror or str(error),
            next_step="make room, or check the permissions of the folder",
        ) from error


def published_reviews(workspace: Workspace, product: str = "") -> tuple[PublishedReview, ...]:
    """Return what was published, the newest first."""
    with open_store(workspace.ledger_url) as store:
        return tuple(reversed(store.ledger.reviews(product or None)))


def grid(
    workspace: Workspace, product: str = "", *, weeks: int, now: datetime
) -> tuple[WeekEntry, ...]:
    """Return the state of the last complete weeks of each product, oldest first."""
    labels = {}
    for one in workspace.products:
        if product in ("", one.name):
            over = one.calendar.weeks_until(one.calendar.last_complete_week(now), weeks)
            labels[one.name] = [one.calendar.week_label(week) for week in over]
    with open_store(workspace.ledger_url) as store:
        return week_entries(workspace, store, workspace_catalog(workspace), labels)


def find_reviews(workspace: Workspace, product: str, week: str) -> tuple[PublishedReview, ...]:
    """Return the published reviews of a week, or of all weeks without one, the newest first.

    A week is written like 2026-W46, or like W46 for the newest of that number.
    Raises: ArchiveError when there is none.
    """
    there = published_reviews(workspace, product)
    meant = week_meant(week, there)
    found = tuple(review for review in there if meant in ("", review.key.week_label))
    if not found:
        raise _nothing_published(workspace, week or "any week")
    return found


def _nothing_published(workspace: Workspace, week: str) -> ArchiveError:
    return ArchiveError(
        f"no published review of {week}",
        where=str(workspace.archive),
        next_step="product-review run, or product-review status to see what there is",
    )


def review_folder(workspace: Workspace, review: PublishedReview) -> Path:
    """Return where a published review lies."""
    return Archive(workspace.archive).folder(review.key)


def compare_revisions(
    workspace: Workspace, one: PublishedReview, other: PublishedReview
) -> tuple[Difference, ...]:
    """Return what two revisions of a week say differently."""
    for each in (one, other):
        refuse_redacted(each)
    return differences(workspace, one, other)


def verify_review(workspace: Workspace, review: PublishedReview) -> tuple[str, ...]:
    """Return what is no longer as it was published."""
    archive = Archive(workspace.archive)
    if review.redaction is None:
        findings = archive.verify(review.key, review.files)
    else:
        findings = archive.verify_tombstone(review)
    return tuple(f"{finding.path} {finding.kind}" for finding in findings)


def build_site(workspace: Workspace, target: Path, *, progress: Progress | None = None) -> Site:
    """Write the static site over the archive into a folder and return what it shows.

    Raises: ArchiveError when nothing was published; ConfigError for a folder that is no site.
    """
    check_site_folder(target, workspace.archive)
    with open_store(workspace.ledger_url) as store:
        site = gather_site(workspace, store, target, progress=progress)
    if not site.products:
        raise _nothing_published(workspace, "any week")
    files = render_site(site, templates=template_folders(workspace), progress=progress)
    replace_site(target, workspace.archive, files)
    return site


def workspace_catalog(workspace: Workspace) -> Catalog:
    """Return the shipped KPIs with the workspace's own, which override by the same path."""
    bulk = workspace.root / "kpis.toml"
    folders = _overridable(workspace, "sql")
    return load_catalog(folders, bulk if bulk.is_file() else None, strict=False)


def query_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Return where queries are looked up, the workspace's own last."""
    return _overridable(workspace, "sql")


def key_of(job: Job) -> ReviewKey:
    """Return what names the review of a job."""
    return ReviewKey(job.product.name, job.week_label, job.revision)


def template_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Return where templates are looked up, the workspace's own first."""
    return tuple(reversed(_overridable(workspace, "templates")))


def _overridable(workspace: Workspace, name: str) -> tuple[Path, ...]:
    own = workspace.root / name
    return (resource_folder(name), own) if own.is_dir() else (resource_folder(name),)
