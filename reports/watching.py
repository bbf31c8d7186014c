"""Between reviews: look at limits by day, and see that reviews come at all."""

from datetime import date, datetime

from reports import pipeline
from reports.errors import ConfigError
from reports.stages.heartbeat import overdue_reviews, ping
from reports.stages.watching import last_whole_day, look_at_day, report_news
from reports.store import open_store
from reports.values.watch import Look, Overdue
from reports.values.workspace import Workspace

__all__ = ["overdue", "ping", "watch"]


def watch(
    workspace: Workspace, product: str, day: date | None, *, now: datetime
) -> tuple[Look, ...]:
    """Return how the limits of products stood on a day, with what is news; yesterday without one.

    Raises: ConfigError for an unknown product, or a day that is not over.
    """
    catalog = pipeline.workspace_catalog(workspace)
    chosen = [one for one in workspace.products if product in ("", one.name)]
    if not chosen:
        known = ", ".join(one.name for one in workspace.products)
        raise ConfigError(f"no product {product!r}", where="--product", expected=known)
    looks: list[Look] = []
    for one in chosen:
        last = last_whole_day(one, now)
        if day is not None and day > last:
            raise ConfigError(
                f"the day is not over for {one.name}",
                where="--day",
                expected=f"a day up to {last.isoformat()}",
                got=day.isoformat(),
            )
        looks += look_at_day(workspace, one, catalog, day or last)
    with open_store(workspace.ledger_url) as store:
        return report_news(looks, store, now=now)


def overdue(workspace: Workspace, *, now: datetime) -> tuple[Overdue, ...]:
    """Return the reviews that should be there and are not."""
    with open_store(workspace.ledger_url) as store:
        return overdue_reviews(workspace, store, now=now)
