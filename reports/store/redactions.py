"""Redactions: which reviews left the archive, when, and why."""

from sqlalchemy import insert, select, update

from reports.errors import ArchiveError
from reports.store.database import Database
from reports.store.instants import instant_text
from reports.store.schema import DELIVERIES, REDACTIONS, REVIEWS
from reports.values.ledger import Redaction, ReviewKey


class Redactions:
    """The redactions of all reviews."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def enter(self, key: ReviewKey, redaction: Redaction) -> None:
        """Enter that a review is to leave the archive; what waits to be sent is given up.

        Raises: ArchiveError when the review was never entered, or is redacted already.
        """
        reviews = REVIEWS.c
        named = select(reviews.id).where(
            reviews.product == key.product,
            reviews.week_label == key.week_label,
            reviews.revision == key.revision,
        )
        given_up = {"state": "refused", "detail": "the review was redacted", "next_try": None}
        with self._database.writing() as connection:
            number = connection.scalar(named)
            if number is None:
                raise ArchiveError(f"{key} was never published", where=self._database.place)
            row = {
                "review_id": number,
                "reason": redaction.reason,
                "redacted_at": instant_text(redaction.redacted_at),
            }
            connection.execute(insert(REDACTIONS).values(row))
            waiting = (DELIVERIES.c.review_id == number, DELIVERIES.c.state == "pending")
            connection.execute(update(DELIVERIES).where(*waiting).values(given_up))
