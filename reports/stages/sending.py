"""Send archived messages: at most once to each recipient, with every answer in the ledger."""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reports.delivery.message import Envelope, addressed, message_id
from reports.delivery.smtp import (
    SERVER_ERRORS,
    Server,
    is_alive,
    open_server,
    send,
    unreachable,
)
from reports.errors import ArchiveError, ConfigError, DeliveryError
from reports.store import Store
from reports.store.archive import Archive
from reports.store.manifest import sha256_of_bytes
from reports.values.audience import Audience, mail_edition, mail_name
from reports.values.ledger import PublishedReview, ReviewKey
from reports.values.mail import Answer, DeliveryKey, DeliveryState, MailSettings, Receipt
from reports.values.workspace import Workspace

_FIRST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=4)
# A message is handed over within minutes; what is being sent for longer died on the way.
_ABANDONED = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which deliveries of a review are meant; empty fields mean all.

    `resend` names a recipient who is to get the message again, whatever became of it.
    """

    audience: str = ""
    resend: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient, as it will be sent."""

    key: DeliveryKey
    envelope: Envelope
    archived: str


def letters(workspace: Workspace, review: PublishedReview, choice: Choice) -> tuple[Letter, ...]:
    """Return who gets what of a review.

    Raises: ConfigError without audiences, or for one that does not exist.
    """
    chosen = _audiences(workspace, review.key.product, choice.audience)
    found: dict[DeliveryKey, Letter] = {}
    for audience in chosen:
        name = mail_name(mail_edition(audience, workspace.language), workspace.language)
        for recipient in audience.recipients:
            key = DeliveryKey(review.key, name.removesuffix(".eml"), recipient)
            envelope = Envelope(review.key, key.edition, recipient, audience.reply_to)
            found.setdefault(key, Letter(key, envelope, name))
    meant = [one for key, one in found.items() if choice.resend in ("", key.recipient)]
    if choice.resend and not meant:
        raise ConfigError(
            f"{choice.resend} is no recipient of this review",
            where="--resend",
            expected="one of " + ", ".join(sorted({key.recipient for key in found})),
        )
    return tuple(meant)


@dataclass(frozen=True, slots=True)
class Post:
    """Sends the messages of one workspace at one instant; `context` verifies certificates."""

    workspace: Workspace
    store: Store
    now: datetime
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
        meant = letters(self.workspace, review, choice)
        _refuse_strangers(meant, self.mail)
        bodies = {one.archived: _archived(self.workspace, review, one.archived) for one in meant}
        deliveries = self.store.deliveries
        deliveries.abandon(before=self.now - _ABANDONED)
        names = [message_id(one.envelope, self.mail) for one in meant]
        deliveries.plan([one.key for one in meant], message_ids=names)
        due = self._due(review, meant, again=bool(choice.resend))
        for letter, answer in self._send_all(due, bodies, self._takeable(choice)):
            pause = self.now + self._pause(letter.key) if answer.state == "pending" else None
            deliveries.end(letter.key, answer, next_try=pause)
        keys = {one.key for one in meant}
        return tuple(one for one in self._receipts(review.key) if one.key in keys)

    def _takeable(self, choice: Choice) -> Sequence[DeliveryState]:
        """Return from which states a delivery may be sent."""
        if choice.resend:
            return ("pending", "refused", "unknown", "accepted")
        return ("pending", "unknown") if self.mail.resend_unknown else ("pending",)

    def _receipts(self, key: ReviewKey) -> tuple[Receipt, ...]:
        return self.store.deliveries.receipts(key.product, key.week_label)

    def _due(
        self, review: PublishedReview, meant: Sequence[Letter], *, again: bool
    ) -> list[Letter]:
        """Return what is to be sent now; what waited too long is given up."""
        receipts = {one.key: one for one in self._receipts(review.key)}
        due = []
        for letter in meant:
            receipt = receipts[letter.key]
            if again or (receipt.state == "unknown" and self.mail.resend_unknown):
                due.append(letter)
            elif receipt.state == "pending" and self._is_over(receipt):
                told = f"given up after {self.mail.deadline_hours} h: {receipt.answer}"
                self.store.deliveries.end(letter.key, Answer("refused", told))
            elif receipt.state == "pending" and self._has_come(receipt.next_try):
                due.append(letter)
        return due

    def _has_come(self, instant: datetime | None) -> bool:
        return instant is None or instant <= self.now

    def _is_over(self, receipt: Receipt) -> bool:
        limit = timedelta(hours=self.mail.deadline_hours)
        return receipt.first_try is not None and self.now - receipt.first_try > limit

    def _pause(self, key: DeliveryKey) -> timedelta:
        """Wait longer after every try."""
        tries = next((one.attempts for one in self._receipts(key.review) if one.key == key), 1)
        doubled: timedelta = _FIRST_PAUSE * int(2 ** min(tries - 1, 10))
        return min(doubled, _LONGEST_PAUSE)

    def _send_all(
        self, due: Sequence[Letter], bodies: Mapping[str, bytes], states: Sequence[DeliveryState]
    ) -> Iterator[tuple[Letter, Answer]]:
        """Send letters over one connection, over a new one after it was lost."""
        left = list(due)
        while left:
            try:
                with open_server(self.mail, self.context) as server:
                    while left and is_alive(server):
                        letter = left.pop(0)
                        if self.store.deliveries.begin(letter.key, now=self.now, states=states):
                            yield letter, self._send(server, letter, bodies[letter.archived])
            except SERVER_ERRORS as error:
                yield from self._kept(left, unreachable(error), states)
                return

    def _send(self, server: Server, letter: Letter, body: bytes) -> Answer:
        message = addressed(body, letter.envelope, self.mail, self.now)
        return send(server, self.mail, letter.envelope.recipient, message)

    def _kept(
        self, left: Sequence[Letter], answer: Answer, states: Sequence[DeliveryState]
    ) -> Iterator[tuple[Letter, Answer]]:
        """Give every letter the answer of a server that could not be reached."""
        for letter in left:
            if self.store.deliveries.begin(letter.key, now=self.now, states=states):
                yield letter, answer


