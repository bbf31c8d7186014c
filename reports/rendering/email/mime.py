"""A message as bytes: mixed(alternative(plain, related(html, png …)), pdf), always the same."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

from reports.rendering.email.images import Picture

# An underscore behind an equals sign never occurs in an encoded part.
_BOUNDARY = "=_review_"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a message is made of."""

    subject: str
    language: str
    plain: str
    html: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A PDF and the name it is attached under."""

    name: str
    data: bytes


def message_bytes(parts: Parts, pdf: Enclosure | None) -> bytes:
    """Return a message without sender, recipient and date."""
    message = EmailMessage(policy=SMTP)
    message.set_content(parts.plain, cte="quoted-printable")
    page = EmailMessage(policy=SMTP)
    page.set_content(parts.html, subtype="html", cte="quoted-printable")
    del page["MIME-Version"]
    _add_pictures(page, parts.pictures)
    message.make_alternative()
    message.attach(page)
    if pdf is not None:
        message.add_attachment(pdf.data, maintype="application", subtype="pdf", filename=pdf.name)
    message["Content-Language"] = parts.language
    _name_boundaries(message, _digest(parts, pdf))
    return _subject_line(parts.subject) + message.as_bytes()


def _subject_line(subject: str) -> bytes:
    """Encode the subject as a whole: words encoded one by one gain spaces where lines break.

    Raises: ValueError for a subject of several lines.
    """
    if len(subject.splitlines()) > 1:
        raise ValueError("a subject holds a line break")
    charset = "us-ascii" if subject.isascii() else "utf-8"
    told = Header(subject, charset, maxlinelen=76, header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {told}\r\n".encode("ascii")


def _add_pictures(page: EmailMessage, pictures: Iterable[Picture]) -> None:
    for one in pictures:
        page.add_related(
            one.data,
            maintype="image",
            subtype="png",
            cid=f"<{one.cid}>",
            disposition="inline",
            filename=f"{one.cid.partition('@')[0]}.png",
        )


def _digest(parts: Parts, pdf: Enclosure | None) -> str:
    texts = (parts.subject, parts.plain, parts.html, *(one.cid for one in parts.pictures))
    found = hashlib.sha256("\0".join(texts).encode())
    found.update(pdf.data if pdf else b"")
    return found.hexdigest()[:24]


def _name_boundaries(message: EmailMessage, stem: str) -> None:
    """Name the boundaries after the content, where the library would draw them by lot."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"{_BOUNDARY}{stem}_{number}")
