"""`verify` and `diff`: whether what was published is what it was, and how revisions differ."""

from collections.abc import Sequence
from typing import Annotated

import typer

from reports import pipeline
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, open_workspace
from reports.cli.terminal import print_table
from reports.errors import ArchiveError, ConfigError
from reports.values.ledger import PublishedReview


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
        whole = f"redacted, {review.redaction.reason}" if review.redaction else "unchanged"
        state = "; ".join(findings) if findings else whole
        typer.echo(f"{review.key.product} {review.key.week_label} r{review.key.revision}: {state}")
        damaged += bool(findings)
    raise typer.Exit(ArchiveError.exit_code if damaged else 0)


@app.command()
def diff(
    week: Annotated[str, typer.Argument(help="ISO week.", show_default=False)],
    first: Annotated[str, typer.Argument(help="Revision, such as r1.")] = "",
    second: Annotated[str, typer.Argument(help="Revision, such as r2.")] = "",
    product: ProductName = "",
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Show what two revisions of a week say differently; the last two where none is named.

    Example: product-review diff 2026-W45 r1 r2
    """
    loaded = open_workspace(workspace)
    there = sorted(pipeline.find_reviews(loaded, product, week), key=lambda one: one.key)
    chosen = [_revision(there, name) for name in (first, second) if name] or there[-2:]
    if len(chosen) != 2:
        raise ConfigError(
            f"{week} has one revision, so there is nothing to compare",
            where="product-review diff",
            expected="two revisions, such as r1 r2",
            got=", ".join(str(one.key) for one in there),
        )
    found = pipeline.compare_revisions(loaded, *chosen)
    rows = [(one.what, one.where, one.before, one.after) for one in found]
    print_table(("what", "where", *(f"r{one.key.revision}" for one in chosen)), rows)


def _revision(there: Sequence[PublishedReview], name: str) -> PublishedReview:
    for one in there:
        if f"r{one.key.revision}" == name:
            return one
    raise ConfigError(
        f"no revision {name}",
        where="product-review diff",
        expected=", ".join(f"r{one.key.revision}" for one in there),
        got=name,
    )
