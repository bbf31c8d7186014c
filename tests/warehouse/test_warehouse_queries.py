"""What a query sees of the user's tables, on each engine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import databases
import pytest

from reports.values.calendar import Calendar, Period
from reports.values.fact import FactColumns
from reports.values.query import Query, Reads
from reports.warehouse import Warehouse

Opener = Callable[..., Warehouse]
WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 2)
GROUPED = "GROUP BY period, segment"


def counting(relation: str, reads: Reads | None = None, value: str = "COUNT(*)") -> Query:
    """Return a query that counts rows, or something else, of one relation."""
    sql = f"SELECT period, segment, {value} AS value, COUNT(*) AS n FROM {relation} {GROUPED}"
    return Query("sample", "total", sql, (relation,), reads or Reads())


def event(user: str | None, at: str, name: str = "used", **more: object) -> dict[str, object]:
    """Return a row of events."""
    return {"user_id": user, "occurred_at": at, "name": name, **more}


def cells(facts: FactColumns) -> list[tuple[object, ...]]:
    """Return period index, segment and value of each row."""
    starts = [period.start for period in facts.periods]
    index = {(day - date(1970, 1, 1)).days: k for k, day in enumerate(starts)}
    return [
        (index[start], segment, first)
        for start, segment, first in zip(facts.start, facts.segment, facts.first, strict=True)
    ]


def test_internal_users_are_left_out_everywhere(opener: Opener) -> None:
    """Rows of internal users vanish, rows without a user stay."""
    tables = {
        "events": [event(user, "2026-11-10T10:00:00Z") for user in ("a", "bot", None)],
        "users": [
            {"user_id": "bot", "is_internal": True, "signed_up_at": "2026-11-10T10:00:00Z"},
            {"user_id": "a", "is_internal": None, "signed_up_at": "2026-11-10T10:00:00Z"},
        ],
    }
    warehouse = opener(tables)

    assert ([(1, "all", 2)], [(1, "all", 1)], [(1, "all", 1)]) == (
        cells(warehouse.extract(counting("events"), WEEKS)),
        cells(warehouse.extract(counting("users"), WEEKS)),
        cells(warehouse.extract(counting("first_seen", Reads("history")), WEEKS)),
    )


def test_latest_outcome_known_by_then_wins(opener: Opener) -> None:
    """Of several labels the last known one counts, in its prediction's period."""
    tables = {
        "predictions": [
            {"prediction_id": "p", "occurred_at": "2026-11-03T10:00:00Z", "model": "m"}
        ],
        "outcomes": [
            {"prediction_id": "p", "known_at": "2026-11-04T10:00:00Z", "label": 1},
            {"prediction_id": "p", "known_at": "2026-11-12T10:00:00Z", "label": 0},
        ],
    }
    warehouse = opener(tables)
    query = counting("outcomes", value="SUM(label)")
    instants = [None, *(datetime(2026, 11, day, 12, tzinfo=UTC) for day in (3, 4, 12))]

    assert [[(0, "all", 0)], [], [(0, "all", 1)], [(0, "all", 0)]] == [
        cells(warehouse.extract(query, WEEKS, as_of=as_of)) for as_of in instants
    ]
    assert [(0, "m", 0)] == cells(warehouse.extract(query, WEEKS, dimension="model"))


def test_nothing_later_than_as_of_is_read(opener: Opener) -> None:
    """Rows after as_of, or known only after it, are not there yet."""
    rows = [
        event("a", "2026-11-10T10:00:00Z", seen_at="2026-11-10T11:00:00Z"),
        event("b", "2026-11-10T10:00:00Z", seen_at="2026-11-12T11:00:00Z"),
        event("c", "2026-11-13T10:00:00Z", seen_at="2026-11-10T11:00:00Z"),
    ]
    product = databases.product_of({"events": rows})
    mapping = replace(product.relations["events"], known_at="seen_at", dimensions=())
    warehouse = opener({"events": rows}, databases.with_mapping(product, mapping))
    query = counting("events")
    as_of = datetime(2026, 11, 11, tzinfo=UTC)

    assert ([(1, "all", 1)], [(1, "all", 3)], True) == (
        cells(warehouse.extract(query, WEEKS, as_of=as_of)),
        cells(warehouse.extract(query, WEEKS)),
        warehouse.has_known_at(query),
    )


