"""Weeks that are not published yet, or not at all, with reason and deadline."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, delete, select

from reports.store.database import Database
from reports.store.instants import instant_text, optional_text, read_instant
from reports.store.schema import HOLDS
from reports.store.statements import upsert
from reports.values.publishing import Hold, HoldState

_C = HOLDS.c


class Holds:
    """The weeks of all products that wait."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def put(self, hold: Hold) -> bool:
        """Enter a hold, or what it is now; True where its state or reason is news."""
        before = self.find(hold.product, hold.week_label)
        said = {
            "state": hold.state,
            "reason": hold.reason,
            "deadline": optional_text(hold.deadline),
        }
        key = {"product": hold.product, "week_label": hold.week_label}
        with self._database.writing() as connection:
            entry = upsert(connection, HOLDS).values(**key, **said, since=instant_text(hold.since))
            # How long a week waits is counted from when it was first held.
            connection.execute(
                entry.on_conflict_do_update(index_elements=[_C.product, _C.week_label], set_=said)
            )
        return before is None or (before.state, before.reason) != (hold.state, hold.reason)

    def drop(self, product: str, week_label: str) -> None:
        """Forget a hold, because its week was published."""
        with self._database.writing() as connection:
            connection.execute(
                delete(HOLDS).where(_C.product == product, _C.week_label == week_label)
            )

    def find(self, product: str, week_label: str) -> Hold | None:
        """Return the hold of a week."""
        query = select(HOLDS).where(_C.product == product, _C.week_label == week_label)
        return next(iter(self._read(query)), None)

    def all(self) -> tuple[Hold, ...]:
        """Return every hold by product and week."""
        return self._read(select(HOLDS).order_by(_C.product, _C.week_label))

    def _read(self, query: Select[Any]) -> tuple[Hold, ...]:
        with self._database.reading() as connection:
            return tuple(
                Hold(
                    row["product"],
                    row["week_label"],
                    cast("HoldState", row["state"]),
                    row["reason"],
                    read_instant(row["since"]),
                    _instant(row["deadline"]),
                )
                for row in connection.execute(query).mappings()
            )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else read_instant(text)
