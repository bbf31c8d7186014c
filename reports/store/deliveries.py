"""Deliveries: what goes to whom at most once, and what the server said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, func, select, update

from reports.store.database import Database
from reports.store.instants import instant_text, optional_text, read_instant
from reports.store.schema import DELIVERIES, REVIEWS
from reports.store.statements import upsert
from reports.values.ledger import ReviewKey
from reports.values.mail import Answer, DeliveryKey, DeliveryState, Receipt

_C = DELIVERIES.c


class Deliveries:
    """The deliveries of all reviews; unique by review, edition, recipient and channel."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def plan(self, keys: Sequence[DeliveryKey], *, message_ids: Sequence[str]) -> None:
        """Enter deliveries that are not there yet, as pending."""
        with self._database.writing() as connection:
            for key, name in zip(keys, message_ids, strict=True):
                number = connection.scalar(_review_number(key.review))
                if number is not None:
                    row = {**_named(key, number), "state": "pending", "attempts": 0}
                    entry = upsert(connection, DELIVERIES).values(**row, detail="", message_id=name)
                    connection.execute(entry.on_conflict_do_nothing())

    def begin(
        self, key: DeliveryKey, *, now: datetime, states: Sequence[DeliveryState] = ("pending",)
    ) -> int:
        """Take a delivery into work and count its tries; 0 where another has it, or it is over.

        It must be in one of `states`: pending, or what a person or a policy asks for.
        """
        with self._database.writing() as connection:
            number = connection.scalar(_review_number(key.review))
            taken = connection.execute(
                update(DELIVERIES)
                .where(*_is(key, number), _C.state.in_(states))
                .values(
                    state="sending",
                    attempts=_C.attempts + 1,
                    last_try=instant_text(now),
                    first_try=_first_try(now),
                )
                .returning(_C.attempts)
            )
            return int(taken.scalar_one_or_none() or 0)

    def end(self, key: DeliveryKey, answer: Answer, *, next_try: datetime | None = None) -> None:
        """Enter what the server said to what was being sent."""
        with self._database.writing() as connection:
            number = connection.scalar(_review_number(key.review))
            connection.execute(
                update(DELIVERIES)
                .where(*_is(key, number), _C.state.in_(("sending", "unknown")))
                .values(state=answer.state, detail=answer.said, next_try=optional_text(next_try))
            )

    def give_up(self, key: DeliveryKey, why: str) -> None:
        """Refuse for good what waits, or what became of nobody knows."""
        with self._database.writing() as connection:
            number = connection.scalar(_review_number(key.review))
            connection.execute(
                update(DELIVERIES)
                .where(*_is(key, number), _C.state.in_(("pending", "unknown")))
                .values(state="refused", detail=why, next_try=None)
            )

    def was_replaced(self, key: DeliveryKey) -> bool:
        """Tell whether the same goes to the same recipient in a later revision."""
        reviews = REVIEWS.c
        later = (
            select(_C.id)
            .join(REVIEWS, _C.review_id == reviews.id)
            .where(
                reviews.product == key.review.product,
                reviews.week_label == key.review.week_label,
                reviews.revision > key.review.revision,
                _C.edition == key.edition,
                _C.recipient == key.recipient,
                _C.channel == key.channel,
            )
        )
        with self._database.reading() as connection:
            return connection.scalar(later.limit(1)) is not None

    def abandon(self, *, before: datetime) -> int:
        """Call those unknown that were being sent when their process died; count them."""
        with self._database.writing() as connection:
            left = connection.execute(
                update(DELIVERIES)
                .where(_C.state == "sending", _C.last_try < instant_text(before))
                .values(state="unknown", detail="the process ended while sending")
            )
        return int(left.rowcount)

    def receipts(self, product: str = "", week_label: str = "") -> tuple[Receipt, ...]:
        """Return what became of every delivery, by review, edition and recipient."""
        reviews = REVIEWS.c
        names = (reviews.product, reviews.week_label, reviews.revision)
        query = (
            select(DELIVERIES, *names)
            .join(REVIEWS, _C.review_id == reviews.id)
            .order_by(*names, _C.edition, _C.recipient)
        )
        if product:
            query = query.where(reviews.product == product)
        if week_label:
            query = query.where(reviews.week_label == week_label)
        with self._database.reading() as connection:
            return tuple(_receipt(row) for row in connection.execute(query).mappings())


def _review_number(key: ReviewKey) -> Any:  # noqa: ANN401 - a scalar select of the library
    reviews = REVIEWS.c
    return select(reviews.id).where(
        reviews.product == key.product,
        reviews.week_label == key.week_label,
        reviews.revision == key.revision,
    )


def _named(key: DeliveryKey, number: int) -> dict[str, object]:
    return {
        "review_id": number,
        "edition": key.edition,
        "recipient": key.recipient,
        "channel": key.channel,
    }


def _is(key: DeliveryKey, number: int | None) -> list[Any]:
    return [_C[name] == value for name, value in _named(key, number or 0).items()]


def _first_try(now: datetime) -> Any:  # noqa: ANN401 - an expression of the library
    return func.coalesce(_C.first_try, instant_text(now))


def _receipt(row: RowMapping) -> Receipt:
    review = ReviewKey(row["product"], row["week_label"], row["revision"])
    return Receipt(
        key=DeliveryKey(review, row["edition"], row["recipient"], row["channel"]),
        state=row["state"],
        attempts=row["attempts"],
        message_id=row["message_id"],
        answer=row["detail"],
        first_try=_instant(row["first_try"]),
        last_try=_instant(row["last_try"]),
        next_try=_instant(row["next_try"]),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else read_instant(text)
