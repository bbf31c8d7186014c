"""`site`: the archive as pages for a browser."""

from os.path import abspath
from pathlib import Path
from typing import Annotated

import typer

from reports import pipeline
from reports.cli.application import app
from reports.cli.options import HERE, WorkspaceFolder, open_workspace
from reports.cli.terminal import progress_of
from reports.values.site import Site

_FOLDER = "site"


@app.command()
def site(
    workspace: WorkspaceFolder = HERE,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help="Folder of the site; site/ in the workspace without it.", metavar="DIR"
        ),
    ] = None,
) -> None:
    """Write a static site over the archive: an index, a page per week, product and KPI.

    It needs no server. What lies in the archive is linked, never changed; run it again after
    each publication. A review that is missing or damaged is listed as such.

    Example: product-review site --workspace demo --to demo/site
    """
    loaded = open_workspace(workspace)
    # A browser follows links by their text, so links in the path are left as they are.
    target = Path(abspath(to)) if to else loaded.root / _FOLDER  # noqa: PTH100 - see above
    with progress_of("site") as progress:
        written = pipeline.build_site(loaded, target, progress=progress)
    _print_summary(written, target)


def _print_summary(written: Site, target: Path) -> None:
    """Say what the site covers, where it lies, and which reviews are not whole."""
    weeks = {review.published.key.week_label for review in written.reviews}
    counts = (
        _counted(len(written.reviews), "review"),
        _counted(len(written.products), "product"),
        _counted(len(weeks), "week"),
    )
    typer.echo(f"site: {', '.join(counts)}")
    typer.echo(f"  {target / 'index.html'}")
    for review in written.reviews:
        if review.problem:
            typer.echo(f"  {review.published.key}: damaged, {review.problem}", err=True)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
