"""Whether every review that is due was published in time, and a sign of life for a monitor."""

from datetime import datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from reports.errors import ConfigError, DeliveryError
from reports.store import Store
from reports.values.publishing import Hold, Schedule, week_due
from reports.values.watch import Overdue
from reports.values.workspace import Product, Workspace

_TIMEOUT_S = 10.0


def overdue_reviews(workspace: Workspace, store: Store, *, now: datetime) -> tuple[Overdue, ...]:
    """Return the reviews that should be there and are not."""
    found = (_overdue(product, workspace.schedule, store, now) for product in workspace.products)
    return tuple(one for one in found if one is not None)


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """Return when a review was due whose grace is over; on the clock of the schedule's zone."""
    local = now.astimezone(ZoneInfo(schedule.zone))
    due = schedule.weekly.before(local)
    grace = timedelta(hours=schedule.grace_hours)
    if due.timestamp() + grace.total_seconds() > now.timestamp():
        due = schedule.weekly.before(due - timedelta(minutes=1))
    return due


def _overdue(product: Product, schedule: Schedule, store: Store, now: datetime) -> Overdue | None:
    due = last_due(schedule, now)
    label = week_due(product.calendar, due)
    if store.ledger.published(product.name, label) is not None:
        return None
    grace = timedelta(hours=schedule.grace_hours)
    hold = store.holds.find(product.name, label)
    if hold is not None and hold.state != "refused" and hold.deadline is not None:
        limit = hold.deadline + grace
        if now < limit:
            return None
        return Overdue(product.name, label, due, limit, _why(hold))
    return Overdue(product.name, label, due, due + grace, _why(hold))


def _why(hold: Hold | None) -> str:
    return f"{hold.state}: {hold.reason}" if hold else "it was not published"


def ping(url: str, *, timeout_s: float = _TIMEOUT_S) -> None:
    """Tell a monitor that all is well; its address may be a secret, so only the host is named.

    Raises: ConfigError unless it is an https address; DeliveryError when the monitor refuses.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ConfigError(
            "the address to ping is not one of https",
            where="--ping, or PRODUCT_REVIEW_PING_URL",
            expected="https://…",
            next_step="use the https address of the monitor",
        )
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection = HTTPSConnection(parts.hostname, parts.port, timeout=timeout_s)
    try:
        connection.request("GET", path, headers={"User-Agent": "product-review"})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise _unheard(parts.hostname, type(error).__name__) from None
    finally:
        connection.close()
    if status >= 300:
        raise _unheard(parts.hostname, f"status {status}")


def _unheard(host: str, got: str) -> DeliveryError:
    return DeliveryError(
        "the monitor did not take the sign of life",
        where=host,
        got=got,
        next_step="look at the monitor; the reviews themselves are in time",
    )
