"""`check`: what can be known before a run."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from reports import pipeline
from reports.cli.application import app
from reports.cli.options import HERE, WorkspaceFolder, now, open_workspace
from reports.cli.terminal import print_table
from reports.errors import ReportError
from reports.rendering import check_fonts_and_pango
from reports.stages.definition_changes import untold_changes
from reports.stages.inspection import Check, check_product


@app.command()
def check(
    workspace: WorkspaceFolder = HERE,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check configuration, fonts, connection, relations, KPIs and their changes; 1 on a problem.

    Example: product-review check --workspace demo --json
    """
    found = [_check_rendering()]
    loaded = open_workspace(workspace)
    found.append(Check("workspace", "review.toml", "ok", loaded.title))
    catalog = pipeline.workspace_catalog(loaded)
    found += [Check("catalog", name, "problem", str(e)) for name, e in catalog.broken.items()]
    for product in loaded.products:
        found += check_product(loaded, product, catalog, now=now())
        found += untold_changes(loaded, product, catalog)
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in found], indent=2))
    else:
        columns = ("area", "item", "state", "detail")
        print_table(columns, [(i.area, i.item, i.state, i.detail) for i in found])
    raise typer.Exit(1 if any(item.state == "problem" for item in found) else 0)


def _check_rendering() -> Check:
    try:
        check_fonts_and_pango()
    except ReportError as error:
        return Check("rendering", "Pango and fonts", "problem", str(error))
    return Check("rendering", "Pango and fonts", "ok", "found")
