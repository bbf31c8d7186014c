"""`demo` and `init`: make a workspace, perhaps from a look at the user's tables."""

from datetime import datetime
from os import environ
from pathlib import Path
from typing import Annotated

import typer

from reports.cli.application import app
from reports.cli.reviews import print_outcomes, run_weekly
from reports.cli.terminal import print_table, progress_of
from reports.config import (
    TypedSource,
    read_typed_source,
    read_typed_zone,
    refuse_overwriting,
    write_scaffold,
)
from reports.proposal import Wishes
from reports.rendering import check_fonts_and_pango
from reports.stages.proposal import propose_workspace
from reports.values.job import Request
from reports.values.workspace import WarehouseSource


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
    *,
    source: Annotated[
        str, typer.Option("--from", help="URL of a warehouse whose tables are looked at.")
    ] = "",
    zone: Annotated[
        str, typer.Option("--zone", help="With --from: your time zone, such as Europe/Berlin.")
    ] = "",
) -> None:
    """Write a commented workspace to fill in, or one proposed from your own tables.

    A URL is duckdb:///FILE, sqlite:///FILE or postgresql://USER:${PGPASSWORD}@HOST/DATABASE, in
    single quotes; the database is only read.

    Example: product-review init my-reviews --from duckdb:///analytics.duckdb
    """
    refuse_overwriting(folder)
    if source:
        _init_from(folder, read_typed_source(source, folder, environ), read_typed_zone(zone))
        return
    _say_written(folder, "")
    typer.echo(
        f"next: edit {folder / 'review.toml'}, then product-review check --workspace {folder}"
    )


def _init_from(folder: Path, typed: TypedSource, zone: str) -> None:
    wishes = Wishes(typed.template, typed.product, zone, typed.variable)
    proposal = propose_workspace(WarehouseSource(typed.url), wishes)
    _say_written(folder, proposal.text)
    rows = [
        (found.relation, found.table or "-", found.confidence or "-", "; ".join(found.doubts))
        for found in proposal.findings
    ]
    print_table(("relation", "table", "confidence", "doubts"), rows)
    active = [one for one in proposal.findings if one.confidence in {"high", "fair"}]
    lines = proposal.text.splitlines()
    questions = sum(any(mark in line for mark in ("# ? ", "; ? ", "-- ? ")) for line in lines)
    typer.echo(
        f"{len(active)} relations are proposed; the others stand in the file as comments"
        if active
        else "no table was clear enough: take the marks away where a table is right"
    )
    if typed.variable:
        typer.echo(f"the password is not in the file: export {typed.variable}=… first")
    typer.echo(
        f"next: read {folder / 'review.toml'} ({questions} lines hold a question), then "
        f"product-review check --workspace {folder}"
    )


def _say_written(folder: Path, review: str) -> None:
    for path in write_scaffold(folder, review):
        typer.echo(str(path))
