"""Leases: one owner at a time works on a product's week."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from reports.errors import ArchiveError
from reports.store.database import Database
from reports.store.instants import instant_text
from reports.store.schema import LEASES
from reports.store.statements import upsert
from reports.values.ledger import Lease


class Leases:
    """The leases in a database; the clock is always the caller's."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def acquire(
        self, product: str, week_label: str, *, owner: str, now: datetime, ttl_s: float
    ) -> Lease | None:
        """Take a lease that is free, expired or one's own; null while another holds it."""
        lease = Lease(product, week_label, owner, now, now + timedelta(seconds=ttl_s))
        times = {
            "owner": owner,
            "acquired_at": instant_text(now),
            "heartbeat_at": instant_text(now),
            "expires_at": instant_text(lease.expires_at),
        }
        free = or_(LEASES.c.expires_at <= instant_text(now), LEASES.c.owner == owner)
        with self._database.writing() as connection:
            entry = upsert(connection, LEASES).values(
                product=product, week_label=week_label, **times
            )
            taken = entry.on_conflict_do_update(
                index_elements=[LEASES.c.product, LEASES.c.week_label], set_=times, where=free
            )
            holder = connection.scalar(taken.returning(LEASES.c.owner))
        return None if holder is None else lease

    def renew(self, lease: Lease, *, now: datetime, ttl_s: float) -> Lease | None:
        """Prolong a lease, also a late one that nobody wanted; null when it was taken over."""
        expires_at = now + timedelta(seconds=ttl_s)
        times = {"heartbeat_at": instant_text(now), "expires_at": instant_text(expires_at)}
        with self._database.writing() as connection:
            kept = connection.execute(update(LEASES).where(_held(lease)).values(times))
        if kept.rowcount != 1:
            return None
        return Lease(lease.product, lease.week_label, lease.owner, lease.acquired_at, expires_at)

    def release(self, lease: Lease) -> None:
        """Remove a lease that is still one's own."""
        with self._database.writing() as connection:
            connection.execute(delete(LEASES).where(_held(lease)))

    def require(self, connection: Connection, lease: Lease) -> None:
        """Hold a lease still until the transaction ends.

        Raises: ArchiveError when it was taken over.
        """
        query = select(LEASES.c.owner).where(_held(lease)).with_for_update()
        if connection.scalar(query) is None:
            raise ArchiveError(
                "another run has taken over this week",
                where=f"{lease.product} {lease.week_label}",
                next_step="nothing was published by this run; look at `product-review status`",
            )


def _held(lease: Lease) -> ColumnElement[bool]:
    return and_(
        LEASES.c.product == lease.product,
        LEASES.c.week_label == lease.week_label,
        LEASES.c.owner == lease.owner,
    )
