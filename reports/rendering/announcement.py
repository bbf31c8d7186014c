"""A review in a title and one line, for channels that take no more."""

from reports.rendering.catalogs import language_of
from reports.rendering.dates import period_text, week_text
from reports.rendering.email.content import plain_text
from reports.rendering.language import speaking
from reports.rendering.translation import translated_block
from reports.values.document import Headline, Review


def announcement(review: Review) -> tuple[str, str]:
    """Return product and week, and the headline."""
    language = language_of(review.language)
    with speaking(language):
        week = f"{week_text(review.week_label)}, {period_text(review.week)}"
        blocks = (block for chapter in review.chapters for block in chapter.blocks)
        heads = (translated_block(one, language) for one in blocks if isinstance(one, Headline))
        found = [plain_text(one.spans, review.zone) for one in heads if isinstance(one, Headline)]
        corrected = language.text("Corrected: ") if review.revision > 1 else ""
        title = f"{corrected}{review.product_title}: {week}"
    return " ".join(title.split()), " ".join(" ".join(found[:1]).split())
