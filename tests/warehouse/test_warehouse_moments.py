"""Sums over users are the same on each engine as in plain Python."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import databases
import pytest

from reports.catalog import clustered
from reports.values.calendar import Calendar, day_of
from reports.values.fact import FactColumns
from reports.values.query import Query
from reports.warehouse import Statement, Warehouse

Opener = Callable[..., Warehouse]
Row = dict[str, object]

WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 3)
GROUPED = "GROUP BY period, segment"


def sample(count: int = 250) -> dict[str, list[Row]]:
    """Return events with large amounts and predictions of mostly the same users."""
    chance = random.Random(46)  # noqa: S311 rows of a test
    first = datetime(2026, 10, 20, tzinfo=UTC)

    def row(people: int) -> Row:
        at = first + timedelta(minutes=chance.randrange(30 * 24 * 60))
        user = chance.choice([None, *(f"u{number}" for number in range(people))])
        return {"user_id": user, "occurred_at": at.isoformat(), "plan": chance.choice("ab")}

    events: list[Row] = [
        row(23)
        | {
            "name": chance.choice(["asked", "took", "left"]),
            "value": chance.choice([None, f"{Decimal(chance.randrange(10**18)).scaleb(-6):f}"]),
        }
        for _ in range(count)
    ]
    predictions: list[Row] = [
        row(31)
        | {
            "prediction_id": f"p{number}",
            "model": "m",
            "status": chance.choice(["ok", "error", None]),
            "cost_usd": chance.choice([None, f"{Decimal(chance.randrange(10**9)).scaleb(-6):f}"]),
        }
        for number in range(count)
    ]
    return {"events": events, "predictions": predictions}


TABLES = sample()


def pair(numerator: str, denominator: str, rest: str) -> Query:
    """Return the query of a ratio."""
    measures = f"{numerator} AS numerator, {denominator} AS denominator, COUNT(*) AS n"
    sql = f"SELECT period, segment, {measures} FROM {rest} {GROUPED}"
    return Query("share", "ratio", sql, (rest.split(maxsplit=1)[0],))


def total(value: str, rest: str) -> Query:
    """Return the query of a total."""
    sql = f"SELECT period, segment, {value} AS value, COUNT(*) AS n FROM {rest} {GROUPED}"
    return Query("volume", "total", sql, (rest.split(maxsplit=1)[0],))


def amount(row: Row, column: str) -> Decimal:
    """Return an amount of money, nothing being zero."""
    return Decimal(str(row[column] or 0))


def moments(amounts: Iterable[tuple[Decimal, Decimal]]) -> tuple[float, ...]:
    """Return the five sums over users, and how many there are."""
    pairs = list(amounts)
    sums = [
        sum(num * num for num, _ in pairs),
        sum(den * den for _, den in pairs),
        sum(num * den for num, den in pairs),
        sum(num for num, _ in pairs),
        sum(den for _, den in pairs),
    ]
    return (*map(float, sums), len(pairs))


def counted(
    rows: Iterable[tuple[Row, Decimal | int, Decimal | int]], dimension: str = ""
) -> dict[tuple[date, str], tuple[float, ...]]:
    """Add amounts up by week, segment and user, then over users, in plain Python."""
    found: dict[tuple[date, str], dict[object, list[Decimal]]] = defaultdict(dict)
    for row, numerator, denominator in rows:
        start = Calendar().week_of(datetime.fromisoformat(str(row["occurred_at"])).date()).start
        if row["user_id"] is None or start not in {week.start for week in WEEKS}:
            continue
        segment = str(row[dimension]) if dimension else "all"
        amounts = found[start, segment].setdefault(row["user_id"], [Decimal(0), Decimal(0)])
        amounts[0] += numerator
        amounts[1] += denominator
    return {
        key: moments((pair[0], pair[1]) for pair in users.values()) for key, users in found.items()
    }


def laid_out(facts: FactColumns) -> dict[tuple[date, str], tuple[float, ...]]:
    """Return the five values and the users of each week and segment."""
    found: dict[tuple[date, str], dict[int, float]] = defaultdict(dict)
    users: dict[tuple[date, str], set[int]] = defaultdict(set)
    columns = (facts.start, facts.segment, facts.bucket, facts.first, facts.n)
    for start, segment, bucket, value, n in zip(*columns, strict=True):
        found[day_of(start), segment][bucket] = float(value or 0)
        users[day_of(start), segment].add(n)
    return {key: (*(sums[place] for place in range(5)), *users[key]) for key, sums in found.items()}


def matching(expected: dict[tuple[date, str], tuple[float, ...]], facts: FactColumns) -> bool:
    """Tell whether facts are the expected sums, but for the last digits of a double."""
    got = laid_out(facts)
    return got.keys() == expected.keys() and all(
        pytest.approx(expected[key], rel=1e-11) == got[key] for key in got
    )


@pytest.mark.parametrize("dimension", ["", "plan"])
def test_a_ratio_of_money_over_users(opener: Opener, dimension: str) -> None:
    """Squares of large amounts stay exact to a double's digits, whole and by a dimension."""
    query = clustered(
        pair("SUM(value)", "SUM(CASE WHEN name = 'took' THEN 1 ELSE 0 END)", "events")
    )
    expected = counted(
        ((row, amount(row, "value"), int(row["name"] == "took")) for row in TABLES["events"]),
        dimension,
    )

    assert query is not None
    assert matching(expected, opener(TABLES).extract(query, WEEKS, dimension=dimension or None))


