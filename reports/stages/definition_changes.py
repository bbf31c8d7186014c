"""Definitions that changed since the last review: each change needs a dated line that says how."""

from collections.abc import Iterator, Mapping
from datetime import date

from reports.catalog import Catalog
from reports.stages.inspection import Check
from reports.store import open_store
from reports.store.archive import Archive
from reports.values.kpi import Kpi
from reports.values.ledger import PublishedReview
from reports.values.workspace import Product, Workspace


def untold_changes(workspace: Workspace, product: Product, catalog: Catalog) -> Iterator[Check]:
    """Give the KPIs of the last published review that count otherwise now without saying so.

    A formula says nothing of its own where one of its operands changed. A shipped definition that
    came with another version of the program is a note, for nobody can add a line to it.
    """
    review = _last_review(workspace, product)
    if review is None:
        return
    then = Archive(workspace.archive).definitions(review.key)
    since = product.calendar.local_day(review.published_at)
    for name in _changed(then, catalog):
        kpi = catalog.kpis[name]
        if not any(date.fromisoformat(line[:10]) >= since for line in kpi.changes):
            own = (workspace.root / kpi.source).is_file()
            yield Check(
                "definition", name, "problem" if own else "note", _words(kpi, review, since)
            )


def _last_review(workspace: Workspace, product: Product) -> PublishedReview | None:
    """Return what was published last; a workspace without an archive has published nothing."""
    if not workspace.archive.is_dir():
        return None
    with open_store(workspace.ledger_url) as store:
        there = [one for one in store.ledger.reviews(product.name) if one.redaction is None]
    return max(there, key=lambda one: (one.published_at, one.key), default=None)


def _changed(then: Mapping[str, str], catalog: Catalog) -> list[str]:
    found = {
        name
        for name, hashed in then.items()
        if name in catalog.kpis and catalog.kpis[name].definition_hash != hashed
    }
    return sorted(name for name in found if not found & set(catalog.kpis[name].operands))


def _words(kpi: Kpi, review: PublishedReview, since: date) -> str:
    return (
        f"{kpi.source} counts otherwise than {review.key} did, and no line of `changes` is dated "
        f'{since} or later; add "{since} what changed and why"'
    )
