"""Send archived messages: at most once to each recipient, with every answer in the ledger."""

import ssl
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.delivery.message import Envelope, addressed, message_id
from reports.delivery.smtp import SERVER_ERRORS, open_server, send, unreachable
from reports.errors import ReportError
from reports.stages.carrying import Carrier, Clock
from reports.stages.letters import (
    Choice,
    Letter,
    archived_file,
    letters,
    refuse_strangers,
    required_mail,
)
from reports.store import Store
from reports.values.ledger import PublishedReview
from reports.values.mail import Answer, DeliveryKey, DeliveryState, MailSettings, Receipt
from reports.values.workspace import Workspace

# A message is handed over within some steps, each with its time; what is being sent for longer
# died on the way.
_ABANDONED, _STEPS = timedelta(minutes=30), 10
_ANY: Sequence[DeliveryState] = ("pending", "refused", "unknown", "accepted")


@dataclass(frozen=True, slots=True)
class Post:
    """Sends the messages of one workspace; `context` verifies certificates."""

    workspace: Workspace
    store: Store
    clock: Clock
    context: ssl.SSLContext | None = None

    @property
    def mail(self) -> MailSettings:
        """Return how mail leaves.

        Raises: ConfigError where review.toml does not say.
        """
        return required_mail(self.workspace)

    def deliver(self, review: PublishedReview, choice: Choice) -> tuple[Receipt, ...]:
        """Send what is due of a review and return what became of each of its deliveries.

        Raises: ConfigError without a server; ArchiveError when a message is not what was
        published.
        """
        meant = letters(self.workspace, review.key, choice)
        bodies = self._bodies(review, meant)
        self._abandon()
        names = [message_id(one.envelope, self.mail) for one in meant]
        self.store.deliveries.plan([one.key for one in meant], message_ids=names)
        carrier = self._carrier(_ANY if choice.resend else self._states)
        due = meant if choice.resend else self._due(meant)
        carrier.carry(due, bodies)
        return self._receipts(one.key for one in meant)

    def go_on(self) -> tuple[Receipt, ...]:
        """Go on with every delivery that waits, and with none that was never begun.

        A review that cannot be sent does not keep the others from it.
        """
        self._abandon()
        every = self.store.deliveries.receipts()
        left = {one.key for one in every if one.key.channel == "mail" and one.state in self._states}
        for review in self.store.ledger.reviews():
            keys = {key for key in left if key.review == review.key}
            if keys:
                self._go_on(review, keys)
        return self._receipts(left)

    def _go_on(self, review: PublishedReview, keys: AbstractSet[DeliveryKey]) -> None:
        known = self._still_wanted(review, keys)
        due = self._due([one for one in known if one.key in keys])
        carrier = self._carrier(self._states)
        try:
            bodies = self._bodies(review, due)
        except ReportError as error:
            carrier.keep(due, error.what)
        else:
            carrier.carry(due, bodies)

    def _still_wanted(
        self, review: PublishedReview, keys: AbstractSet[DeliveryKey]
    ) -> list[Letter]:
        """Return the letters that still have a recipient and no successor; give up the others."""
        audiences = [one for one in self.workspace.audiences if one.gets(review.key.product)]
        known = letters(self.workspace, review.key, Choice()) if audiences else ()
        wanted = {one.key: one for one in known}
        deliveries = self.store.deliveries
        for key in keys:
            if key not in wanted:
                deliveries.give_up(key, "no audience has this recipient any more")
            elif deliveries.was_replaced(key):
                deliveries.give_up(key, "a later revision takes its place")
                del wanted[key]
        return list(wanted.values())

    def _bodies(self, review: PublishedReview, meant: Iterable[Letter]) -> Mapping[str, bytes]:
        """Read the archived messages, and refuse recipients that may not get them."""
        there = tuple(meant)
        refuse_strangers((one.envelope.recipient for one in there), self.mail)
        names = {one.archived for one in there}
        return {name: archived_file(self.workspace, review, name) for name in sorted(names)}

    def _abandon(self) -> None:
        longest = max(_ABANDONED, timedelta(seconds=_STEPS * self.mail.timeout_s))
        self.store.deliveries.abandon(before=self.clock() - longest)

    def _carrier(self, states: Sequence[DeliveryState]) -> Carrier:
        return Carrier(self.mail, self.store.deliveries, self.clock, states, self.context)

    @property
    def _states(self) -> Sequence[DeliveryState]:
        """Return from which states a delivery may be sent without a person asking for it."""
        return ("pending", "unknown") if self.mail.resend_unknown else ("pending",)

    def _receipts(self, keys: Iterable[DeliveryKey]) -> tuple[Receipt, ...]:
        wanted = set(keys)
        return tuple(one for one in self.store.deliveries.receipts() if one.key in wanted)

    def _due(self, meant: Sequence[Letter]) -> list[Letter]:
        """Return what is to be sent now; what waited too long is given up."""
        receipts = {one.key: one for one in self._receipts(one.key for one in meant)}
        due = []
        for letter in meant:
            receipt = receipts[letter.key]
            if receipt.state == "pending" and self._is_over(receipt):
                told = f"given up after {self.mail.deadline_hours} h: {receipt.answer}"
                self.store.deliveries.give_up(letter.key, told)
            elif receipt.state in self._states and self._has_come(receipt.next_try):
                due.append(letter)
        return due

    def _has_come(self, instant: datetime | None) -> bool:
        return instant is None or instant <= self.clock()

    def _is_over(self, receipt: Receipt) -> bool:
        limit = timedelta(hours=self.mail.deadline_hours)
        return receipt.first_try is not None and self.clock() - receipt.first_try > limit


def send_test(post: Post, review: PublishedReview, to: str, audience: str = "") -> Answer:
    """Send the first message of a review to one address; this is no delivery.

    Raises: DeliveryError for an address outside of the allowed domains.
    """
    mail = post.mail
    refuse_strangers([to], mail)
    first, *_ = letters(post.workspace, review.key, Choice(audience))
    envelope = Envelope(review.key, f"test-{first.key.edition}", to, first.envelope.reply_to)
    body = archived_file(post.workspace, review, first.archived)
    message = addressed(body, envelope, mail, post.clock())
    try:
        with open_server(mail, post.context) as server:
            return send(server, mail, to, message)
    except SERVER_ERRORS as error:
        return unreachable(error)