@pytest.mark.parametrize("dimension", ["", "plan"])
def test_two_totals_over_one_relation(opener: Opener, dimension: str) -> None:
    """Each side keeps its own filter; a user counts with rows of either side."""
    query = clustered(
        total("COUNT(*) - 0.5 * SUM(value)", "events WHERE name = 'took' AND value IS NOT NULL"),
        total("COUNT(*)", "events WHERE name = :first"),
    )
    expected = counted(
        (
            (row, 1 - amount(row, "value") / 2, 0) if row["name"] == "took" else (row, 0, 1)
            for row in TABLES["events"]
            if row["name"] == "asked" or (row["name"] == "took" and row["value"] is not None)
        ),
        dimension,
    )

    assert query is not None
    query = replace(query, parameters=("first",))
    warehouse = opener(TABLES, first="asked")
    assert matching(expected, warehouse.extract(query, WEEKS, dimension=dimension or None))


def test_two_totals_over_two_relations(opener: Opener) -> None:
    """Users are matched between relations; who is in one only has nothing on the other side."""
    query = clustered(
        total("SUM(cost_usd)", "predictions"),
        total("COUNT(DISTINCT CASE WHEN name <> 'left' THEN user_id END)", "events"),
    )
    active: set[tuple[object, date]] = set()

    def newly(row: Row) -> int:
        week = Calendar().week_of(datetime.fromisoformat(str(row["occurred_at"])).date()).start
        new = row["name"] != "left" and (row["user_id"], week) not in active
        active.update({(row["user_id"], week)} if new else ())
        return int(new)

    costs = [(row, amount(row, "cost_usd"), 0) for row in TABLES["predictions"]]
    people = [(row, 0, newly(row)) for row in TABLES["events"]]

    assert query is not None
    assert matching(counted([*costs, *people]), opener(TABLES).extract(query, WEEKS))


def test_the_sums_are_those_of_the_ratio(opener: Opener) -> None:
    """Where every row has a user, numerator and denominator are the ratio's own."""
    ratio = pair("SUM(cost_usd)", "COUNT(*)", "predictions WHERE user_id IS NOT NULL")
    warehouse = opener(TABLES)
    plain = warehouse.extract(ratio, WEEKS)
    query = clustered(ratio)

    assert query is not None
    sums = list(laid_out(warehouse.extract(query, WEEKS)).values())
    assert pytest.approx([*plain.first, *plain.second], rel=1e-11) == [
        *(week[3] for week in sums),
        *(week[4] for week in sums),
    ]


def test_a_relation_whose_users_are_not_mapped(opener: Opener) -> None:
    """The warehouse says why it cannot tell users apart."""
    rows = [{key: row[key] for key in row if key != "user_id"} for row in TABLES["predictions"]]
    query = clustered(pair("SUM(cost_usd)", "COUNT(*)", "predictions"))

    assert query is not None
    assert "predictions.user_id is not mapped" in str(
        opener({"predictions": rows}).can_answer(query)
    )


def test_the_data_are_read_once(tmp_path) -> None:
    """DuckDB scans a relation once, however many sums are laid out."""
    source = databases.load("duckdb", TABLES, folder=tmp_path)
    query = clustered(
        total("SUM(value)", "events WHERE name = 'took'"),
        replace(total("COUNT(DISTINCT user_id)", "events"), kind="distinct"),
    )

    assert query is not None
    with Warehouse(source, databases.product_of(TABLES)) as warehouse:
        statement = warehouse.compile(query, WEEKS)
        explained = Statement(f"EXPLAIN {statement.sql}", statement.parameters)
        plan = str(warehouse._database.run(explained, where="test").rows[0][1])

    assert 1 == plan.count("SEQ_SCAN")
