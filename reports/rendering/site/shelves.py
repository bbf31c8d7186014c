"""The archive as its pages need it: the weeks of a product by year, and the products of a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.rendering.site.history import KpiHistory, histories_of
from reports.values.site import ArchivedReview, ProductArchive, Site


@dataclass(frozen=True, slots=True)
class Issue:
    """A product's review of a week: the newest revision, and the earlier ones.

    `restated` are the KPIs whose number of this week a later review stated otherwise.
    """

    product: str
    title: str
    review: ArchivedReview
    earlier: tuple[ArchivedReview, ...] = ()
    restated: tuple[KpiHistory, ...] = ()

    @property
    def label(self) -> str:
        """Return the week's label."""
        return self.review.published.key.week_label


@dataclass(frozen=True, slots=True)
class Shelf:
    """A product with its issues, the newest first, and the histories of its KPIs."""

    name: str
    title: str
    issues: tuple[Issue, ...]
    histories: tuple[KpiHistory, ...]

    @property
    def years(self) -> tuple[tuple[str, tuple[Issue, ...]], ...]:
        """Return the issues by year, the newest first."""
        return tuple(
            (year, tuple(found)) for year, found in groupby(self.issues, lambda one: one.label[:4])
        )


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A week of all products: their issues, the titles of those without one, its neighbours."""

    label: str
    issues: tuple[Issue, ...]
    absent: tuple[str, ...]
    before: str = ""
    after: str = ""


def shelves_of(site: Site) -> tuple[Shelf, ...]:
    """Return a shelf per product that has reviews."""
    return tuple(_shelf(product) for product in site.products if product.reviews)


def portfolios_of(shelves: Sequence[Shelf]) -> tuple[Portfolio, ...]:
    """Return the weeks of the archive, oldest first."""
    labels = sorted({issue.label for shelf in shelves for issue in shelf.issues})
    neighbours = zip(["", *labels], labels, [*labels[1:], ""], strict=False)
    by_label = [{issue.label: issue for issue in shelf.issues} for shelf in shelves]
    return tuple(
        Portfolio(
            label,
            tuple(found[label] for found in by_label if label in found),
            tuple(
                shelf.title
                for shelf, found in zip(shelves, by_label, strict=True)
                if label not in found
            ),
            before,
            after,
        )
        for before, label, after in neighbours
    )


def _shelf(product: ProductArchive) -> Shelf:
    histories = histories_of(product)
    restated: dict[str, list[KpiHistory]] = {}
    for history in histories:
        for week in history.weeks:
            if week.restatements and week.restatements[-1].now.key.week_label != week.label:
                restated.setdefault(week.label, []).append(history)
    weeks = groupby(product.reviews, lambda review: review.published.key.week_label)
    issues = [
        _issue(product, list(revisions), tuple(restated.get(label, ())))
        for label, revisions in weeks
    ]
    return Shelf(product.name, product.title, tuple(reversed(issues)), histories)


def _issue(
    product: ProductArchive, revisions: list[ArchivedReview], restated: tuple[KpiHistory, ...]
) -> Issue:
    *earlier, newest = revisions
    return Issue(product.name, product.title, newest, tuple(earlier), restated)
