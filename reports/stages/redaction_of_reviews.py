"""Take a review out of the archive: the only way anything ever leaves it."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.errors import ArchiveError, ConfigError
from reports.store import Store
from reports.store.archive import Archive
from reports.store.tombstone import tombstone_bytes
from reports.values.ledger import PublishedReview, Redaction, week_meant
from reports.values.workspace import Workspace

LEASE_S = 120
LETTERS = Path(".product-review", "letters")
_PREVIEW = Path(".product-review", "preview")
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Redactor:
    """Redacts reviews of one workspace; `owner` names the run that holds their week."""

    workspace: Workspace
    store: Store
    owner: str
    now: datetime

    def redact(self, review: PublishedReview, reason: str) -> PublishedReview:
        """Replace a review by its tombstone, and remove copies made for looking at it.

        The ledger comes first, so that the same command finishes what was broken off; an earlier
        reason stands.
        Raises: ConfigError without a reason; ArchiveError while a run holds the week.
        """
        told = checked_reason(reason)
        key = review.key
        lease = self.store.ledger.lease(
            key.product, key.week_label, owner=self.owner, now=self.now, ttl_s=LEASE_S
        )
        if lease is None:
            raise ArchiveError(
                f"{key.product} {key.week_label} is in work",
                next_step=f"run again when that has ended, or after {LEASE_S} seconds",
            )
        try:
            if review.redaction is None:
                self.store.redactions.enter(key, Redaction(told, self.now))
            redacted = self._as_entered(review)
            Archive(self.workspace.archive).redact(key, tombstone_bytes(redacted))
        finally:
            self.store.ledger.release(lease)
        for copies in (LETTERS, _PREVIEW):
            folder = self.workspace.root / copies / f"{key.product}-{key.week_label}"
            shutil.rmtree(folder, ignore_errors=True)
        return redacted

    def _as_entered(self, review: PublishedReview) -> PublishedReview:
        there = self.store.ledger.reviews(review.key.product)
        return next(one for one in there if one.key == review.key)


def checked_reason(reason: str) -> str:
    """Return the reason of a redaction in one line.

    Raises: ConfigError where it says nothing or too much.
    """
    told = " ".join(reason.split())
    if not told or len(told) > _LONGEST_REASON or not told.isprintable():
        raise ConfigError(
            "a redaction needs its reason, which the tombstone states",
            where="--reason",
            expected=f"one line of at most {_LONGEST_REASON} letters",
            got=repr(told[:80]),
        )
    return told


def refuse_redacted(review: PublishedReview) -> None:
    """Refuse to read what is in the archive no more.

    Raises: ArchiveError with the reason.
    """
    if review.redaction is not None:
        raise ArchiveError(
            f"{review.key} was redacted on {review.redaction.redacted_at:%Y-%m-%d}",
            where="archive",
            got=review.redaction.reason,
            next_step="its tombstone holds the hashes of its files",
        )


def chosen_reviews(
    there: tuple[PublishedReview, ...], week: str, product: str, revision: int = 0
) -> tuple[PublishedReview, ...]:
    """Return the revisions of one product's week, written like 2026-W46 or W46.

    Raises: ConfigError where none is meant, or several products are.
    """
    able = [one for one in there if product in ("", one.key.product)]
    meant = week_meant(week, able)
    found = [
        one for one in able if one.key.week_label == meant and revision in (0, one.key.revision)
    ]
    names = sorted({one.key.product for one in found})
    if len(names) != 1:
        raise ConfigError(
            f"{week} was published for several products" if names else f"no review of {week}",
            where="product-review redact",
            expected=f"--product, one of {', '.join(names)}" if names else "a published week",
            got=f"{product} {week}".strip(),
            next_step="product-review status shows what there is",
        )
    return tuple(sorted(found, key=lambda one: one.key))
