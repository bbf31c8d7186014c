"""Times as they are stored become the right local days."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import databases
import pytest

from reports.errors import ConfigError, ContractError
from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.query import Query
from reports.values.relation import RelationMapping
from reports.warehouse import Warehouse

DAYS = Period(date(2026, 10, 23), date(2026, 10, 28), "rolling").each_day()
COUNT = Query(
    "sample",
    "total",
    "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events GROUP BY period, segment",
    ("events",),
)
SECONDS = Query(
    "seconds",
    "total",
    "SELECT period, segment, MIN(at_s) AS value, COUNT(*) AS n FROM events GROUP BY 1, 2",
    ("events",),
)


def days_of(warehouse: Warehouse) -> dict[int, int]:
    """Return the counts by day of October."""
    facts = warehouse.extract(COUNT, DAYS)
    return {
        start - epoch_day(date(2026, 9, 30)): n
        for start, n in zip(facts.start, facts.n, strict=True)
    }


def stored(
    engine: str, url: str, folder: Path, type_name: str, values: Sequence[object]
) -> databases.WarehouseSource:
    """Create events whose times are stored with a type."""
    create = f"CREATE TABLE events (user_id TEXT, occurred_at {type_name}, name TEXT)"
    insert = "INSERT INTO events VALUES ('a', ?, 'used')"
    rows = [(value,) for value in values]
    return databases.run(engine, [(create, ()), (insert, rows)], folder=folder, postgres_url=url)


def product(zone: str, calendar: Calendar) -> databases.Product:
    """Return a product with events in a zone."""
    mapping = RelationMapping("events", table="events", zone=zone)
    return databases.with_mapping(databases.product_of({}, calendar=calendar), mapping)


@pytest.mark.parametrize("calendar_zone", ["Europe/London", "America/New_York", "Asia/Kolkata"])
def test_times_without_a_zone_are_read_in_the_mapped_zone(
    engine: str, engine_url: str, tmp_path: Path, calendar_zone: str
) -> None:
    """Local times become instants, the first of a repeated hour, in any product zone."""
    zone = ZoneInfo("Europe/London")
    naive = [
        f"2026-10-{day:02} {hour:02}:30:00"
        for day in range(22, 30)
        for hour in (0, 1, 2, 4, 12, 18, 19, 23)
    ]
    source = stored(engine, engine_url, tmp_path, "TIMESTAMP", naive)
    calendar = Calendar(calendar_zone)
    instants = [datetime.fromisoformat(text).replace(tzinfo=zone) for text in naive]
    local = [instant.astimezone(ZoneInfo(calendar_zone)).date() for instant in instants]
    expected = {
        period.start.day: local.count(period.start) for period in DAYS if period.start in local
    }
    with Warehouse(source, product("Europe/London", calendar)) as warehouse:
        got = days_of(warehouse)

    assert expected == got


def test_the_first_of_a_repeated_hour_is_meant(
    engine: str, engine_url: str, tmp_path: Path
) -> None:
    """01:30 on the day clocks go back is the one in summer time."""
    source = stored(engine, engine_url, tmp_path, "TIMESTAMP", ["2026-10-25 01:30:00"])
    with Warehouse(source, product("Europe/London", Calendar())) as warehouse:
        value = warehouse.extract(SECONDS, DAYS).first[0]

    assert datetime.fromisoformat("2026-10-25T00:30:00Z").timestamp() == value


def test_times_without_a_zone_are_refused(engine: str, engine_url: str, tmp_path: Path) -> None:
    """The message names relation, column and the setting that helps."""
    source = stored(engine, engine_url, tmp_path, "TIMESTAMP", ["2026-10-25 01:30:00"])
    with Warehouse(source, product("", Calendar())) as warehouse:
        reason = warehouse.can_answer(COUNT)

    assert reason is not None
    assert "events.occurred_at holds times without a zone" == reason.what
    assert 'zone = "' in reason.next_step


def test_an_unknown_zone_is_refused(engine: str, engine_url: str, tmp_path: Path) -> None:
    """A zone that does not exist is an error of the workspace."""
    source = stored(engine, engine_url, tmp_path, "TIMESTAMP", ["2026-10-25 01:30:00"])
    with (
        Warehouse(source, product("Mars/Olympus", Calendar())) as warehouse,
        pytest.raises(ConfigError, match="no such time zone"),
    ):
        warehouse.extract(COUNT, DAYS)


@pytest.mark.parametrize(
    ("type_name", "values"),
    [
        ("TEXT", ["2026-10-24T23:30:00Z", "2026-10-26T00:30:00Z"]),
        ("TEXT", ["2026-10-24 23:30:00+00:00", "2026-10-26 05:31:00+05:30"]),
        ("TIMESTAMP", ["2026-10-24T13:30:00.250-10:00", "2026-10-26T23:59:59.999Z"]),
        ("INTEGER", [1792884600, 1792974600]),
        ("REAL", [1792884600.25, 1792974600.75]),
    ],
)
def test_sqlite_times_in_any_spelling(tmp_path: Path, type_name: str, values: list[object]) -> None:
    """Texts with a zone and epoch seconds are instants."""
    source = stored("sqlite", "", tmp_path, type_name, values)
    with Warehouse(source, product("", Calendar("Europe/London"))) as warehouse:
        got = days_of(warehouse)

    assert {25: 1, 26: 1} == got


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["yesterday Z"], "cannot be read"),
        ([1792884600000], "no epoch seconds"),
        (["2026-10-24T23:30:00Z", 1792884600], "mixes texts and numbers"),
        (["2026-10-24T23:30:00Z", "2026-10-24T23:30:00"], "without a zone"),
    ],
)
def test_sqlite_times_that_cannot_be_trusted(
    tmp_path: Path, values: list[object], message: str
) -> None:
    """Unreadable, mixed and partly zoned times are refused rather than dropped."""
    source = stored("sqlite", "", tmp_path, "BLOB", values)
    with (
        Warehouse(source, product("", Calendar())) as warehouse,
        pytest.raises(ContractError, match=message),
    ):
        warehouse.extract(COUNT, DAYS)
