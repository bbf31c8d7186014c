"""The grid of products and weeks: what the ledger and the archive say of each."""

from collections.abc import Mapping, Sequence

from reports.catalog import Catalog
from reports.store import Store
from reports.store.archive import Archive
from reports.values.ledger import PublishedReview, Run
from reports.values.week_state import PlannedWeek, Selection, WeekEntry, WeekState
from reports.values.workspace import Workspace

_REVISED: tuple[Selection, ...] = ("stale", "all")
_RUNS = 2000


def week_entries(
    workspace: Workspace, store: Store, catalog: Catalog, weeks: Mapping[str, Sequence[str]]
) -> tuple[WeekEntry, ...]:
    """Return the state of each week.

    Shape: `weeks` are labels by product, in order.
    """
    failures = _failures(store.ledger.runs(state="failed", limit=_RUNS))
    waiting = {(one.product, one.week_label): one for one in store.holds.all()}
    found = []
    for product, labels in weeks.items():
        published = {one.key.week_label: one for one in store.ledger.reviews(product)}
        sent = store.ledger.sent_weeks(product)
        for label in labels:
            review = published.get(label)
            hold = waiting.get((product, label))
            if review is None and hold is not None and hold.state != "refused":
                found.append(WeekEntry(product, label, "held", hold.reason))
            elif review is None:
                found.append(_unpublished(product, label, failures))
            else:
                changed = _changed_definitions(workspace, review, catalog)
                found.append(_published(review, changed, sent=label in sent))
    return tuple(found)


def decide(entry: WeekEntry, selection: Selection, *, has_reason: bool) -> PlannedWeek:
    """Say whether a week is built, and why or why not."""
    wanted: Mapping[Selection, tuple[WeekState, ...]] = {
        "missing": ("missing", "failed"),
        "failed": ("failed",),
        "stale": ("stale",),
        "all": ("missing", "failed", "stale", "built", "sent", "restated"),
    }
    if entry.state not in wanted[selection]:
        return PlannedWeek(entry, build=False, why=f"is {entry.state}")
    if entry.revision and not has_reason:
        return PlannedWeek(entry, build=False, why="a further revision needs --reason")
    if entry.revision:
        return PlannedWeek(entry, build=True, why=f"r{entry.revision + 1} replaces what it is")
    return PlannedWeek(entry, build=True, why=entry.reason or "was never built")


def _failures(runs: Sequence[Run]) -> Mapping[tuple[str, str], str]:
    """Return the newest failure of each week."""
    found: dict[tuple[str, str], str] = {}
    for run in runs:
        first = (run.detail.splitlines() or ["failed"])[0]
        found.setdefault((run.product, run.week_label), first)
    return found


def _unpublished(product: str, label: str, failures: Mapping[tuple[str, str], str]) -> WeekEntry:
    why = failures.get((product, label))
    if why is None:
        return WeekEntry(product, label, "missing")
    return WeekEntry(product, label, "failed", why)


def _published(review: PublishedReview, changed: Sequence[str], *, sent: bool) -> WeekEntry:
    key = review.key
    if review.redaction is not None:
        why = review.redaction.reason
        return WeekEntry(key.product, key.week_label, "redacted", why, key.revision)
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        reason = f"definition changed: {', '.join(changed[:3])}{more}"
        return WeekEntry(key.product, key.week_label, "stale", reason, key.revision)
    state: WeekState = "sent" if sent else "restated" if key.revision > 1 else "built"
    return WeekEntry(key.product, key.week_label, state, f"r{key.revision}", key.revision)


def _changed_definitions(
    workspace: Workspace, review: PublishedReview, catalog: Catalog
) -> list[str]:
    """Return the KPIs whose definition is another one now than when a review was built."""
    then = Archive(workspace.archive).definitions(review.key)
    now = {kpi.name: kpi.definition_hash for kpi in catalog.kpis.values()}
    return sorted(name for name, hashed in then.items() if now.get(name, hashed) != hashed)
