"""How many rows a relation has, and from when to when they reach."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from reports.errors import ContractError
from reports.values.calendar import Calendar, day_of, epoch_day
from reports.values.fact import Freshness
from reports.values.query import Query
from reports.warehouse.engine import Database
from reports.warehouse.instants import Span
from reports.warehouse.relations import DERIVED, Relations
from reports.warehouse.statement import Statement
from reports.warehouse.subquery import RowReader


def freshness_of(
    relations: Relations, relation: str, *, until: datetime, as_of: datetime | None
) -> Freshness:
    """Count the rows before an instant, and find the oldest and the newest.

    Raises: ContractError if the relation is not mapped or has no time.
    """
    calendar = relations.product.calendar
    end = epoch_day(calendar.local_day(until))
    used = frozenset({"at_s"})
    rows = RowReader(relations, calendar, Span(None, end + 1), as_of, used=used).rows(relation)
    if "day" not in rows.columns:
        raise ContractError(f"{relation} has no time column that is mapped", where=relation)
    clock = "at_s" if "at_s" in rows.columns else "day"
    limit = repr(until.timestamp()) if clock == "at_s" else str(end)
    sql, names = relations.database.dialect.finish(
        f"SELECT COUNT(*) AS n, MIN(r.{clock}) AS low, MAX(r.{clock}) AS high "  # noqa: S608 ours
        f"FROM ({rows.sql}) AS r WHERE r.{clock} < {limit}"
    )
    statement = Statement(sql, {name: rows.parameters[name] for name in names})
    count, low, high = _only_row(relations.database, statement, relation)
    try:
        newest, oldest = (_instant(value, clock, calendar) for value in (high, low))
    except (OverflowError, ValueError, OSError):
        raise ContractError(
            f"{relation} holds a time outside the years 1 to 9999",
            where=relations.product.relations[DERIVED.get(relation, relation)].source,
            got=f"{low} to {high} in {'seconds' if clock == 'at_s' else 'days'} since 1970",
            next_step="leave such rows out: map the relation with a SELECT and a WHERE",
        ) from None
    return Freshness(relation, int(str(count)), newest, oldest)


def row_counts(relation: str) -> Query:
    """Return the query that counts a relation's rows."""
    sql = (
        "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n "  # noqa: S608 declared relation
        f"FROM {relation} GROUP BY period, segment"
    )
    return Query(f"rows_{relation}", "total", sql, (relation,))


def repeated_keys(relation: str, key: str) -> Query:
    """Return the query that counts the keys which stand in several rows of a period."""
    copies = (
        f"SELECT period, segment, {key}, COUNT(*) AS copies FROM {relation} "  # noqa: S608 declared names
        f"WHERE {key} IS NOT NULL GROUP BY period, segment, {key} HAVING COUNT(*) > 1"
    )
    sql = (
        "SELECT period, segment, COUNT(*) AS value, SUM(copies) AS n "  # noqa: S608 as above
        f"FROM ({copies}) AS repeated GROUP BY period, segment"
    )
    return Query(f"repeated_{relation}", "distinct", sql, (relation,), additive=False)


def _only_row(database: Database, statement: Statement, relation: str) -> tuple[object, ...]:
    return database.run(statement, where=f"relation {relation}").rows[0]


def _instant(value: object, clock: str, calendar: Calendar) -> datetime | None:
    if value is None:
        return None
    if clock == "at_s":
        return datetime.fromtimestamp(float(str(value)), UTC)
    day = day_of(int(str(value)))
    return datetime.combine(day, datetime.min.time(), ZoneInfo(calendar.zone)).astimezone(UTC)
