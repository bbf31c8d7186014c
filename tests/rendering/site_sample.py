"""A small archive of two products as the site sees it: five reviews, one of them damaged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from review_sample import sample_review
from review_sample_kpis import CALENDAR, WEEK

from reports.rendering import review_to_json
from reports.rendering.site import ContentReader
from reports.values.calendar import Period
from reports.values.kpi import Kpi
from reports.values.ledger import (
    PublishedReading,
    PublishedReview,
    ReviewKey,
    StatedReading,
)
from reports.values.reading import Status
from reports.values.signal import NormalRange, Signal
from reports.values.site import ArchivedReview, KpiExtract, ProductArchive, ReviewExtract, Site

AS_OF = datetime(2026, 11, 16, 5, tzinfo=UTC)
FILES = ("manifest.json", "review.html", "review.json", "review.pdf")
USERS = Kpi(
    *("users", "Active users", "How many came.", "users", "higher", "reach", "distinct"),
    definition_hash="a" * 64,
)


def week_of(weeks_ago: int = 0) -> Period:
    """Return a week before W46 of 2026."""
    return WEEK.shifted(-7 * weeks_ago)


def key_of(weeks_ago: int = 0, revision: int = 1, product: str = "assistant") -> ReviewKey:
    """Name the review of a week."""
    return ReviewKey(product, CALENDAR.week_label(week_of(weeks_ago)), revision)


def published(key: ReviewKey, as_of: datetime = AS_OF) -> PublishedReview:
    """Return a review's entry in the ledger."""
    return PublishedReview(key, as_of, as_of, "run-1", "0.1.0", "d" * 64)


def said(
    by: ReviewKey, weeks_ago: int, value: float | None, status: Status = "ok", n: int = 100
) -> StatedReading:
    """Return what a review stated of the users of a week."""
    if value is None and status == "ok":
        status = "missing"
    return StatedReading(by, PublishedReading("users", week_of(weeks_ago), value, status, n))


def limits_around(centre: float, weeks: int) -> NormalRange:
    """Return limits that stay as they are for some weeks."""
    lower, upper = centre * 0.9, centre * 1.1
    return NormalRange((centre,) * weeks, (lower,) * weeks, (upper,) * weeks, "locked")


def holding(
    kpi: Kpi = USERS,
    weeks: int = 26,
    *,
    until: int = 0,
    normal: NormalRange | None = None,
    signal: Signal | None = None,
) -> KpiExtract:
    """Return what a review holds of a KPI, with a history that ends so many weeks ago."""
    days = tuple(week_of(until + ago).start for ago in reversed(range(weeks)))
    return KpiExtract(kpi, days, normal, signal)


def extract_of(*kpis: KpiExtract, week: Period = WEEK) -> ReviewExtract:
    """Return what the site shows of a review that holds some KPIs."""
    return ReviewExtract("Assistant", "", "UTC", "", week, (), (), (), 0, kpis)


def archive_of(
    *reviews: tuple[ReviewKey, KpiExtract | None], says: tuple[StatedReading, ...] = ()
) -> ProductArchive:
    """Return a product's archive; reviews knew more one after another."""
    found = [
        ArchivedReview(
            published(key, AS_OF + timedelta(days=day)),
            f"../archive/{key.week_label}/r{key.revision}",
            FILES if kpi else (),
            "" if kpi else "its folder is not in the archive",
            extract_of(kpi) if kpi else None,
        )
        for day, (key, kpi) in enumerate(reviews)
    ]
    return ProductArchive("assistant", "Assistant", tuple(found), says)


def sample_site() -> Site:
    """Return two products: one with three weeks and a second revision, one with a damaged week."""
    first = [_issue("assistant", 2), _issue("assistant", 1), _issue("assistant", 1, revision=2)]
    second = [_issue("search", 1), _issue("search", 0, problem="review.pdf is missing")]
    return Site(
        "Simulated company",
        (
            _shelved("assistant", "Atlas Assistant", [*first, _issue("assistant", 0)]),
            _shelved("search", "Search & <Find>", second),
        ),
    )


def _issue(product: str, weeks_ago: int, *, revision: int = 1, problem: str = "") -> ArchivedReview:
    key = key_of(weeks_ago, revision, product)
    review = replace(
        sample_review(),
        product=product,
        week=week_of(weeks_ago),
        week_label=key.week_label,
        revision=revision,
    )
    extract = ContentReader().read(review_to_json(review))
    files = tuple(name for name in FILES if not problem.startswith(name))
    as_of = AS_OF - timedelta(days=7 * weeks_ago - revision)
    place = f"../archive/{product}/2026/{key.week_label}/r{revision}"
    return ArchivedReview(published(key, as_of), place, files, problem, extract)


def _shelved(name: str, title: str, reviews: list[ArchivedReview]) -> ProductArchive:
    """Let every review state its KPIs; the second revision and the newest review say otherwise."""
    kpis = [record.definition.name for record in sample_review().kpis]
    told = sorted(reviews, key=lambda one: one.published.as_of)
    says = tuple(
        StatedReading(
            review.published.key,
            PublishedReading(kpi, week_of(ago), 1000.0 + ago + 50 * at, "ok", 80 + at),
        )
        for kpi in sorted(kpis)
        for ago in reversed(range(26))
        for at, review in enumerate(told)
        if week_of(ago).end <= CALENDAR.week(review.published.key.week_label).end
        and (ago < 2 or at == 0)
    )
    return ProductArchive(name, title, tuple(reviews), says)
