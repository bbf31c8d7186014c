"""Messages as they are archived, and what a mail program reads in them."""

import re
from dataclasses import dataclass, replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path

from reports.rendering.catalogs import language_of
from reports.rendering.email.images import Gallery
from reports.rendering.email.links import links_of
from reports.rendering.email.render import Stationery, render_mail
from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.resources import resource_folder
from reports.values.document import Review

SPACE = "\N{NO-BREAK SPACE}"
NUMBER = re.compile(
    r"[+\N{MINUS SIGN}]?\$?\d+(?:[.,]\d+)*[kMBT]?(?: (?:%|bps|Bp|ms|s|min|h|Mio\.|\$)(?!\w))*"
)


def post(review: Review, edition="full", language="en", pdf=b"%PDF", templates=()) -> bytes:
    """Render the message of an edition; templates of a workspace come first."""
    folders = [*map(Path, templates), resource_folder("templates")]
    environment = template_environment(
        folders,
        zone=review.zone,
        widths=text_widths(review.look),
        look=review.look,
        language=language_of(language),
    )
    stationery = Stationery(environment, Gallery(), links_of(review, edition, language))
    return render_mail(stationery, replace(review, language=language), pdf)


@dataclass(frozen=True)
class Opened:
    """A message as a mail program sees it."""

    message: EmailMessage

    @property
    def html(self) -> str:
        """Return the page."""
        return self.message.get_body(("html",)).get_content().replace("\r\n", "\n")

    @property
    def plain(self) -> str:
        """Return the text part."""
        return self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")

    @property
    def pictures(self) -> dict[str, bytes]:
        """Return the pictures by the names the page calls them."""
        parts = [part for part in self.message.walk() if part["Content-ID"]]
        return {part["Content-ID"].strip("<>"): part.get_content() for part in parts}


def opened_mail(content: bytes) -> Opened:
    """Read a message the way a mail program does."""
    return Opened(BytesParser(policy=policy.default).parsebytes(content))


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.pieces: list[str] = []
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep a tag; blocks part words."""
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        self.pieces.append("" if tag in {"span", "strong", "a"} else "\n")

    def handle_data(self, data):
        """Keep a text that is seen."""
        if self.inside not in {"style", "title"}:
            self.pieces.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of all tags of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        """Return the text of the body."""
        return "".join(self.pieces)


def numbers(text: str) -> set[str]:
    """Return the numbers of a text with their units."""
    return set(NUMBER.findall(" ".join(text.replace(SPACE, " ").split())))


def files_of(mail: Opened) -> list:
    """Return what is attached to a message."""
    mixed = mail.message.get_content_type() == "multipart/mixed"
    return list(mail.message.iter_attachments()) if mixed else []
