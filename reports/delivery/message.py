"""Archived messages addressed to one recipient: the same bytes within, headers of its own."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime

from reports.errors import DeliveryError
from reports.values.ledger import ReviewKey
from reports.values.mail import MailSettings

_POLICY = policy.SMTP
_READER = policy.default


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a message is for, on whose behalf, and what it belongs to."""

    review: ReviewKey
    edition: str
    recipient: str
    reply_to: str = ""


def message_id(envelope: Envelope, mail: MailSettings, revision: int | None = None) -> str:
    """Return the identity of a message: the same for the same review, edition and recipient."""
    review = envelope.review
    parts = (review.product, review.week_label, envelope.edition, envelope.recipient)
    text = "\n".join((*parts, str(revision or review.revision)))
    domain = mail.sender.rpartition("@")[2]
    return f"<{hashlib.sha256(text.encode()).hexdigest()[:32]}@{domain}>"


def addressed(archived: bytes, envelope: Envelope, mail: MailSettings, now: datetime) -> bytes:
    """Return the archived message with the headers of one recipient.

    Raises: DeliveryError for a header that could start another one.
    """
    message = BytesParser(policy=_READER).parsebytes(archived)
    headers = _headers(envelope, mail, now)
    for name, value in headers.items():
        _refuse_breaks(name, str(value))
    own = EmailMessage(policy=_POLICY)
    for name, value in headers.items():
        own[name] = value
    head, _, body = archived.partition(b"\r\n\r\n")
    del message
    lines = own.as_bytes().partition(b"\r\n\r\n")[0]
    return lines + b"\r\n" + head + b"\r\n\r\n" + body


def _headers(envelope: Envelope, mail: MailSettings, now: datetime) -> dict[str, object]:
    reply_to = envelope.reply_to or mail.sender
    found: dict[str, object] = {
        "From": Address(mail.sender_name, addr_spec=mail.sender),
        "To": Address(addr_spec=envelope.recipient),
        "Reply-To": Address(addr_spec=reply_to),
        "Date": format_datetime(now),
        "Message-ID": message_id(envelope, mail),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.list_id:
        found["List-Id"] = f"<{mail.list_id}>"
    leave = mail.unsubscribe or reply_to
    found["List-Unsubscribe"] = f"<mailto:{leave}?subject=unsubscribe>"
    if envelope.review.revision > 1:
        first = message_id(envelope, mail, 1)
        found |= {"In-Reply-To": first, "References": first}
    return found


def _refuse_breaks(name: str, value: str) -> None:
    if any(sign in value for sign in "\r\n\0"):
        raise DeliveryError(
            "a header holds a line break",
            where=name,
            expected="one line",
            got=repr(value)[:80],
            next_step="look at the names in review.toml",
        )
