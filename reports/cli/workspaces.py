"""`demo` and `init`: make a workspace."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from reports.cli.application import app
from reports.cli.reviews import print_outcomes, run_weekly
from reports.cli.terminal import progress_of
from reports.config import write_scaffold
from reports.rendering import check_fonts_and_pango
from reports.values.job import Request


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")] = Path(
        "demo"
    ),
) -> None:
    """Build a workspace with a simulated product and publish one review of it.

    Example: product-review demo demo
    """
    check_fonts_and_pango()
    from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo  # noqa: PLC0415 - slow to import

    if not (folder / "review.toml").is_file():
        with progress_of("simulating a product") as progress:
            build_demo(folder, progress=lambda what, share: progress(what, int(100 * share), 100))
        typer.echo(f"workspace: {folder.resolve()}")
    as_of = datetime.fromisoformat(DEMO_AS_OF)
    outcomes = run_weekly(folder.resolve(), Request(DEMO_WEEK, "", as_of))
    print_outcomes(outcomes)
    raise typer.Exit(max((outcome.exit_code for outcome in outcomes), default=0))


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(help="Where the workspace is to be.", show_default=False)
    ],
) -> None:
    """Write a commented workspace to fill in.

    Example: product-review init my-reviews
    """
    for path in write_scaffold(folder):
        typer.echo(str(path))
    typer.echo(
        f"next: edit {folder / 'review.toml'}, then product-review check --workspace {folder}"
    )
