"""Archived messages addressed to one recipient: the same bytes within, headers of its own."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from unicodedata import category
from urllib.parse import quote

from reports.errors import DeliveryError
from reports.values.ledger import ReviewKey
from reports.values.mail import MailSettings
from reports.values.notice import Notice

# Folding would break identities and addresses that are longer than a line.
_WIDTH = 900
_NOT_IN_A_HEADER = frozenset({"Cc", "Cs", "Zl", "Zp"})


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
    parts = (review.product, review.week_label, envelope.edition, envelope.recipient.casefold())
    return identity((*parts, str(revision or review.revision)), mail)


def identity(parts: tuple[str, ...], mail: MailSettings) -> str:
    """Return a message's identity under the sender's domain, made of what it is about."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return f"<{digest}@{ascii_domain(mail.sender)}>"


def addressed(archived: bytes, envelope: Envelope, mail: MailSettings, now: datetime) -> bytes:
    """Return the archived message, byte for byte, below the headers of one recipient.

    Raises: DeliveryError for a header that could start another one.
    """
    review = envelope.review
    headers = common_headers(envelope.recipient, envelope.reply_to or mail.sender, mail, now)
    headers["Message-ID"] = message_id(envelope, mail)
    if mail.list_id:
        headers["List-Id"] = f"<{mail.list_id}>"
    leave = mail.unsubscribe or envelope.reply_to or mail.sender
    headers["List-Unsubscribe"] = f"<mailto:{quote(leave, safe='@+')}?subject=unsubscribe>"
    if review.revision > 1:
        first = message_id(envelope, mail, 1)
        headers |= {"In-Reply-To": first, "References": first}
    return header_bytes(headers) + archived


def notice_bytes(notice: Notice, recipient: str, mail: MailSettings, now: datetime) -> bytes:
    """Return a notice to the owner of a product as a short plain message.

    Raises: DeliveryError for a header that could start another one.
    """
    headers = common_headers(recipient, mail.sender, mail, now)
    headers["Message-ID"] = identity((notice.product, "notice", notice.cause), mail)
    headers["Subject"] = notice.subject
    text = EmailMessage(policy=policy.SMTP)
    text.set_content("\n".join(notice.lines) + "\n", cte="quoted-printable")
    return header_bytes(headers) + text.as_bytes()


def common_headers(
    recipient: str, reply_to: str, mail: MailSettings, now: datetime
) -> dict[str, str | Address]:
    """Return what every message says of sender, recipient, time, and that a machine wrote it."""
    return {
        "From": mailbox(mail.sender, mail.sender_name),
        "To": mailbox(recipient),
        "Reply-To": mailbox(reply_to),
        "Date": format_datetime(now),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def header_bytes(headers: dict[str, str | Address]) -> bytes:
    """Write headers, one a line, as UTF-8 only where an address cannot be written otherwise.

    Raises: DeliveryError for a value that holds a line break or another control character.
    """
    for name, value in headers.items():
        _refuse_breaks(name, str(value))
    addresses = [value.addr_spec for value in headers.values() if isinstance(value, Address)]
    utf8 = not all(map(str.isascii, addresses))
    own = EmailMessage(policy=policy.SMTP.clone(utf8=utf8, max_line_length=_WIDTH))
    del own["MIME-Version"]
    for name, value in headers.items():
        own[name] = value
    return own.as_bytes().removesuffix(b"\r\n")


def mailbox(address: str, name: str = "") -> Address:
    """Return an address with its domain as name servers know it.

    Raises: DeliveryError for what is no address.
    """
    _refuse_breaks("address", f"{address}{name}")
    local, sign, _ = address.rpartition("@")
    if not (local and sign):
        raise DeliveryError("not a mail address", expected="name@example.com", got=address)
    return Address(name, local, ascii_domain(address))


def wire_address(address: str) -> str:
    """Return an address as servers exchange it."""
    return mailbox(address).addr_spec


def ascii_domain(address: str) -> str:
    """Return the domain of an address as name servers know it.

    Raises: DeliveryError where there is none.
    """
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise DeliveryError("not the domain of a mail address", got=domain) from error


def _refuse_breaks(name: str, value: str) -> None:
    if any(category(sign) in _NOT_IN_A_HEADER for sign in value):
        raise DeliveryError(
            "a header holds a line break or a control character",
            where=name,
            expected="one line",
            got=repr(value)[:80],
            next_step="look at the names in review.toml",
        )
