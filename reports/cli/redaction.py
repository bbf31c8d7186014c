"""`redact`: take a review out of the archive."""

from typing import Annotated
from uuid import uuid4

import typer

from reports import pipeline, redacting
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, now, open_workspace
from reports.cli.terminal import console


@app.command()
def redact(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    week: Annotated[str, typer.Argument(help="Week, such as 2026-W46 or W46.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; the tombstone states it.")],
    product: ProductName = "",
    *,
    revision: Annotated[int, typer.Option("--revision", help="Only this one; all else.")] = 0,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Replace an archived review by a tombstone with its hashes; there is no way back.

    Example: product-review redact 2026-W46 --reason "shows a customer's name"
    """
    loaded = open_workspace(workspace)
    told = redacting.checked_reason(reason)
    chosen = redacting.reviews_to_redact(loaded, week, product, revision)
    if console().is_terminal and not yes:
        names = ", ".join(str(one.key) for one in chosen)
        typer.confirm(f"Remove {names} from the archive for good?", abort=True)
    for review in chosen:
        done = redacting.redact_review(loaded, review, told, now=now(), owner=uuid4().hex)
        typer.echo(f"{done.key}: redacted\n  {pipeline.review_folder(loaded, done)}")
    typer.echo("Messages that were sent cannot be called back: product-review deliveries")
    typer.echo("The site shows it until it is made anew: product-review site")
    typer.echo("The numbers it stated stay in the ledger, which later reviews compare with.")
