"""`comment`: what an owner says about a KPI's week, written down or listed."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated

import typer

from reports import pipeline
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, now, open_workspace
from reports.cli.terminal import print_table
from reports.config import add_comment, typed_comment
from reports.errors import ConfigError
from reports.values.workspace import Product, Workspace

_COMMAND = "product-review comment"
_COLUMNS = ("product", "week", "kpi", "state", "says", "by", "on")


@app.command()
def comment(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    week: Annotated[str, typer.Argument(help="ISO week; the last complete one without it.")] = "",
    *,
    kpi: Annotated[str, typer.Option("--kpi", help="The KPI's name, as in `kpi list`.")] = "",
    state: Annotated[
        str, typer.Option("--state", help="known, investigating or 'false alarm'.")
    ] = "",
    says: Annotated[str, typer.Option("--says", help="One line, up to 500 letters.")] = "",
    by: Annotated[str, typer.Option("--by", help="A role, such as 'platform lead'.")] = "",
    on: Annotated[str, typer.Option("--on", help="Day of the comment; today without it.")] = "",
    product: ProductName = "",
    workspace: WorkspaceFolder = HERE,
    listed: Annotated[
        bool, typer.Option("--list", help="Print the comments of the week instead.")
    ] = False,
) -> None:
    """Say what is behind a KPI's week: the next review prints it, and comments.toml keeps it.

    Example: product-review comment 2026-W46 --kpi error_share --state known
    --says "The gateway was rewritten." --by "platform lead"
    """
    loaded = open_workspace(workspace)
    said = {"kpi": kpi, "state": state, "says": says, "by": by}
    if listed:
        _list_comments(loaded, product, week, {**said, "on": on})
        return
    chosen = _chosen(loaded, product)
    options = {
        "product": chosen.name,
        "week": _week(chosen, week),
        **_complete(said),
        "on": _day(on) if on else chosen.calendar.local_day(now()),
    }
    names = tuple(one.name for one in loaded.products)
    written = typed_comment(options, names)
    _refuse_unknown_kpi(loaded, kpi)
    path = add_comment(loaded.root, written, names)
    typer.echo(f"{written.product} {written.week_label} {written.kpi}: {written.state}")
    typer.echo(f"  {path}")


def _list_comments(workspace: Workspace, product: str, week: str, said: Mapping[str, str]) -> None:
    """Print the comments of a week, of one KPI if it is named."""
    beside = [f"--{key}" for key in ("state", "says", "by", "on") if said[key]]
    if beside:
        raise ConfigError(
            "--list writes nothing",
            where=_COMMAND,
            expected="--list alone, or with WEEK, --product and --kpi",
            got=" ".join(beside),
            next_step="leave --list out to write a comment",
        )
    products = (_named(workspace, product),) if product else workspace.products
    weeks = {one.name: _week(one, week) for one in products}
    print_table(
        _COLUMNS,
        [
            (c.product, c.week_label, c.kpi, c.state, c.says, c.by, c.on.isoformat())
            for c in workspace.records.comments
            if weeks.get(c.product) == c.week_label and said["kpi"] in ("", c.kpi)
        ],
    )


def _chosen(workspace: Workspace, name: str) -> Product:
    """Return the product that is named, or the only one."""
    if name or len(workspace.products) == 1:
        return _named(workspace, name) if name else workspace.products[0]
    raise ConfigError(
        "there are several products",
        where=f"{_COMMAND}, --product",
        expected=_one_of([product.name for product in workspace.products]),
        next_step="say which one is meant",
    )


def _named(workspace: Workspace, name: str) -> Product:
    products = {product.name: product for product in workspace.products}
    if name not in products:
        raise _unknown("product", name, list(products))
    return products[name]


def _week(product: Product, label: str) -> str:
    """Return the label of a week that is over, by default the last one."""
    last = product.calendar.last_complete_week(now())
    if not label:
        return product.calendar.week_label(last)
    try:
        week = product.calendar.week(label)
    except ConfigError as error:
        raise error.located(f"{_COMMAND}, WEEK") from None
    if week.end > last.end:
        raise ConfigError(
            f"week {label} of {product.name} is not over",
            where=f"{_COMMAND}, WEEK",
            expected=f"a week up to {product.calendar.week_label(last)}",
            got=f"{label}, which ends with {week.last_day.isoformat()}",
            next_step="wait for its end, or name an earlier week",
        )
    return label


def _complete(said: Mapping[str, str]) -> Mapping[str, str]:
    """Refuse a comment that lacks an option."""
    given = [f"--{key}" for key, value in said.items() if value]
    if len(given) < len(said):
        raise ConfigError(
            "the comment is not complete",
            where=_COMMAND,
            expected=", ".join(f"--{key} …" for key in said),
            got=", ".join(given) or "none of them",
            next_step=f"see {_COMMAND} --help, or print what was said with --list",
        )
    return said


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(
            "--on is no day",
            where=_COMMAND,
            expected="a day such as 2026-11-16",
            got=text,
            next_step="write it in ISO 8601",
        ) from None


def _refuse_unknown_kpi(workspace: Workspace, name: str) -> None:
    catalog = pipeline.workspace_catalog(workspace)
    if name in catalog.broken:
        raise catalog.broken[name]
    if name not in catalog.kpis:
        raise _unknown("kpi", name, sorted(catalog.kpis))


def _unknown(what: str, name: str, known: list[str]) -> ConfigError:
    """Return the error that a name is not known, with the nearest one that is."""
    near = get_close_matches(name[:60], known, n=1)
    return ConfigError(
        f"no {what if what == 'product' else 'KPI'} is called {name!r}",
        where=f"{_COMMAND}, --{what}",
        expected=_one_of(known),
        next_step=f"did you mean {near[0]}?" if near else "see product-review check",
    )


def _one_of(names: list[str]) -> str:
    return f"one of {', '.join(names)}"
