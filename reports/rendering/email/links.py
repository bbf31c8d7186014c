"""Where the archived copies of a review are to be found."""

from dataclasses import dataclass

from reports.values.audience import EditionName, edition_stem
from reports.values.document import Review


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses, or paths below the archive where no address is configured.

    `whole` is the whole review, `page` and `pdf` are the edition itself.
    """

    whole: str
    page: str
    pdf: str


def links_of(review: Review, edition: EditionName, language: str) -> Links:
    """Return the links of an edition; the whole review is in its language where there is one."""
    stem = edition_stem(edition, language, review.language)
    own = "review" if stem == "full" else stem
    whole = "review"
    if edition == "engineering":
        whole = own
    elif any((one.edition, one.language) == ("full", language) for one in review.mails):
        translated = edition_stem("full", language, review.language)
        whole = "review" if translated == "full" else translated
    return Links(*(_place(review, name) for name in (f"{whole}.html", f"{own}.html", f"{own}.pdf")))


def _place(review: Review, name: str) -> str:
    year, _, _ = review.week_label.partition("-")
    path = f"{review.product}/{year}/{review.week_label}/r{review.revision}/{name}"
    return f"{review.archive_url}/{path}" if review.archive_url else path
