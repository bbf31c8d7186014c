"""Cohorts and funnels of half a year out of a large warehouse, beside SQL tuned by hand."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from reports.catalog import load_fact_queries, with_arguments
from reports.resources import resource_folder
from reports.stages.usage_funnels import bound_funnel
from reports.values.calendar import Calendar
from reports.values.query import Query
from reports.values.relation import RelationMapping
from reports.values.workspace import Funnel, Product, WarehouseSource
from reports.warehouse import Warehouse
from tests.benchmarks.rows import EVENTS
from tests.benchmarks.stopwatch import medians

RATIO = 2.0
CALENDAR = Calendar("Europe/Berlin")
WEEK = CALENDAR.week("2026-W45")
WEEKS = CALENDAR.weeks_until(WEEK, 26)
QUERIES = {name: one.query for name, one in load_fact_queries([resource_folder("sql")]).items()}
RETENTION = with_arguments(QUERIES["retention"], week_shift=3)
FUNNEL = bound_funnel(QUERIES["funnel"], Funnel("journey", ("opened", "asked", "paid"), 7))
# Berlin is an hour or two ahead; the change of October lies at 1792890000 seconds.
_AT = "EPOCH_US(occurred_at) // 1000000"
_DAY = f"({_AT} + CASE WHEN {_AT} < 1792890000 THEN 7200 ELSE 3600 END) // 86400"
_FROM = "occurred_at >= TIMESTAMPTZ '2026-05-04 00:00:00+02'"
_UNTIL = "occurred_at < TIMESTAMPTZ '2026-11-09 00:00:00+01'"
RETENTION_BY_HAND = f"""
WITH firsts AS (
  SELECT user_id, MIN(occurred_at) AS first_at FROM events WHERE {_UNTIL} GROUP BY user_id
), begun AS (
  SELECT user_id, d - (d + 3) % 7 AS cohort FROM (
    SELECT user_id, {_DAY.replace("occurred_at", "first_at")} AS d FROM firsts
    WHERE {_FROM.replace("occurred_at", "first_at")})
), weeks AS (
  SELECT DISTINCT user_id, d - (d + 3) % 7 AS week FROM (
    SELECT user_id, {_DAY} AS d FROM events WHERE {_FROM} AND {_UNTIL})
), seen AS (
  SELECT cohort, week, MAX(week) OVER (PARTITION BY user_id) AS last_week
  FROM begun JOIN weeks USING (user_id)
)
SELECT cohort, week, COUNT(*), COUNT(*) FILTER (week = last_week) FROM seen GROUP BY 1, 2
"""
FUNNEL_BY_HAND = f"""
WITH own AS (
  SELECT user_id, name, EPOCH_US(occurred_at) / 1000000.0 AS at_s, {_DAY} AS day FROM events
  WHERE occurred_at >= TIMESTAMPTZ '2026-05-04 00:00:00+02' AND {_UNTIL}
    AND name IN ('opened', 'asked', 'paid')
), numbered AS (
  SELECT user_id, name, at_s, (day - {{first}}) // 7 AS week FROM own
), both_weeks AS (
  SELECT user_id, name, at_s, week FROM numbered WHERE name <> 'opened'
  UNION ALL SELECT user_id, name, at_s, week - 1 FROM numbered WHERE name <> 'opened'
), firsts AS (
  SELECT user_id, week, MIN(at_s) AS t1 FROM numbered WHERE name = 'opened' GROUP BY 1, 2
), second_steps AS (
  SELECT user_id, week, t1, MIN(at_s) AS t2 FROM firsts JOIN both_weeks USING (user_id, week)
  WHERE name = 'asked' AND at_s > t1 AND at_s <= t1 + 604800 GROUP BY 1, 2, 3
), third_steps AS (
  SELECT user_id, week, MIN(at_s) AS t3 FROM second_steps JOIN both_weeks USING (user_id, week)
  WHERE name = 'paid' AND at_s > t2 AND at_s <= t1 + 604800 GROUP BY 1, 2
)
SELECT week, COUNT(*), COUNT(t2), COUNT(t3)
FROM firsts
LEFT JOIN second_steps USING (user_id, week)
LEFT JOIN third_steps USING (user_id, week)
GROUP BY week ORDER BY week
"""


@pytest.fixture(scope="module")
def warehouse(duckdb_url: str) -> Iterator[Warehouse]:
    """Open our warehouse over the events."""
    product = Product("bot", "Bot", CALENDAR, {"events": RelationMapping("events", table="events")})
    with Warehouse(WarehouseSource(duckdb_url), product) as opened:
        yield opened


@pytest.fixture(scope="module")
def analyst(duckdb_url: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect as an analyst would, by another name: DuckDB shares connections of one file."""
    path = Path(duckdb_url.removeprefix("duckdb:///"))
    beside = path.with_name("beside.duckdb")
    os.link(path, beside)
    with duckdb.connect(str(beside), read_only=True) as connection:
        yield connection


@pytest.fixture
def bound(request: pytest.FixtureRequest) -> float | None:
    """Return the bound, which holds for as many rows as promised."""
    return RATIO if request.config.getoption("--rows") >= EVENTS["duckdb"] else None


def test_cohorts_of_half_a_year(warehouse, analyst, repetitions, record, bound) -> None:
    """Every cohort of 27 weeks in one statement."""
    table = warehouse.extract_table(RETENTION, (WEEK,))
    by_hand = analyst.execute(RETENTION_BY_HAND).fetchall()
    assert sorted(by_hand) == sorted(row[3:] for row in table.rows)
    ours, theirs = medians(
        lambda: warehouse.extract_table(RETENTION, (WEEK,)),
        lambda: analyst.execute(RETENTION_BY_HAND).fetchall(),
        repetitions=repetitions,
    )
    assert record("usage, DuckDB", "cohorts of 27 weeks", ours, theirs, bound).holds


def test_a_funnel_of_half_a_year(warehouse, analyst, repetitions, record, bound) -> None:
    """Three steps within seven days, the entries of 26 weeks in one statement."""
    first = (WEEKS[0].start.toordinal() - date(1970, 1, 1).toordinal()) - 7
    sql = FUNNEL_BY_HAND.format(first=first)
    expected = [row[1:] for row in analyst.execute(sql).fetchall()][: len(WEEKS)]
    assert expected == _reached(warehouse, FUNNEL)
    ours, theirs = medians(
        lambda: warehouse.extract_table(FUNNEL, WEEKS),
        lambda: analyst.execute(sql).fetchall(),
        repetitions=repetitions,
    )
    assert record("usage, DuckDB", "funnel of 26 weeks", ours, theirs, bound).holds


def _reached(warehouse: Warehouse, query: Query) -> list[tuple[int, ...]]:
    """Return how many reached each step, week by week."""
    table = warehouse.extract_table(query, WEEKS)
    found: dict[int, list[int]] = {}
    for start, _, _, still_open, step, _, users in table.rows:
        if not still_open:
            found.setdefault(start, [0, 0, 0])[step - 1] += users
    return [tuple(found[start]) for start in sorted(found)]
