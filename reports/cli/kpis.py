"""`kpi list`, `kpi try` and `kpi sql`: one KPI at a time."""

from typing import Annotated
from uuid import uuid4

import typer

from reports import pipeline
from reports.cli.application import kpi_app
from reports.cli.options import (
    HERE,
    ProductName,
    Week,
    WorkspaceFolder,
    now,
    open_workspace,
)
from reports.cli.terminal import print_table
from reports.rendering import format_change, format_value
from reports.stages import inspection
from reports.values.job import Job, Request
from reports.values.reading import Reading
from reports.values.workspace import Workspace

Name = Annotated[str, typer.Argument(help="The KPI's name, as in `kpi list`.")]
By = Annotated[str, typer.Option("--by", help="Split by this dimension.")]


@kpi_app.command(name="list")
def list_kpis(workspace: WorkspaceFolder = HERE) -> None:
    """List every KPI that is defined, and those whose definition was refused.

    Example: product-review kpi list --workspace demo
    """
    catalog = pipeline.workspace_catalog(open_workspace(workspace))
    rows = [(kpi.name, kpi.title, kpi.unit, kpi.kind, kpi.chapter) for kpi in catalog.kpis.values()]
    print_table(("name", "title", "unit", "kind", "chapter"), sorted(rows))
    for error in catalog.broken.values():
        typer.echo(f"refused: {error}", err=True)
    raise typer.Exit(3 if catalog.broken else 0)


@kpi_app.command(name="try")
def try_kpi(
    name: Name,
    workspace: WorkspaceFolder = HERE,
    week: Week = "",
    product: ProductName = "",
    by: By = "",
) -> None:
    """Compute one KPI for a week and the weeks before it, keeping nothing.

    Example: product-review kpi try active_users --week 2026-W46 --by plan
    """
    loaded = open_workspace(workspace)
    catalog = pipeline.workspace_catalog(loaded)
    kpi = inspection.find_kpi(catalog, name)
    for job in _jobs(loaded, Request(week, product)):
        typer.echo(f"{job.product.name} {job.week_label}: {kpi.title} ({kpi.unit})")
        if by:
            print_table(
                ("segment", *_COLUMNS),
                [
                    (reading.segment, *_cells(reading, kpi.unit))
                    for reading in inspection.try_segments(job, kpi, by)
                ],
            )
            continue
        readings = inspection.try_kpi(job, catalog, kpi)
        calendar = job.product.calendar
        print_table(
            ("week", *_COLUMNS),
            [
                (calendar.week_label(reading.period), *_cells(reading, kpi.unit))
                for reading in readings.weeks
            ],
        )
        for label, change in (
            ("last week", readings.wow),
            ("four weeks", readings.four_weeks),
            ("52 weeks", readings.yoy),
        ):
            typer.echo(f"against {label}: {format_change(change)}")


_COLUMNS = ("value", "exact", "numerator", "denominator", "n", "days", "status")


def _cells(reading: Reading, unit: str) -> tuple[str, ...]:
    exact = (reading.value, reading.numerator, reading.denominator)
    return (
        format_value(reading.value, unit),
        *("" if number is None else repr(number) for number in exact),
        str(reading.n),
        f"{reading.days_present}/{reading.days_expected}",
        f"{reading.status}: {reading.reason}" if reading.reason else reading.status,
    )


@kpi_app.command(name="sql")
def show_sql(
    name: Name,
    workspace: WorkspaceFolder = HERE,
    week: Week = "",
    product: ProductName = "",
    by: By = "",
) -> None:
    """Print the final SQL of a KPI as it is sent, with its bound parameters.

    Example: product-review kpi sql active_users --week 2026-W46
    """
    loaded = open_workspace(workspace)
    kpi = inspection.find_kpi(pipeline.workspace_catalog(loaded), name)
    for job in _jobs(loaded, Request(week, product)):
        statement = inspection.kpi_statement(job, kpi, by or None)
        typer.echo(f"-- {job.product.name} {job.week_label}\n{statement.sql}")
        for key, value in statement.parameters.items():
            typer.echo(f"-- :{key} = {value!r}")


def _jobs(workspace: Workspace, request: Request) -> tuple[Job, ...]:
    return pipeline.plan(workspace, request, now=now(), new_run_id=lambda: uuid4().hex)
