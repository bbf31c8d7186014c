"""Who gets what of an archived review: letters, before they are sent or written as files."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.delivery.message import Envelope, addressed
from reports.errors import ArchiveError, ConfigError, DeliveryError
from reports.store.archive import Archive
from reports.store.manifest import sha256_of_bytes
from reports.values.audience import Audience, mail_edition, mail_name
from reports.values.ledger import PublishedReview, ReviewKey
from reports.values.mail import DeliveryKey, MailSettings, may_get_mail
from reports.values.workspace import Workspace

_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9._+-]+")


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


def letters(workspace: Workspace, review: ReviewKey, choice: Choice) -> tuple[Letter, ...]:
    """Return who gets what of a review; an address in two spellings is one recipient.

    Raises: ConfigError without audiences, or for one that does not exist.
    """
    found: dict[DeliveryKey, Letter] = {}
    for audience in _audiences(workspace, review.product, choice.audience):
        name = mail_name(mail_edition(audience, workspace.language), workspace.language)
        for recipient in audience.recipients:
            key = DeliveryKey(review, name.removesuffix(".eml"), recipient.casefold())
            envelope = Envelope(review, key.edition, recipient, audience.reply_to)
            found.setdefault(key, Letter(key, envelope, name))
    meant = [one for key, one in found.items() if choice.resend.casefold() in ("", key.recipient)]
    if choice.resend and not meant:
        raise ConfigError(
            f"{choice.resend} is no recipient of this review",
            where="--resend",
            expected="one of " + ", ".join(sorted({key.recipient for key in found})),
        )
    return tuple(meant)


def archived_file(workspace: Workspace, review: PublishedReview, name: str) -> bytes:
    """Return an archived file, unchanged since it was published.

    Raises: ArchiveError where it is not there, redacted or altered.
    """
    entered = {one.name: one.sha256 for one in review.files}
    if review.redaction is not None:
        raise ArchiveError(
            f"{review.key} was redacted: {review.redaction.reason}",
            next_step="product-review run --revise --reason …, if it is to be sent after all",
        )
    if name not in entered:
        raise ArchiveError(
            f"{review.key} holds no {name}",
            next_step="it was published before this audience existed: run --revise",
        )
    body = Archive(workspace.archive).read(review.key, name)
    if sha256_of_bytes(body) != entered[name]:
        raise ArchiveError(
            f"{name} of {review.key} is not what was published",
            next_step="product-review verify, then restore the folder from a backup",
        )
    return body


def write_letters(
    workspace: Workspace, review: PublishedReview, choice: Choice, folder: Path, now: datetime
) -> tuple[Path, ...]:
    """Write what would be sent as .eml files; nothing is entered as a delivery."""
    mail = required_mail(workspace)
    meant = letters(workspace, review.key, choice)
    refuse_strangers((one.envelope.recipient for one in meant), mail)
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for one in meant:
        body = archived_file(workspace, review, one.archived)
        path = folder / _file_name(one.key)
        path.write_bytes(addressed(body, one.envelope, mail, now))
        found.append(path)
    return tuple(found)


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


def refuse_strangers(recipients: Iterable[str], mail: MailSettings) -> None:
    """Refuse recipients outside of the allowed domains before anything is sent.

    Raises: DeliveryError naming the first.
    """
    for one in recipients:
        if not may_get_mail(one, mail.domains):
            raise DeliveryError(
                f"mail to {one.rpartition('@')[2]} is not allowed",
                where="review.toml, [mail] domains",
                expected=", ".join(mail.domains),
                got=one,
            )


def _audiences(workspace: Workspace, product: str, name: str) -> list[Audience]:
    able = [one for one in workspace.audiences if one.gets(product)]
    chosen = [one for one in able if name in ("", one.name)]
    if not chosen:
        raise ConfigError(
            f"no audience {name!r}" if name else "no audience is configured",
            where="review.toml, [[audiences]]",
            expected=", ".join(one.name for one in able) or "a table [[audiences]]",
            next_step="add one, or correct --audience",
        )
    return chosen


def _file_name(key: DeliveryKey) -> str:
    """Name a letter's file after its recipient; what no file name can hold becomes a hash."""
    recipient = key.recipient.replace("@", "_at_")
    plain = _NOT_IN_A_FILE_NAME.sub("_", recipient)
    if plain != recipient:
        plain = f"{plain}_{hashlib.sha256(recipient.encode()).hexdigest()[:8]}"
    return f"{key.edition}_{plain}.eml"
