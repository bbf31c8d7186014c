"""`backfill`: build many past weeks, planned from the ledger; `status`: the grid of weeks."""

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, cast
from uuid import uuid4

import typer
from rich.text import Text

from reports import pipeline
from reports.backfilling import Backfill
from reports.cli.application import app
from reports.cli.backfill_mail import confirm_messages, send_built
from reports.cli.options import (
    HERE,
    AsOf,
    ProductName,
    WorkspaceFolder,
    now,
    open_workspace,
    parse_instant,
)
from reports.cli.terminal import console, print_table, progress_of
from reports.errors import ConfigError
from reports.rendering import check_fonts_and_pango
from reports.values.job import Outcome
from reports.values.week_state import BackfillPlan, BackfillRequest, Selection, WeekEntry

_INTERRUPTED = 130
_COLUMNS = ("product", "week", "state", "build", "why")
_SIGNS = {
    "missing": "·",
    "held": "h",
    "failed": "x",
    "stale": "~",
    "built": "■",
    "sent": "✉",
    "restated": "r",
}


First = Annotated[str, typer.Option("--from", help="Oldest week.", show_default=False)]
Last = Annotated[str, typer.Option("--to", help="Newest week.", show_default=False)]
Missing = Annotated[bool, typer.Option("--missing", help="Never built (default).")]
Failed = Annotated[bool, typer.Option("--failed", help="Only those that failed.")]
Stale = Annotated[bool, typer.Option("--stale", help="Built by older definitions.")]
Every = Annotated[bool, typer.Option("--all", help="All, the published ones again.")]
Reason = Annotated[str, typer.Option("--reason", help="Why published weeks are revised.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the plan and stop.")]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first failure.")]
MaxFailures = Annotated[int, typer.Option("--max-failures", min=0, help="0: no limit.")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help="Rendering processes.")]
Send = Annotated[bool, typer.Option("--send", help="Mail what is built, once confirmed.")]
Messages = Annotated[
    int | None, typer.Option("--messages", min=0, help="Confirms their number in a script.")
]
Schedule = Annotated[
    bool, typer.Option("--as-of-schedule", help="Each week as known when it was due.")
]


@app.command()
def backfill(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    first: First,
    last: Last,
    product: ProductName = "",
    *,
    missing: Missing = False,
    failed: Failed = False,
    stale: Stale = False,
    every: Every = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    fail_fast: FailFast = False,
    max_failures: MaxFailures = 0,
    workers: Workers = 2,
    as_of: AsOf = "",
    schedule: Schedule = False,
    send: Send = False,
    messages: Messages = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Build reviews of past weeks, again to go on; mail them only with --send, once confirmed.

    Example: product-review backfill --from 2026-W01 --to 2026-W46 --dry-run
    """
    request = BackfillRequest(
        first=first,
        last=last,
        product=product,
        selection=_selection(missing=missing, failed=failed, stale=stale, all=every),
        reason=reason,
        as_of=parse_instant(as_of),
        as_of_schedule=schedule,
        max_failures=1 if fail_fast else max_failures,
        workers=workers,
    )
    run = Backfill(open_workspace(workspace), request, now, lambda: uuid4().hex)
    plan = run.plan()
    _print_plan(plan)
    if plan.chosen and not dry_run:
        raise typer.Exit(_carry_out(run, plan, messages, send=send))


def _carry_out(run: Backfill, plan: BackfillPlan, messages: int | None, *, send: bool) -> int:
    """Build the weeks, mail them if that was asked for and confirmed; return the exit code."""
    if not send:
        return _build(run, plan)
    confirm_messages(run.workspace, plan, messages)
    return max(_build(run, plan), send_built(run.workspace, run.outcomes))


def _build(run: Backfill, plan: BackfillPlan) -> int:
    """Build the weeks and return the exit code."""
    check_fonts_and_pango()
    total = len(plan.chosen)
    with _interruptible(run), progress_of("backfill") as progress:

        def told(outcome: Outcome) -> None:
            done = len(run.outcomes)
            progress(f"{outcome.product} {outcome.week_label}", done, total)
            typer.echo(f"{outcome.product}\t{outcome.week_label}\t{outcome.state}")
            if outcome.error:
                typer.echo(f"  {outcome.error}", err=True)

        outcomes = run.run(plan, told=told, progress=progress)
    failures = [one for one in outcomes if one.exit_code]
    published = sum(one.state == "published" for one in outcomes)
    typer.echo(f"{published} published, {len(failures)} failed, of {total}")
    for one in failures:
        typer.echo(f"failed: {one.product} {one.week_label}: {one.error.splitlines()[0]}")
    if run.stopping:
        typer.echo("stopped; the same command goes on with the rest")
        return _INTERRUPTED
    return max((one.exit_code for one in failures), default=0)


@contextmanager
def _interruptible(run: Backfill) -> Iterator[None]:
    """Let Ctrl-C end the backfill after the weeks that are being written; a second one at once."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if run.stopping:
            raise KeyboardInterrupt
        run.stopping = True
        typer.echo("finishing what is being written; Ctrl-C again stops at once", err=True)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _selection(**flags: bool) -> Selection:
    chosen = [cast("Selection", name) for name, given in flags.items() if given]
    if len(chosen) > 1:
        raise ConfigError(
            "more than one choice of weeks",
            where="product-review backfill",
            expected="one of --missing, --failed, --stale, --all",
            got=" ".join(f"--{name}" for name in chosen),
        )
    return chosen[0] if chosen else "missing"


def _print_plan(plan: BackfillPlan) -> None:
    rows = [
        (
            one.entry.product,
            one.entry.week_label,
            one.entry.state,
            "yes" if one.build else "no",
            one.why,
        )
        for one in plan.weeks
    ]
    print_table(_COLUMNS, rows)
    typer.echo(f"{len(plan.chosen)} of {len(plan.weeks)} weeks, as of {plan.as_of.isoformat()}")
    for name, count in plan.repeated.items():
        typer.echo(f"{name}: {count} queries are asked again for each week, as it was known then")


@app.command()
def status(
    workspace: WorkspaceFolder = HERE,
    product: ProductName = "",
    *,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=520, help="How far back.")] = 26,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Draw the grid of products and weeks: what is missing, failed, stale, built or sent.

    Example: product-review status --workspace demo
    """
    entries = pipeline.grid(open_workspace(workspace), product, weeks=weeks, now=now())
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in entries], indent=2))
        return
    if not console().is_terminal:
        rows = [(one.product, one.week_label, one.state, one.reason) for one in entries]
        print_table(("product", "week", "state", "why"), rows)
        return
    _draw(entries)


def _draw(entries: Sequence[WeekEntry]) -> None:
    """Draw one line per product, the newest week on the right."""
    screen = console()
    for name in dict.fromkeys(one.product for one in entries):
        own = [one for one in entries if one.product == name]
        line = " ".join(_SIGNS[one.state] for one in own)
        screen.print(Text(f"{name:20} {own[0].week_label}  {line}  {own[-1].week_label}"))
    screen.print(Text("  ".join(f"{sign} {state}" for state, sign in _SIGNS.items()), style="dim"))
    for one in entries:
        if one.state in ("failed", "stale", "held"):
            screen.print(Text(f"{one.product} {one.week_label} {one.state}: {one.reason}"))


def _plain(one: WeekEntry) -> dict[str, object]:
    return {
        "product": one.product,
        "week": one.week_label,
        "state": one.state,
        "revision": one.revision,
        "reason": one.reason,
    }
