"""`send` and `deliveries`: reviews to their audiences, and who got what."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from reports import mailing
from reports.cli.application import app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, now, open_workspace
from reports.cli.terminal import print_table
from reports.errors import ConfigError, DeliveryError
from reports.stages.letters import Choice
from reports.values.ledger import PublishedReview
from reports.values.mail import Receipt
from reports.values.workspace import Workspace

_COLUMNS = ("review", "edition", "recipient", "state", "tries", "last try", "next try", "answer")


@app.command(name="send")
def send_review(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    week: Annotated[str, typer.Option("--week", help="ISO week; the newest without it.")] = "",
    product: ProductName = "",
    *,
    audience: Annotated[str, typer.Option("--audience", help="Only this audience.")] = "",
    resend: Annotated[str, typer.Option("--resend", help="Send to this recipient again.")] = "",
    to: Annotated[str, typer.Option("--to", help="A test to one address; no delivery.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Go on with all that waits.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write .eml files only.")] = False,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Send the archived reviews of a week to their audiences, to each recipient once.

    Example: product-review send --week 2026-W46 --dry-run
    """
    loaded = open_workspace(workspace)
    if due:
        _refuse_beside(week, product, audience, resend, to, "--dry-run" if dry_run else "")
        _print_receipts(mailing.send_due(loaded, clock=now), failing=True)
        return
    reviews = mailing.reviews_to_send(loaded, week, product, audience)
    if resend and len(reviews) > 1:
        raise ConfigError(
            "--resend means one review, and several products have one",
            where="product-review send",
            expected="--product " + " or ".join(one.key.product for one in reviews),
        )
    if dry_run:
        _write(loaded, reviews, audience)
    elif to:
        _test(loaded, reviews, to, audience)
    else:
        choice = Choice(audience, resend)
        sent = [mailing.send_review(loaded, one, choice, clock=now) for one in reviews]
        _print_receipts(tuple(receipt for one in sent for receipt in one), failing=True)


@app.command()
def deliveries(
    week: Annotated[str, typer.Argument(help="ISO week; all weeks without it.")] = "",
    product: ProductName = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """List who got which review, when, and what the server said.

    Example: product-review deliveries 2026-W46
    """
    found = mailing.delivery_receipts(open_workspace(workspace), product, week)
    if as_json:
        rows = [dict(zip(_COLUMNS, _row(one), strict=True)) for one in found]
        typer.echo(json.dumps(rows, indent=2))
    else:
        _print_receipts(found, failing=False)


def _write(workspace: Workspace, reviews: Sequence[PublishedReview], audience: str) -> None:
    for one in reviews:
        folder = workspace.root / mailing.LETTERS / f"{one.key.product}-{one.key.week_label}"
        for path in mailing.write_mails(workspace, one, audience, folder, now=now()):
            typer.echo(str(path))


def _test(workspace: Workspace, reviews: Sequence[PublishedReview], to: str, audience: str) -> None:
    answers = [mailing.send_test_mail(workspace, one, to, audience, clock=now) for one in reviews]
    for one, answer in zip(reviews, answers, strict=True):
        typer.echo(f"{one.key}\t{to}\t{answer.state}\t{answer.said}")
    if any(answer.state != "accepted" for answer in answers):
        raise typer.Exit(DeliveryError.exit_code)


def _print_receipts(found: tuple[Receipt, ...], *, failing: bool) -> None:
    """Print deliveries; some that were not accepted make the command fail."""
    print_table(_COLUMNS, [_row(one) for one in found])
    if failing and any(one.state != "accepted" for one in found):
        raise typer.Exit(DeliveryError.exit_code)


def _row(one: Receipt) -> tuple[str, ...]:
    return (
        str(one.key.review),
        one.key.edition,
        one.key.recipient,
        one.state,
        str(one.attempts),
        one.last_try.isoformat() if one.last_try else "",
        one.next_try.isoformat() if one.next_try else "",
        one.answer,
    )


def _refuse_beside(*given: str) -> None:
    if any(given):
        raise ConfigError(
            "--due goes on with all that waits",
            where="product-review send",
            expected="--due alone",
            next_step="leave the other options out",
        )
