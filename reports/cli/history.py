"""`status` and `verify`: what was published, and whether it is still what it was."""

import json
from typing import Annotated

import typer

from reports import pipeline
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, open_workspace
from reports.cli.terminal import print_table
from reports.errors import ArchiveError


@app.command()
def status(
    workspace: WorkspaceFolder = HERE,
    product: ProductName = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List published reviews, newest first.

    Example: product-review status --workspace demo
    """
    loaded = open_workspace(workspace)
    rows = [
        (
            review.key.product,
            review.key.week_label,
            f"r{review.key.revision}",
            review.as_of.isoformat(),
            str(pipeline.review_folder(loaded, review)),
        )
        for review in pipeline.published_reviews(loaded, product)
    ]
    columns = ("product", "week", "revision", "as_of", "folder")
    if as_json:
        typer.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], indent=2))
    else:
        print_table(columns, rows)


@app.command()
def verify(
    week: Annotated[str, typer.Argument(help="ISO week; every review without it.")] = "",
    workspace: WorkspaceFolder = HERE,
    product: ProductName = "",
) -> None:
    """Recompute the hashes of archived reviews and compare them with what was published.

    Example: product-review verify 2026-W46
    """
    loaded = open_workspace(workspace)
    damaged = 0
    for review in pipeline.find_reviews(loaded, product, week):
        findings = pipeline.verify_review(loaded, review)
        state = "; ".join(findings) if findings else "unchanged"
        typer.echo(f"{review.key.product} {review.key.week_label} r{review.key.revision}: {state}")
        damaged += bool(findings)
    raise typer.Exit(ArchiveError.exit_code if damaged else 0)