@pytest.mark.parametrize(
    ("reads", "value", "expected"),
    [
        (Reads(), "COUNT(*)", [1, 2]),
        (Reads("lookback", 7), "COUNT(*)", [2, 3]),
        (Reads("lookback", 7), "SUM(in_period)", [1, 2]),
        (Reads("lookahead", 2), "COUNT(*)", [2, 3]),
        (Reads("lookahead", 2), "SUM(in_period)", [1, 2]),
        (Reads("trailing", 1), "COUNT(*)", [None, 1]),
        (Reads("trailing", 28), "COUNT(*)", [2, 4]),
        (Reads("history"), "COUNT(*)", [3, 5]),
        (Reads("history"), "SUM(in_period)", [1, 2]),
    ],
)
def test_reads_widen_what_a_period_sees(
    opener: Opener, reads: Reads, value: str, expected: list[float | None]
) -> None:
    """Each window reads its rows, and in_period tells the period's own apart."""
    days = ("2026-01-01", "2026-10-26", "2026-11-03", "2026-11-09", "2026-11-15", "2026-11-16")
    warehouse = opener({"events": [event("a", f"{day}T12:00:00Z") for day in days]})
    got = {
        row[0]: row[2] for row in cells(warehouse.extract(counting("events", reads, value), WEEKS))
    }

    assert expected == [got.get(0), got.get(1)]


def test_overlapping_periods_take_one_statement(opener: Opener) -> None:
    """A row counts in each of the periods that overlap."""
    warehouse = opener({"events": [event("a", "2026-11-03T12:00:00Z")]})
    periods = [Calendar().rolling(date(2026, 11, day)) for day in (1, 3, 5)]

    assert [(1, "all", 1), (2, "all", 1)] == cells(warehouse.extract(counting("events"), periods))


def test_periods_apart_leave_their_gaps_out(opener: Opener) -> None:
    """Rows between the asked periods belong to none of them."""
    days = ("2025-11-10", "2026-03-01", "2026-11-10")
    warehouse = opener({"events": [event("a", f"{day}T12:00:00Z") for day in days]})
    week = Calendar().week("2026-W46")
    periods = [
        week,
        Calendar().year_before(week),
        Period(date(2026, 5, 1), date(2026, 6, 1), "month"),
    ]

    assert [(0, "all", 1), (1, "all", 1)] == cells(warehouse.extract(counting("events"), periods))


def test_first_seen_counts_a_user_once(opener: Opener) -> None:
    """A user is new in the period of the first event ever, with that event's dimensions."""
    rows = [
        event("old", "2026-01-01T10:00:00Z", plan="free"),
        event("old", "2026-11-10T10:00:00Z", plan="pro"),
        event("new", "2026-11-10T10:00:00Z", plan="free"),
        event("new", "2026-11-11T10:00:00Z", plan="pro"),
        event(None, "2026-11-11T10:00:00Z", plan="pro"),
    ]
    warehouse = opener({"events": rows})
    query = counting("first_seen", Reads("history"))

    assert ([(1, "all", 1)], [(1, "free", 1)]) == (
        cells(warehouse.extract(query, WEEKS)),
        cells(warehouse.extract(query, WEEKS, dimension="plan")),
    )


def test_first_seen_beside_events(opener: Opener) -> None:
    """A cohort query sees first events and later ones."""
    rows = [event("a", f"2026-11-{day:02}T10:00:00Z") for day in (2, 3, 10)]
    query = Query(
        "returned",
        "ratio",
        "SELECT f.period, f.segment, COUNT(DISTINCT e.user_id) AS numerator, "
        "COUNT(DISTINCT f.user_id) AS denominator, COUNT(DISTINCT f.user_id) AS n "
        "FROM first_seen AS f LEFT JOIN events AS e ON e.user_id = f.user_id "
        "AND e.period = f.period AND e.day > f.day GROUP BY f.period, f.segment",
        ("first_seen", "events"),
        Reads("lookahead", 7),
    )
    facts = opener({"events": rows}).extract(query, WEEKS)

    assert ([1], [1], [1]) == ([*facts.first], [*facts.second], [*facts.n])


def test_segments_keep_the_most_frequent_values(opener: Opener) -> None:
    """The top 50 values keep their name, ties by name; null is unknown, the rest is other."""
    names = [f"v{k:02}" for k in range(60)] + ["v59", "v59", None, None]
    rows = [event("a", "2026-11-10T10:00:00Z", plan=name) for name in names]
    got = cells(opener({"events": rows}).extract(counting("events"), WEEKS, dimension="plan"))

    assert {"other": 11, "v59": 3, "unknown": 2, **{f"v{k:02}": 1 for k in range(48)}} == {
        segment: value for _, segment, value in got
    }


