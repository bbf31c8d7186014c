"""When each bet was first seen, so that one written afterwards is told from one written before."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from reports.store.database import Database
from reports.store.instants import instant_text, read_instant
from reports.store.schema import BET_SIGHTS
from reports.store.statements import upsert

# Name and hash of what a bet says: a bet that was changed is another one.
Sight = tuple[str, str]


class BetSights:
    """The first sight of every bet of every product."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def see(self, product: str, bets: Iterable[Sight], *, seen_at: datetime) -> None:
        """Enter bets that were never seen as they are; an earlier sight stands."""
        rows = [
            {
                "product": product,
                "bet": name,
                "sha256": sha256,
                "first_seen_at": instant_text(seen_at),
            }
            for name, sha256 in bets
        ]
        if not rows:
            return
        with self._database.writing() as connection:
            connection.execute(upsert(connection, BET_SIGHTS).on_conflict_do_nothing(), rows)

    def first_seen(self, product: str) -> Mapping[Sight, datetime]:
        """Return when each bet of a product was first seen as it is."""
        query = select(BET_SIGHTS).where(BET_SIGHTS.c.product == product)
        with self._database.reading() as connection:
            return {
                (row["bet"], row["sha256"]): read_instant(row["first_seen_at"])
                for row in connection.execute(query).mappings()
            }
