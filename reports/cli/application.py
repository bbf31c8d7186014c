"""The command's frame, which the modules beside this one add their commands to."""

from typing import Annotated

import typer

from reports import __version__

app = typer.Typer(
    name="product-review",
    help="The weekly review of an AI product, from warehouse to document.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
kpi_app = typer.Typer(help="Look at KPIs one by one.", no_args_is_help=True)
iteration_app = typer.Typer(
    help="Write down what a team plans, expects and does.", no_args_is_help=True
)
app.add_typer(kpi_app, name="kpi")
app.add_typer(iteration_app, name="iteration")
roadmap_app = typer.Typer(help="Write down what could be done next.", no_args_is_help=True)
app.add_typer(roadmap_app, name="roadmap")


def _show_version(*, value: bool) -> None:
    if value:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _frame(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Start here: `product-review demo demo`, then `product-review open --workspace demo`."""
