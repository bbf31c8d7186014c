"""What owners were told: each cause once, and again only while no server took it."""

from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select, update

from reports.store.database import Database
from reports.store.instants import instant_text, optional_text, read_instant
from reports.store.schema import NOTICES
from reports.store.statements import upsert
from reports.values.mail import Answer
from reports.values.notice import Notice

_C = NOTICES.c


class Notices:
    """The notices of all products; unique by product and cause."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def enter(self, notice: Notice, *, now: datetime) -> None:
        """Enter a notice as waiting, unless its cause is known."""
        row = {
            "product": notice.product,
            "cause": notice.cause,
            "subject": notice.subject,
            "body": "\n".join(notice.lines),
            "state": "pending",
            "attempts": 0,
            "detail": "",
            "entered_at": instant_text(now),
        }
        with self._database.writing() as connection:
            connection.execute(upsert(connection, NOTICES).values(**row).on_conflict_do_nothing())

    def due(self, *, now: datetime) -> tuple[tuple[Notice, datetime], ...]:
        """Return what waits and may be tried now, each with the instant it was entered."""
        query = select(NOTICES).where(_waits(now))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(_C.entered_at, _C.cause)).mappings()
            return tuple((_notice(row), read_instant(row["entered_at"])) for row in rows)

    def begin(self, notice: Notice, *, now: datetime, until: datetime) -> int:
        """Take a notice into work and count its tries; 0 where another has it.

        One that is still in work after `until` died on the way and is tried again: hearing of
        trouble twice is better than not at all.
        """
        taken = (
            update(NOTICES)
            .where(*_is(notice), _waits(now))
            .values(state="sending", attempts=_C.attempts + 1, next_try=instant_text(until))
            .returning(_C.attempts)
        )
        with self._database.writing() as connection:
            return int(connection.execute(taken).scalar_one_or_none() or 0)

    def end(self, notice: Notice, answer: Answer, *, next_try: datetime | None = None) -> None:
        """Enter what the server said."""
        said = {
            "state": answer.state,
            "detail": answer.said,
            "next_try": optional_text(next_try),
        }
        with self._database.writing() as connection:
            connection.execute(update(NOTICES).where(*_is(notice)).values(said))


def _waits(now: datetime) -> ColumnElement[bool]:
    come = or_(_C.next_try.is_(None), _C.next_try <= instant_text(now))
    return and_(_C.state.in_(("pending", "sending")), come)


def _is(notice: Notice) -> tuple[ColumnElement[bool], ...]:
    return (_C.product == notice.product, _C.cause == notice.cause)


def _notice(row: RowMapping) -> Notice:
    lines = tuple(row["body"].split("\n"))
    return Notice(row["product"], row["cause"], row["subject"], lines)
