"""The site over the archive: what it shows of each review, and what each review stated."""

from dataclasses import dataclass
from datetime import date

from reports.values.calendar import Period
from reports.values.document import Span
from reports.values.kpi import Kpi
from reports.values.ledger import PublishedReview, StatedReading
from reports.values.look import HOUSE_LOOK, Look
from reports.values.reading import Change, Reading
from reports.values.signal import NormalRange, Signal


@dataclass(frozen=True, slots=True)
class KpiExtract:
    """What one review holds of a KPI beside its numbers.

    Shape: `weeks` are the first days of its history, one per entry of `normal`, oldest first.
    """

    definition: Kpi
    weeks: tuple[date, ...]
    normal: NormalRange | None = None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A row of a review's scorecard that the site shows; the fields are those of a score row."""

    kpi: str
    title: str
    unit: str
    last_week: Reading
    wow: Change
    history: tuple[Reading, ...]
    remark: str = ""
    normal: NormalRange | None = None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class ReviewExtract:
    """What the site shows of one review; `rows` are the key ones of `row_count` on its scorecard.

    `week` are the days it is about.
    """

    product_title: str
    owner: str
    zone: str
    cover: str
    week: Period
    headline: tuple[Span, ...]
    deck: tuple[Span, ...]
    rows: tuple[KeyRow, ...]
    row_count: int
    kpis: tuple[KpiExtract, ...]


@dataclass(frozen=True, slots=True)
class ArchivedReview:
    """A review of the ledger, as it is found in the archive.

    `place` is the URL of its folder as seen from the site's first page; `files` are those that are
    there unaltered. `problem` says what is not; without an extract the review cannot be read.
    """

    published: PublishedReview
    place: str
    files: tuple[str, ...]
    problem: str = ""
    extract: ReviewExtract | None = None


@dataclass(frozen=True, slots=True)
class ProductArchive:
    """All reviews of a product by week and revision, and what they stated of weeks.

    Shape: `statements` by KPI and week, in the order in which they became known; only those that
    differ from the one before.
    """

    name: str
    title: str
    reviews: tuple[ArchivedReview, ...]
    statements: tuple[StatedReading, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The archive of a workspace, and the language its site speaks."""

    title: str
    products: tuple[ProductArchive, ...]
    look: Look = HOUSE_LOOK
    language: str = "en"

    @property
    def reviews(self) -> tuple[ArchivedReview, ...]:
        """Return the reviews of all products."""
        return tuple(review for product in self.products for review in product.reviews)
