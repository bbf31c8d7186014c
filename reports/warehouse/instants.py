"""Time columns as they are stored, turned into instants and local days."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reports.errors import ConfigError, ContractError
from reports.values.calendar import Calendar, Period, day_of
from reports.warehouse.dialect import Dialect, choose, mark_parameter
from reports.warehouse.engine import Database
from reports.warehouse.statement import Statement

Storage = Literal["zoned", "naive", "date", "epoch", "text"]

# Without a lower bound, clock changes are known from here on.
_HISTORY_START = date(2000, 1, 1)
_MARGIN_DAYS = 2
_LARGEST_EPOCH_S = 100_000_000_000


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """A time column: its expression in the source, how it is stored, and the zone it lacks.

    `zone` is empty where the column itself tells the zone.
    """

    expression: str
    storage: Storage
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of local epoch days; `low` is null for everything before `high`."""

    low: int | None
    high: int

    @property
    def period(self) -> Period:
        """Return the span as a period, with a margin in which offsets must be right as well."""
        start = _HISTORY_START if self.low is None else day_of(self.low - _MARGIN_DAYS)
        end = max(day_of(self.high + _MARGIN_DAYS), start + timedelta(days=1))
        return Period(start, end, "rolling")


def offset_tree(dialect: Dialect, clock: str, calendar: Calendar, span: Span) -> str:
    """Return the offset from UTC in ticks at a UTC clock expression."""
    pairs = calendar.offsets(span.period)
    ticks = dialect.ticks
    return choose(clock, [(since * ticks, str(offset * ticks)) for since, offset in pairs])


def utc_clock(dialect: Dialect, column: TimeColumn, span: Span) -> str:
    """Return UTC ticks of a time column.

    In the hour that a clock change repeats, a time without a zone is read as the first.
    """
    clock = dialect.clock(column.expression)
    if not column.zone:
        return clock
    pairs = Calendar(zone=column.zone).offsets(span.period)
    local: list[tuple[int, str]] = []
    before = pairs[0][1]
    for since, offset in pairs:
        bound = (since + max(before, offset)) * dialect.ticks
        local.append((bound, str(offset * dialect.ticks)))
        before = offset
    moved = f"({clock} - {choose(f'({clock})', local)})"
    if dialect.name != "sqlite":
        return moved
    return f"(CASE WHEN {zoned_text(column.expression)} THEN {clock} ELSE {moved} END)"


def local_day(dialect: Dialect, column: TimeColumn, calendar: Calendar, span: Span) -> str:
    """Return the epoch day, in the product's zone, of a time column."""
    if column.storage == "date":
        return dialect.date_day(column.expression)
    if column.zone == calendar.zone and dialect.name != "sqlite":
        return dialect.day(dialect.clock(column.expression), "0", since_1970=_since_1970(span))
    return clock_day(dialect, f"({utc_clock(dialect, column, span)})", calendar, span)


def clock_day(dialect: Dialect, clock: str, calendar: Calendar, span: Span) -> str:
    """Return the epoch day, in the product's zone, of a UTC clock expression."""
    offset = f"({offset_tree(dialect, clock, calendar, span)})"
    return dialect.day(clock, offset, since_1970=_since_1970(span))


def _since_1970(span: Span) -> bool:
    """Tell whether days before 1970 may come out wrong, as long as they stay before the span."""
    return span.low is not None and span.low > 0


def raw_filter(
    dialect: Dialect, column: TimeColumn, calendar: Calendar, span: Span, stem: str
) -> tuple[str, dict[str, object]]:
    """Return a filter on the column as it is stored, which an engine can prune by.

    It never leaves out a row of the span; only for zoned columns and dates is it exact.
    """
    marks = [(">=", "start", span.low), ("<", "end", span.high)]
    known = [(sign, f"bound_{stem}_{end}", day) for sign, end, day in marks if day is not None]
    tests = [f"{column.expression} {sign} {mark_parameter(name)}" for sign, name, _ in known]
    values = {name: _bound(column, calendar, day, sign) for sign, name, day in known}
    if dialect.name == "sqlite":
        values = {name: _sqlite_value(value) for name, value in values.items()}
    return " AND ".join(tests), values


