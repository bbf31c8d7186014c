"""What a backfill mails: nothing, unless it is asked to and the number of messages is confirmed."""

from collections.abc import Sequence

import typer

from reports import mailing
from reports.cli.options import now
from reports.cli.terminal import console
from reports.errors import ConfigError, DeliveryError
from reports.values.job import Outcome
from reports.values.ledger import ReviewKey
from reports.values.week_state import BackfillPlan
from reports.values.workspace import Workspace


def confirm_messages(workspace: Workspace, plan: BackfillPlan, given: int | None) -> None:
    """Have a person, or the number in a script, confirm how many messages will leave.

    Raises: ConfigError where the number is another, or nobody can be asked; Abort for a no.
    """
    count = _messages(workspace, plan)
    weeks = len(plan.chosen)
    if not count:
        raise ConfigError(
            "nobody gets these reviews",
            where="review.toml",
            expected="[mail] with [[audiences]], or [[chat]]",
            next_step="add one, or leave out --send",
        )
    if given is None and console().is_terminal:
        typer.confirm(f"Send {count} messages for {weeks} weeks once they are built?", abort=True)
    elif given != count:
        raise ConfigError(
            "the number of messages is not confirmed",
            where="--messages",
            expected=f"{count}, for {weeks} weeks",
            got="nothing" if given is None else str(given),
            next_step=f"--send --messages {count}, or leave out --send and mail nothing",
        )


def send_built(workspace: Workspace, outcomes: Sequence[Outcome]) -> int:
    """Send what was published in this run, oldest first; return the exit code."""
    sent = lost = 0
    for one in outcomes:
        if one.state == "published" and one.review is not None:
            for receipt in mailing.send_review(workspace, one.review, clock=now):
                sent += receipt.state == "accepted"
                lost += receipt.state != "accepted"
    typer.echo(f"{sent} messages sent, {lost} not")
    return DeliveryError.exit_code if lost else 0


def _messages(workspace: Workspace, plan: BackfillPlan) -> int:
    keys = [ReviewKey(one.entry.product, one.entry.week_label, 1) for one in plan.chosen]
    return sum(mailing.message_count(workspace, key) for key in keys)
