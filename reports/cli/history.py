"""`verify`: whether what was published is still what it was."""

from typing import Annotated

import typer

from reports import pipeline
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, open_workspace
from reports.errors import ArchiveError


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
