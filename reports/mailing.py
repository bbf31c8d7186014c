"""Reviews to their audiences: what is archived leaves by mail, and the ledger remembers."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports import pipeline
from reports.stages.carrying import Clock
from reports.stages.chatting import Crier
from reports.stages.letters import Choice, letters, write_letters
from reports.stages.redaction_of_reviews import LETTERS
from reports.stages.sending import Post, send_test
from reports.stages.telling import Teller, outcome_notices, refusal_notices
from reports.store import open_store
from reports.values.job import Outcome
from reports.values.ledger import PublishedReview, ReviewKey
from reports.values.mail import Answer, Receipt
from reports.values.workspace import Workspace

__all__ = ["LETTERS", "OwnerMail"]

EVERYBODY = Choice()


@dataclass(frozen=True, slots=True)
class OwnerMail:
    """A way to tell owners something, once; it opens the ledger for each."""

    workspace: Workspace
    clock: Clock

    def tell(self, product: str, subject: str, lines: tuple[str, ...]) -> None:
        """Tell the owner of a product something, unless the same was told before."""
        with open_store(self.workspace.ledger_url) as store:
            Teller(self.workspace, store, self.clock).tell(product, subject, lines)


def send_review(
    workspace: Workspace,
    review: PublishedReview,
    choice: Choice = EVERYBODY,
    *,
    clock: Clock,
    context: ssl.SSLContext | None = None,
) -> tuple[Receipt, ...]:
    """Send a review to its audiences and channels; return what became of each delivery.

    The owner of the product is told what will not arrive by itself.
    """
    with open_store(workspace.ledger_url) as store:
        crier = Crier(workspace, store, clock)
        if choice.resend and crier.knows(choice.resend):
            return crier.announce(review, choice.resend)
        receipts: tuple[Receipt, ...] = ()
        if workspace.audiences or choice != EVERYBODY or not workspace.chat:
            receipts = Post(workspace, store, clock, context).deliver(review, choice)
        if choice == EVERYBODY:
            receipts += crier.announce(review)
        notices = refusal_notices(workspace, receipts)
        Teller(workspace, store, clock, context).tell_all(notices)
        return receipts


def reviews_to_send(
    workspace: Workspace, week: str, product: str, audience: str
) -> tuple[PublishedReview, ...]:
    """Return the newest review of each product in a week, or its newest of all without one.

    Products whose reviews go to nobody are left out, unless that leaves none.
    Raises: ArchiveError when there is none.
    """
    newest: dict[str, PublishedReview] = {}
    for one in sorted(pipeline.find_reviews(workspace, product, week), key=_age):
        newest[one.key.product] = one
    meant = tuple(newest.values())
    gone = tuple(one for one in meant if _goes_out(workspace, one.key.product, audience))
    return gone or meant


def message_count(workspace: Workspace, review: ReviewKey) -> int:
    """Return how many messages and posts a review would be sent as."""
    product = review.product
    listening = any(one.gets(product) for one in workspace.audiences)
    mails = letters(workspace, review, EVERYBODY) if listening else ()
    return len(mails) + sum(one.gets(product) for one in workspace.chat)


def send_due(
    workspace: Workspace, *, clock: Clock, context: ssl.SSLContext | None = None
) -> tuple[Receipt, ...]:
    """Go on with every delivery and notice that waits for its next try."""
    with open_store(workspace.ledger_url) as store:
        receipts = Post(workspace, store, clock, context).go_on()
        teller = Teller(workspace, store, clock, context)
        teller.tell_all(refusal_notices(workspace, receipts))
        teller.go_on()
        return receipts


def tell_owners(workspace: Workspace, outcomes: Sequence[Outcome], *, clock: Clock) -> None:
    """Tell owners which reviews failed, are held, or wait for them; each cause once."""
    with open_store(workspace.ledger_url) as store:
        Teller(workspace, store, clock).tell_all(outcome_notices(workspace, outcomes))


def write_mails(
    workspace: Workspace, review: PublishedReview, audience: str, folder: Path, *, now: datetime
) -> tuple[Path, ...]:
    """Write what would be sent, and send nothing."""
    return write_letters(workspace, review, Choice(audience), folder, now)


def send_test_mail(
    workspace: Workspace, review: PublishedReview, to: str, audience: str, *, clock: Clock
) -> Answer:
    """Send one message to one address, which is no delivery."""
    with open_store(workspace.ledger_url) as store:
        return send_test(Post(workspace, store, clock), review, to, audience)


def delivery_receipts(
    workspace: Workspace, product: str = "", week: str = ""
) -> tuple[Receipt, ...]:
    """Return what became of every delivery.

    Raises: ArchiveError when a week is named that has no review.
    """
    label = pipeline.find_reviews(workspace, product, week)[0].key.week_label if week else ""
    with open_store(workspace.ledger_url) as store:
        return store.deliveries.receipts(product, label)


def _goes_out(workspace: Workspace, product: str, audience: str) -> bool:
    listening = any(one.gets(product) for one in workspace.chat) and not audience
    return listening or any(
        one.gets(product) and audience in ("", one.name) for one in workspace.audiences
    )


def _age(review: PublishedReview) -> tuple[str, int]:
    return (review.key.week_label, review.key.revision)