def _bound(column: TimeColumn, calendar: Calendar, day: int, sign: str) -> object:
    if column.storage == "date":
        return day_of(day)
    padded = day_of(day + (-1 if sign == ">=" else 1))
    if column.storage == "text":
        return padded.isoformat()
    if column.storage == "naive":
        return datetime(padded.year, padded.month, padded.day)  # noqa: DTZ001 the column has none
    midnight = datetime.combine(day_of(day), datetime.min.time(), ZoneInfo(calendar.zone))
    at = midnight.astimezone(UTC)
    return at.timestamp() if column.storage == "epoch" else at


def _sqlite_value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def zoned_text(column: str) -> str:
    """Return SQLite's test for a text that ends in Z or an offset."""
    return f"({column} GLOB '*[Zz]' OR {column} GLOB '*[+-][0-9][0-9]:[0-9][0-9]')"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a time column stands, for messages; `zone` is what its mapping states."""

    relation: str
    column: str
    zone: str
    where: str

    def refuse(self, what: str, *, got: str = "", next_step: str = "") -> ContractError:
        """Return the error that names the column."""
        label = f"{self.relation}.{self.column} {what}"
        return ContractError(label, where=self.where, got=got, next_step=next_step)


def read_storage(
    database: Database, table: str, column: TimeColumn, type_name: str, place: Place
) -> TimeColumn:
    """Find out how a time column is stored.

    Raises: ContractError for times without a zone where the mapping states none, and for types
    that are no times; ConfigError for a zone that does not exist.
    """
    if place.zone:
        _check_zone(place)
    if database.dialect.name == "sqlite":
        return _read_sqlite(database, table, column, place)
    if "WITH TIME ZONE" in type_name:
        return replace(column, storage="zoned")
    if type_name == "DATE":
        return replace(column, storage="date")
    if not type_name.startswith("TIMESTAMP"):
        raise place.refuse(
            "is no time",
            got=type_name,
            next_step="map the relation with a SELECT that casts it to a timestamp",
        )
    return replace(column, storage="naive", zone=_zone(place))


def _read_sqlite(database: Database, table: str, column: TimeColumn, place: Place) -> TimeColumn:
    name = column.expression
    text = f"TYPEOF({name}) = 'text'"
    sums = ", ".join(
        f"COALESCE(SUM({test}), 0) AS c{k}"
        for k, test in enumerate(
            (
                text,
                f"{text} AND NOT {zoned_text(name)}",
                f"{text} AND LENGTH({name}) <> 10",
                f"{text} AND JULIANDAY({name}) IS NULL OR TYPEOF({name}) = 'blob'",
                f"TYPEOF({name}) IN ('integer', 'real')",
                f"TYPEOF({name}) IN ('integer', 'real') AND ABS({name}) >= {_LARGEST_EPOCH_S}",
            )
        )
    )
    found = database.run(Statement(f"SELECT {sums} FROM {table}"), where=place.where).rows[0]  # noqa: S608 quoted names
    texts, naive, longer, unreadable, numbers, large = (int(str(count)) for count in found)
    if unreadable:
        raise place.refuse(
            "holds times that cannot be read",
            got=f"{unreadable} rows",
            next_step="write them like 2026-11-09T08:30:00Z",
        )
    if large:
        raise place.refuse(
            "holds numbers that are no epoch seconds",
            got=f"{large} rows of 100,000,000,000 or more",
            next_step="map the relation with a SELECT that divides them to seconds",
        )
    if texts and numbers:
        raise place.refuse("mixes texts and numbers", got=f"{texts} texts, {numbers} numbers")
    if texts and not longer and not place.zone:
        return replace(column, storage="date")
    if texts:
        return replace(column, storage="text", zone=_zone(place) if naive else "")
    return replace(column, storage="epoch")


def _zone(place: Place) -> str:
    if not place.zone:
        raise place.refuse(
            "holds times without a zone",
            next_step=f'say which they are in: zone = "Europe/London" under {place.relation}',
        )
    return place.zone


def _check_zone(place: Place) -> None:
    try:
        ZoneInfo(place.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            "no such time zone",
            where=place.where,
            expected="an IANA name like Europe/London",
            got=place.zone,
        ) from None
