"""A message as bytes: mixed(alternative(plain, related(html, png …)), pdf), always the same."""

import hashlib
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP

from reports.rendering.email.images import Picture

_BOUNDARY = "=_review_"


def message_bytes(
    subject: str, language: str, texts: tuple[str, str], pictures: Iterable[Picture], pdf: object
) -> bytes:
    """Return a message without sender, recipient and date.

    Shape: `texts` are plain text and HTML; `pdf` is a pair of name and bytes, or nothing.
    """
    plain, html = texts
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["Content-Language"] = language
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    page = message.get_payload()[1]  # type: ignore[index] # just added
    for one in pictures:
        page.add_related(  # type: ignore[union-attr] # a message, as it was just added
            one.data,
            maintype="image",
            subtype="png",
            cid=f"<{one.cid}>",
            disposition="inline",
            filename=f"{one.cid.partition('@')[0]}.png",
        )
    if isinstance(pdf, tuple):
        name, data = pdf
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    _name_boundaries(message, hashlib.sha256(html.encode()).hexdigest()[:24])
    return message.as_bytes()


def _name_boundaries(message: EmailMessage, stem: str) -> None:
    """Name the boundaries after the content, where the library would draw them by lot."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"{_BOUNDARY}{stem}_{number}")
