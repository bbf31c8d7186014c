"""Reviews out of the archive: a tombstone stays, and the ledger remembers why."""

from datetime import datetime

from reports import pipeline
from reports.stages.redaction_of_reviews import Redactor, checked_reason, chosen_reviews
from reports.store import open_store
from reports.values.ledger import PublishedReview
from reports.values.workspace import Workspace

__all__ = ["checked_reason", "redact_review", "reviews_to_redact"]


def reviews_to_redact(
    workspace: Workspace, week: str, product: str, revision: int
) -> tuple[PublishedReview, ...]:
    """Return the revisions of one product's week that are meant.

    Raises: ConfigError where none is meant, or several products are.
    """
    there = pipeline.published_reviews(workspace, product)
    return chosen_reviews(there, week, product, revision)


def redact_review(
    workspace: Workspace, review: PublishedReview, reason: str, *, now: datetime, owner: str
) -> PublishedReview:
    """Replace an archived review by its tombstone and return its entry in the ledger."""
    with open_store(workspace.ledger_url) as store:
        return Redactor(workspace, store, owner, now).redact(review, reason)
