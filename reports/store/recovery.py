"""Heal what a crash between archive and ledger leaves behind.

A review is archived first and entered second. A folder without an entry was never delivered to
anybody, and its numbers are not in the ledger; it is therefore removed and made anew.
"""

from reports.store.archive import Archive
from reports.store.ledger import Ledger
from reports.values.ledger import ReviewKey


def next_key(ledger: Ledger, product: str, week_label: str) -> ReviewKey:
    """Return the key of the revision that would be published next."""
    latest = ledger.published(product, week_label)
    return ReviewKey(product, week_label, latest.key.revision + 1 if latest else 1)


def clear_orphan(ledger: Ledger, archive: Archive, key: ReviewKey) -> bool:
    """Remove the folder of a review that the ledger does not know; tell whether there was one.

    The caller holds the lease of the week, so that nobody is about to enter the folder.
    """
    return False if ledger.knows(key) else archive.discard_orphan(key)
