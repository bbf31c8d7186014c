"""One iteration reviewed alone: the chapter on it as a document of its own, never archived."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reports import pipeline
from reports.errors import ConfigError
from reports.values.job import Job, Request
from reports.values.record import Iteration
from reports.values.workspace import Product, Workspace

_CHAPTER = "iterations"
REPORTS = Path(".product-review", "iterations")


def plan_report(
    workspace: Workspace,
    name: str,
    product: str,
    *,
    now: datetime,
    new_run_id: Callable[[], str],
) -> tuple[Job, ...]:
    """Return a job per product of an iteration, for its last week or the last complete one.

    Raises: ConfigError for an iteration or a product that is not there, or one still to begin.
    """
    found = _named(workspace, name)
    jobs: list[Job] = []
    for one in workspace.products:
        if product in ("", one.name) and (not found.products or one.name in found.products):
            request = Request(_week(one, found, now), one.name)
            jobs += pipeline.plan(workspace, request, now=now, new_run_id=new_run_id)
    if not jobs:
        raise ConfigError(
            f"iteration {name} is not one of product {product}",
            where="--product",
            expected=", ".join(found.products or [one.name for one in workspace.products]),
            got=product,
            next_step="leave --product out to report on all of its products",
        )
    return tuple(jobs)


def write_report(job: Job, name: str) -> Path:
    """Write the document of an iteration and return the folder it lies in.

    Raises: ConfigError when nothing is tracked.
    """
    review = pipeline.write_review(job, pipeline.read_facts(job))
    told = tuple(chapter for chapter in review.chapters if chapter.name == _CHAPTER)
    alone = replace(review, chapters=told, cover="", product_title=f"{job.product.title}: {name}")
    folder = job.workspace.root / REPORTS / f"{job.product.name}-{job.week_label}"
    pipeline.write_files(folder, pipeline.render(job.workspace, [alone])[0])
    return folder


def _named(workspace: Workspace, name: str) -> Iteration:
    known = workspace.records.iterations
    for one in known:
        if one.name == name:
            return one
    raise ConfigError(
        f"no iteration is called {name}",
        where="iterations.toml",
        expected=", ".join(one.name for one in known) or "a table [[iterations]]",
        got=name,
        next_step="product-review iteration new writes one down",
    )


def _week(product: Product, found: Iteration, now: datetime) -> str:
    """Return the week an iteration ended in, or the last complete one while it runs."""
    calendar = product.calendar
    last = calendar.last_complete_week(now)
    if found.first_day > last.last_day:
        raise ConfigError(
            f"iteration {found.name} has no complete week yet",
            where="iterations.toml",
            expected=f"a first day up to {last.last_day.isoformat()}",
            got=found.first_day.isoformat(),
            next_step="ask again when its first week is over",
        )
    own = calendar.week_of(found.last_day)
    return calendar.week_label(min(own, last, key=lambda week: week.start))
