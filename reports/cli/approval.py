"""`approve`: release a draft that waits for approval."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import typer

from reports import releasing
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, open_workspace
from reports.cli.reviews import print_outcomes
from reports.rendering import check_fonts_and_pango


@app.command()
def approve(
    week: Annotated[str, typer.Argument(help="Week of the draft, such as 2026-W46 or W46.")],
    workspace: WorkspaceFolder = HERE,
    product: ProductName = "",
    by: Annotated[str, typer.Option("--by", help="Role that approves it.")] = "owner",
) -> None:
    """Publish a draft: the same facts, with the comments made since it was shown.

    Example: product-review approve 2026-W46 --by "product manager"
    """
    check_fonts_and_pango()
    loaded = open_workspace(workspace)
    moment = datetime.now(UTC)
    drafts = releasing.approve(loaded, week, product, by=by, now=moment)
    named = {(one.product, one.week_label) for one in drafts}
    jobs = releasing.resumed(loaded, now=moment, new_run_id=lambda: uuid4().hex)
    outcomes = [
        releasing.release(job, lambda: datetime.now(UTC))
        for job in jobs
        if (job.product.name, job.week_label) in named
    ]
    print_outcomes(outcomes)
    raise typer.Exit(max((outcome.exit_code for outcome in outcomes), default=0))