def test_quotes_and_percent_signs_are_data(opener: Opener) -> None:
    """Event names with SQL, percent signs and colons in them are plain text."""
    name = "100% ':x' \"; DROP TABLE events --"
    rows = [event("a", "2026-11-10T10:00:00Z", name), event("a", "2026-11-10T10:00:00Z", "b")]
    sql = (
        "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events "
        f"WHERE name = :wanted AND name LIKE '100%' AND name <> ':wanted %s' {GROUPED}"
    )
    query = Query("sample", "total", sql, ("events",), parameters=("wanted",))

    assert [(1, "all", 1)] == cells(opener({"events": rows}, wanted=name).extract(query, WEEKS))


def test_freshness_reaches_to_an_instant(opener: Opener) -> None:
    """Rows from `until` on do not count."""
    days = ("2026-11-01T00:00:00Z", "2026-11-03T10:30:00Z", "2026-11-09T00:00:00Z")
    warehouse = opener({"events": [event("a", day) for day in days]})
    found = warehouse.freshness("events", until=datetime(2026, 11, 9, tzinfo=UTC))

    assert (2, datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 3, 10, 30, tzinfo=UTC)) == (
        found.rows,
        found.oldest,
        found.newest,
    )


def test_day_counts_cover_dates_and_own_relations(opener: Opener) -> None:
    """Relations with a date instead of an instant have days as well."""
    tables = {
        "market": [{"observed_on": "2026-11-10", "series": "stars", "value": 2.0}],
        "tickets": [{"day": "2026-11-11", "topic": "billing"}],
    }
    warehouse = opener(tables, calendar=Calendar("America/Los_Angeles"))
    week = Calendar().week("2026-W46").each_day()
    got = {
        name: cells(warehouse.extract(query, week))
        for name, query in warehouse.day_counts().items()
    }

    assert {"market": [(1, "all", 1)], "tickets": [(2, "all", 1)]} == got


def test_days_add_up_to_their_week_across_clock_changes(opener: Opener) -> None:
    """Hourly rows fall into days of 23, 24 and 25 hours, and days into their weeks."""
    calendar = Calendar("Europe/London")
    weeks = [calendar.week("2026-W13"), calendar.week("2026-W43")]
    starts = (datetime(2026, 3, 21, tzinfo=UTC), datetime(2026, 10, 17, tzinfo=UTC))
    hours = [start + timedelta(hours=k) for start in starts for k in range(24 * 11)]
    rows = [event("a", hour.strftime("%Y-%m-%dT%H:%M:%SZ")) for hour in hours]
    warehouse = opener({"events": rows}, calendar=calendar)
    query = counting("events")
    days = [warehouse.extract(query, week.each_day()).first for week in weeks]

    assert ((24,) * 6 + (23,), (24,) * 6 + (25,)) == tuple(days)
    assert (167, 169) == warehouse.extract(query, weeks).first


NAMED = {
    "capitals": "SELECT period, segment, COUNT(NAME) AS value, COUNT(*) AS n "
    f"FROM events {GROUPED}",
    "star": "SELECT period, segment, COUNT(name) AS value, COUNT(*) AS n "
    f"FROM (SELECT * FROM events) AS every {GROUPED}",
    "using": "SELECT events.period, events.segment, COUNT(*) AS value, COUNT(*) AS n "
    "FROM events JOIN users USING (user_id) GROUP BY events.period, events.segment",
    "none": "SELECT events.period, events.segment, COUNT(*) AS value, SUM(people.n) AS n "
    "FROM events CROSS JOIN (SELECT COUNT(*) AS n FROM users) AS people "
    "GROUP BY events.period, events.segment",
}


@pytest.mark.parametrize("sql", NAMED.values(), ids=NAMED)
def test_columns_are_there_however_a_query_names_them(opener: Opener, sql: str) -> None:
    """Capitals, a star, USING, and no column at all read the same rows."""
    tables = {"events": [event("a", "2026-11-10T10:00:00Z")], "users": [{"user_id": "a"}]}
    relations = ("events", "users") if "users" in sql else ("events",)
    query = Query("sample", "total", sql, relations)

    assert [(1, "all", 1)] == cells(opener(tables).extract(query, WEEKS))
