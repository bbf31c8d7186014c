"""`run`, `preview` and `open`: make reviews and look at them."""

import webbrowser
from collections.abc import Sequence
from os import environ
from pathlib import Path
from typing import Annotated, cast
from uuid import uuid4

import typer

from reports import pipeline
from reports.cli.application import app
from reports.cli.options import (
    HERE,
    AsOf,
    ProductName,
    Week,
    WorkspaceFolder,
    now,
    open_workspace,
    parse_instant,
)
from reports.cli.terminal import console, progress_of
from reports.errors import ReportError
from reports.rendering import check_fonts_and_pango
from reports.stages.redaction_of_reviews import refuse_redacted
from reports.values.job import Job, Outcome, Request


@app.command()
def run(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    workspace: WorkspaceFolder = HERE,
    week: Week = "",
    product: ProductName = "",
    as_of: AsOf = "",
    *,
    revise: Annotated[
        bool, typer.Option("--revise", help="Publish a further revision of a published week.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="What is corrected; printed.")] = "",
    restate: Annotated[
        str, typer.Option("--restate", help="Weeks read again, or all; else restate_weeks.")
    ] = "",
    send: Annotated[bool, typer.Option("--send", help="Mail it to the audiences.")] = False,
) -> None:
    """Publish the reviews of a week through the Prefect flow.

    Example: product-review run --week 2026-W46 --product assistant
    """
    check_fonts_and_pango()
    request = Request(week, product, parse_instant(as_of), revise, reason, restate)
    outcomes = run_weekly(workspace.resolve(), request, send=send)
    print_outcomes(outcomes)
    raise typer.Exit(max((outcome.exit_code for outcome in outcomes), default=0))


def run_weekly(workspace: Path, request: Request, *, send: bool = False) -> Sequence[Outcome]:
    """Run the weekly flow in this process and return what became of each product.

    Prefect is not started when every review asked for has been published.
    """
    jobs = pipeline.plan(open_workspace(workspace), request, now=now(), new_run_id=_new_id)
    if not send and all(job.published is not None for job in jobs):
        return [pipeline.already_published(job) for job in jobs]
    environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    environ.setdefault("DO_NOT_TRACK", "1")
    with console().status("starting Prefect, then building the reviews"):
        from flows.weekly import weekly  # noqa: PLC0415 - Prefect takes a second to import

        state = weekly(
            workspace=str(workspace),
            week=request.week,
            product=request.product,
            as_of=request.as_of.isoformat() if request.as_of else "",
            revise=request.revise,
            reason=request.reason,
            restate=request.restate,
            send=send,
            return_state=True,
        )
    outcomes: object = state.result(raise_on_failure=False)
    if isinstance(outcomes, BaseException):
        raise outcomes
    return cast("Sequence[Outcome]", outcomes)


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Print one line per review, with its files below."""
    for outcome in outcomes:
        revision = f" r{outcome.review.key.revision}" if outcome.review else ""
        typer.echo(f"{outcome.product} {outcome.week_label}: {outcome.state}{revision}")
        if outcome.folder:
            for name in ("review.html", "review.pdf"):
                typer.echo(f"  {Path(outcome.folder, name)}")
        if outcome.error:
            typer.echo(f"  {outcome.error}", err=True)


@app.command()
def preview(
    workspace: WorkspaceFolder = HERE,
    week: Week = "",
    product: ProductName = "",
    as_of: AsOf = "",
) -> None:
    """Build reviews without Prefect and without an archive entry, for editing loops.

    Example: product-review preview --week 2026-W46
    """
    check_fonts_and_pango()
    loaded = open_workspace(workspace)
    request = Request(week, product, parse_instant(as_of))
    failures = [
        error
        for job in pipeline.plan(loaded, request, now=now(), new_run_id=_new_id)
        if (error := _preview(job)) is not None
    ]
    raise typer.Exit(max((error.exit_code for error in failures), default=0))


def _preview(job: Job) -> ReportError | None:
    try:
        with progress_of(job.product.title) as progress:
            folder = pipeline.preview(job, progress=progress)
    except ReportError as error:
        typer.echo(f"{job.product.name} {job.week_label}: failed\n  {error}", err=True)
        return error
    typer.echo(f"{job.product.name} {job.week_label}: preview")
    for name in ("review.html", "review.pdf"):
        typer.echo(f"  {folder / name}")
    return None


@app.command(name="open")
def open_review(
    week: Annotated[str, typer.Argument(help="ISO week; the newest review without it.")] = "",
    workspace: WorkspaceFolder = HERE,
    product: ProductName = "",
) -> None:
    """Open a published review in the browser and print where it lies.

    Example: product-review open 2026-W46
    """
    loaded = open_workspace(workspace)
    found = pipeline.find_reviews(loaded, product, week)
    newest = max(found, key=lambda review: (review.key.week_label, review.key.revision))
    refuse_redacted(newest)
    page = pipeline.review_folder(loaded, newest) / "review.html"
    typer.echo(str(page))
    webbrowser.open(page.as_uri())


def _new_id() -> str:
    return uuid4().hex
