"""From a request to jobs: which products, which week, which revision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from reports.errors import ConfigError, StaleDataError
from reports.store import Store
from reports.values.calendar import Period
from reports.values.job import Job, Request
from reports.values.ledger import PublishedReview
from reports.values.workspace import Product, Workspace

# A review looks at the years around its week, which must be dates as well.
_YEARS = range(1900, 9000)
_EVERY_WEEK = 5_200


def plan_jobs(
    workspace: Workspace,
    request: Request,
    store: Store,
    *,
    now: datetime,
    new_run_id: Callable[[], str],
) -> tuple[Job, ...]:
    """Return one job per product; those with a published review carry it.

    Raises: ConfigError for an unknown product or week; StaleDataError for a week not yet over.
    """
    workspace = _rereading(workspace, request.restate)
    products = _chosen(workspace, request.product)
    as_of = request.as_of or now
    jobs = []
    for product in products:
        week = _week(product, request, as_of)
        label = product.calendar.week_label(week)
        published = store.ledger.published(product.name, label)
        _refuse_revision(request, published, f"{product.name} {label}")
        revised = published if request.revise else None
        jobs.append(
            Job(
                workspace=workspace,
                product=product,
                week=week,
                week_label=label,
                as_of=as_of,
                pinned=request.as_of is not None,
                run_id=new_run_id(),
                started_at=now,
                revision=revised.key.revision + 1 if revised else 1,
                published=None if revised else published,
                revision_reason=request.reason,
            )
        )
    return tuple(jobs)


def _rereading(workspace: Workspace, restate: str) -> Workspace:
    """Return the workspace with as many weeks to read again as were asked for."""
    if not restate:
        return workspace
    weeks = str(_EVERY_WEEK) if restate == "all" else restate
    if not weeks.isascii() or not weeks.isdigit() or int(weeks) > _EVERY_WEEK:
        raise ConfigError(
            f"{restate!r} is no number of weeks",
            where="--restate",
            expected=f"a number from 0 to {_EVERY_WEEK}, or all",
            got=restate,
        )
    return replace(workspace, restate_weeks=int(weeks))


def _refuse_revision(request: Request, published: PublishedReview | None, what: str) -> None:
    """Refuse a revision of what was never published, or without a reason."""
    if request.revise and published is None:
        raise ConfigError(
            f"{what} was never published, so there is nothing to revise",
            where="--revise",
            next_step="leave --revise out to publish it",
        )
    if request.revise and not request.reason.strip():
        raise ConfigError(
            "a revision needs its reason, which the review prints",
            where="--revise",
            expected='--reason "…"',
            next_step="say in one line what is corrected",
        )


def _chosen(workspace: Workspace, name: str) -> tuple[Product, ...]:
    if not name:
        return workspace.products
    chosen = tuple(product for product in workspace.products if product.name == name)
    if not chosen:
        known = ", ".join(product.name for product in workspace.products)
        raise ConfigError(f"no product {name!r}", where="review.toml", expected=known, got=name)
    return chosen


def _week(product: Product, request: Request, as_of: datetime) -> Period:
    calendar = product.calendar
    _refuse_far(as_of.year, "--as-of")
    last = calendar.last_complete_week(as_of)
    if not request.week:
        return last
    try:
        week = calendar.week(request.week)
    except ConfigError as error:
        raise error.located("--week") from None
    _refuse_far(week.start.year, "--week")
    if week.end > last.end:
        raise StaleDataError(
            f"week {request.week} of {product.name} is not over",
            where="--week",
            expected=f"a week up to {calendar.week_label(last)}, the last complete one in "
            f"{calendar.zone} at {as_of.isoformat()}",
            got=f"{request.week}, which ends with {week.last_day.isoformat()}",
            next_step="wait for its end, or ask for an earlier week",
        )
    return week


def _refuse_far(year: int, option: str) -> None:
    """Refuse a year around which dates end.

    Raises: ConfigError naming the option.
    """
    if year not in _YEARS:
        raise ConfigError(
            "so far away no review can be made",
            where=option,
            expected=f"a year from {_YEARS[0]} to {_YEARS[-1]}",
            got=f"the year {year}",
            next_step="look for a digit too many or too few",
        )
