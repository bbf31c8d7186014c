"""Breaches of guardrails and service levels between reviews, each reported once."""

from datetime import date, datetime

from sqlalchemy import select, update

from reports.store.database import Database
from reports.store.instants import instant_text, read_instant
from reports.store.schema import BREACHES
from reports.store.statements import upsert
from reports.values.calendar import day_of, epoch_day
from reports.values.watch import Breach

_C = BREACHES.c


class Breaches:
    """The breaches of all products."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def begin(self, breach: Breach) -> bool:
        """Enter a breach; False where it was entered before."""
        with self._database.writing() as connection:
            entry = upsert(connection, BREACHES).values(
                product=breach.product,
                kpi=breach.kpi,
                source=breach.source,
                first_day=epoch_day(breach.first_day),
                value=breach.value,
                limit_value=breach.limit,
                reported_at=instant_text(breach.reported_at),
                ended_on=None,
                ended_at=None,
            )
            return connection.execute(entry.on_conflict_do_nothing()).rowcount == 1

    def end(self, breach: Breach, *, on: date, at: datetime) -> bool:
        """Enter the first day on which a limit held again; False where that was entered before."""
        with self._database.writing() as connection:
            done = connection.execute(
                update(BREACHES)
                .where(
                    _C.product == breach.product,
                    _C.kpi == breach.kpi,
                    _C.source == breach.source,
                    _C.first_day == epoch_day(breach.first_day),
                    _C.ended_on.is_(None),
                )
                .values(ended_on=epoch_day(on), ended_at=instant_text(at))
            )
        return done.rowcount == 1

    def all(self, product: str) -> tuple[Breach, ...]:
        """Return the breaches of a product, oldest first."""
        query = select(BREACHES).where(_C.product == product)
        query = query.order_by(_C.first_day, _C.kpi, _C.source)
        with self._database.reading() as connection:
            return tuple(
                Breach(
                    product=row["product"],
                    kpi=row["kpi"],
                    source=row["source"],
                    first_day=day_of(row["first_day"]),
                    value=row["value"],
                    limit=row["limit_value"],
                    reported_at=read_instant(row["reported_at"]),
                    ended_on=None if row["ended_on"] is None else day_of(row["ended_on"]),
                    ended_at=None if row["ended_at"] is None else read_instant(row["ended_at"]),
                )
                for row in connection.execute(query).mappings()
            )