def write_letters(
    workspace: Workspace, review: PublishedReview, choice: Choice, folder: Path, now: datetime
) -> tuple[Path, ...]:
    """Write what would be sent as .eml files; nothing is entered as a delivery."""
    mail = required_mail(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for one in letters(workspace, review, choice):
        body = _archived(workspace, review, one.archived)
        name = f"{one.key.edition}_{one.key.recipient.replace('@', '_at_')}.eml"
        path = folder / name
        path.write_bytes(addressed(body, one.envelope, mail, now))
        found.append(path)
    return tuple(found)


def send_test(
    workspace: Workspace,
    review: PublishedReview,
    to: str,
    *,
    now: datetime,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Send the first message of a review to one address; this is no delivery."""
    mail = required_mail(workspace)
    first, *_ = letters(workspace, review, Choice())
    envelope = Envelope(review.key, f"test-{first.key.edition}", to, first.envelope.reply_to)
    _refuse_strangers([Letter(first.key, envelope, first.archived)], mail)
    body = _archived(workspace, review, first.archived)
    message = addressed(body, envelope, mail, now)
    try:
        with open_server(mail, context) as server:
            return send(server, mail, to, message)
    except SERVER_ERRORS as error:
        return unreachable(error)


def required_mail(workspace: Workspace) -> MailSettings:
    """Return how mail leaves.

    Raises: ConfigError where review.toml does not say.
    """
    if workspace.mail is None:
        raise ConfigError(
            "review.toml does not say how mail leaves",
            where="review.toml",
            expected="a table [mail] with host and sender",
            next_step="see the commented example of product-review init",
        )
    return workspace.mail


def _audiences(workspace: Workspace, product: str, name: str) -> list[Audience]:
    able = [one for one in workspace.audiences if not one.products or product in one.products]
    chosen = [one for one in able if name in ("", one.name)]
    if not chosen:
        raise ConfigError(
            f"no audience {name!r}" if name else "no audience is configured",
            where="review.toml, [[audiences]]",
            expected=", ".join(one.name for one in able) or "a table [[audiences]]",
            next_step="add one, or correct --audience",
        )
    return chosen


def _refuse_strangers(meant: Sequence[Letter], mail: MailSettings) -> None:
    """Refuse recipients outside of the allowed domains before anything is sent."""
    for one in meant:
        domain = one.envelope.recipient.rpartition("@")[2].lower()
        if mail.domains and domain not in mail.domains:
            raise DeliveryError(
                f"mail to {domain} is not allowed",
                where="review.toml, [mail] domains",
                expected=", ".join(mail.domains),
                got=one.envelope.recipient,
            )


def _archived(workspace: Workspace, review: PublishedReview, name: str) -> bytes:
    """Return an archived message, unchanged since it was published."""
    entered = {one.name: one.sha256 for one in review.files}
    if name not in entered:
        raise ArchiveError(
            f"{review.key} holds no message {name}",
            next_step="it was published before this audience existed: run --revise",
        )
    body = Archive(workspace.archive).read(review.key, name)
    if sha256_of_bytes(body) != entered[name]:
        raise ArchiveError(
            f"{name} of {review.key} is not what was published",
            next_step="product-review verify, then restore the folder from a backup",
        )
    return body
