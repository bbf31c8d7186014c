"""Reviews to their audiences: what is archived leaves by mail, and the ledger remembers."""

from datetime import datetime
from pathlib import Path

from reports.stages.sending import Choice, Post, send_test, write_letters
from reports.store import open_store
from reports.values.ledger import PublishedReview
from reports.values.mail import Answer, Receipt
from reports.values.workspace import Workspace


def send_mails(
    workspace: Workspace, review: PublishedReview, audience: str, resend: str, *, now: datetime
) -> tuple[Receipt, ...]:
    """Send a review to its audiences and return what became of each message."""
    with open_store(workspace.ledger_url) as store:
        return Post(workspace, store, now).deliver(review, Choice(audience, resend))


def send_due(workspace: Workspace, *, now: datetime) -> tuple[Receipt, ...]:
    """Go on with every delivery that waits for its next try."""
    with open_store(workspace.ledger_url) as store:
        waiting = {one.key.review for one in store.deliveries.receipts() if one.state == "pending"}
        reviews = [one for one in store.ledger.reviews() if one.key in waiting]
        return tuple(
            receipt
            for review in reviews
            for receipt in Post(workspace, store, now).deliver(review, Choice())
        )


def write_mails(
    workspace: Workspace, review: PublishedReview, audience: str, folder: Path, *, now: datetime
) -> tuple[Path, ...]:
    """Write what would be sent, and send nothing."""
    return write_letters(workspace, review, Choice(audience), folder, now)


def send_test_mail(
    workspace: Workspace, review: PublishedReview, to: str, *, now: datetime
) -> Answer:
    """Send one message to one address, which is no delivery."""
    return send_test(workspace, review, to, now=now)


def delivery_receipts(
    workspace: Workspace, product: str = "", week: str = ""
) -> tuple[Receipt, ...]:
    """Return what became of every delivery."""
    with open_store(workspace.ledger_url) as store:
        return store.deliveries.receipts(product, week)
