"""Drafts: reviews that wait for an approval, and who gave it."""

from datetime import datetime

from sqlalchemy import select, update

from reports.store.database import Database
from reports.store.instants import instant_text, read_instant
from reports.store.schema import DRAFTS
from reports.store.statements import upsert
from reports.values.publishing import Draft

_C = DRAFTS.c


class Drafts:
    """The drafts of all products."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def put(self, draft: Draft) -> None:
        """Enter a draft; a newer one of the same week takes its place, unapproved."""
        said = {
            "as_of": instant_text(draft.as_of),
            "pinned": int(draft.pinned),
            "data_digest": draft.data_digest,
            "folder": draft.folder,
            "made_at": instant_text(draft.made_at),
            "approved_by": "",
            "approved_at": None,
            "released_at": None,
        }
        key = {"product": draft.product, "week_label": draft.week_label}
        with self._database.writing() as connection:
            entry = upsert(connection, DRAFTS).values(**key, **said)
            connection.execute(
                entry.on_conflict_do_update(index_elements=[_C.product, _C.week_label], set_=said)
            )

    def approve(self, product: str, week_label: str, *, by: str, at: datetime) -> bool:
        """Enter an approval; False where there is no such draft, or it was released."""
        return self._say(product, week_label, approved_by=by, approved_at=instant_text(at))

    def release(self, product: str, week_label: str, *, at: datetime) -> bool:
        """Enter that a draft was published; False where that was entered before."""
        return self._say(product, week_label, released_at=instant_text(at))

    def find(self, product: str, week_label: str) -> Draft | None:
        """Return the draft of a week, also a released one."""
        key = (product, week_label)
        return next((one for one in self.all() if (one.product, one.week_label) == key), None)

    def waiting(self) -> tuple[Draft, ...]:
        """Return the drafts that were not released, by product and week."""
        return tuple(one for one in self.all() if one.released_at is None)

    def all(self) -> tuple[Draft, ...]:
        """Return every draft by product and week."""
        query = select(DRAFTS).order_by(_C.product, _C.week_label)
        with self._database.reading() as connection:
            return tuple(
                Draft(
                    product=row["product"],
                    week_label=row["week_label"],
                    as_of=read_instant(row["as_of"]),
                    pinned=bool(row["pinned"]),
                    data_digest=row["data_digest"],
                    folder=row["folder"],
                    made_at=read_instant(row["made_at"]),
                    approved_by=row["approved_by"],
                    approved_at=_instant(row["approved_at"]),
                    released_at=_instant(row["released_at"]),
                )
                for row in connection.execute(query).mappings()
            )

    def _say(self, product: str, week_label: str, **said: str) -> bool:
        with self._database.writing() as connection:
            done = connection.execute(
                update(DRAFTS)
                .where(
                    _C.product == product,
                    _C.week_label == week_label,
                    _C.released_at.is_(None),
                )
                .values(said)
            )
        return done.rowcount == 1


def _instant(text: str | None) -> datetime | None:
    return None if text is None else read_instant(text)
