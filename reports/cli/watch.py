"""`watch` and `heartbeat`: what happens between reviews, and whether reviews come at all."""

import json
from collections.abc import Sequence
from datetime import date
from os import environ
from typing import Annotated

import typer

from reports import watching
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, now, open_workspace
from reports.cli.terminal import print_table
from reports.errors import ConfigError
from reports.values.watch import Look

BREACHED, OVERDUE = 9, 10
_PING = "PRODUCT_REVIEW_PING_URL"
_COLUMNS = ("product", "day", "kpi", "of", "state", "value", "limit", "n", "news", "why")


@app.command()
def watch(
    workspace: WorkspaceFolder = HERE,
    product: ProductName = "",
    day: Annotated[str, typer.Option("--day", help="Day, such as 2026-11-15; yesterday.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at guardrails and service levels of one day; exit 9 when a breach began.

    A breach is news once, and so is its end.

    Example: product-review watch --day 2026-11-15 --json
    """
    loaded = open_workspace(workspace)
    looks = watching.watch(loaded, product, _day(day), now=now())
    if as_json:
        typer.echo(json.dumps([_plain(look) for look in looks], indent=2))
    else:
        print_table(_COLUMNS, [tuple(map(_text, _plain(look).values())) for look in looks])
    raise typer.Exit(BREACHED if any(look.news == "began" for look in looks) else 0)


@app.command()
def heartbeat(
    workspace: WorkspaceFolder = HERE,
    ping: Annotated[
        str, typer.Option("--ping", help=f"https address to call when all is well; or {_PING}.")
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Exit 10 when a review that is due was not published in time; for a cron of its own.

    Example: product-review heartbeat --workspace reviews
    """
    late = watching.overdue(open_workspace(workspace), now=now())
    columns = ("product", "week", "due", "limit", "why")
    rows: Sequence[tuple[str, ...]] = [
        (one.product, one.week_label, one.due_at.isoformat(), one.limit_at.isoformat(), one.reason)
        for one in late
    ]
    if as_json:
        typer.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], indent=2))
    elif late:
        print_table(columns, rows)
    else:
        typer.echo("every review that was due is there")
    if late:
        raise typer.Exit(OVERDUE)
    address = ping or environ.get(_PING, "")
    if address:
        watching.ping(address)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ConfigError(
            "--day is no day", expected="a date such as 2026-11-15", got=text
        ) from error


def _plain(look: Look) -> dict[str, object]:
    state = look.state
    return {
        "product": look.product,
        "day": look.day.isoformat(),
        "kpi": state.kpi,
        "of": look.watched.source,
        "state": state.status,
        "value": state.value,
        "limit": state.limit,
        "n": state.n,
        "news": look.news,
        "why": state.reason,
    }


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else str(value)
