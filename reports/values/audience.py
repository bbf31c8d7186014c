"""Who reads a review, in which edition and language."""

from dataclasses import dataclass
from typing import Literal

EditionName = Literal["summary", "full", "engineering"]

LARGEST_MAIL_BYTES = 7_000_000


@dataclass(frozen=True, slots=True)
class Audience:
    """Recipients who get the same message; empty `products` means all.

    `numbers` is the language whose separators, percentages and money are used with the texts.
    """

    name: str
    recipients: tuple[str, ...]
    edition: EditionName = "full"
    products: tuple[str, ...] = ()
    language: str = ""
    numbers: str = ""
    attach_pdf: bool = True
    reply_to: str = ""

    def gets(self, product: str) -> bool:
        """Tell whether the reviews of a product go to this audience."""
        return not self.products or product in self.products


@dataclass(frozen=True, slots=True, order=True)
class MailEdition:
    """One message as it is archived: its edition, its language, with or without the PDF."""

    edition: EditionName
    language: str
    attach_pdf: bool = True


def mail_edition(audience: Audience, language: str) -> MailEdition:
    """Return what an audience gets; without a language of its own, the workspace's.

    Example: "en-de" is English with German numbers
    """
    words = audience.language or language
    code = words if audience.numbers in ("", words) else f"{words}-{audience.numbers}"
    return MailEdition(audience.edition, code, audience.attach_pdf)


def edition_stem(edition: EditionName, language: str, default_language: str) -> str:
    """Name the files of an edition.

    Example: "summary-de" where English is the workspace's language
    """
    return edition if language == default_language else f"{edition}-{language}"


def mail_name(mail: MailEdition, default_language: str) -> str:
    """Name the archived message of an edition."""
    bare = "" if mail.attach_pdf else "-bare"
    return f"{edition_stem(mail.edition, mail.language, default_language)}{bare}.eml"
