"""Properties that hold for any small table of events."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import databases
import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.fact import FactColumns
from reports.values.query import Query, Reads
from reports.warehouse import Warehouse
from reports.warehouse.binding import bind_periods, windows_of
from reports.warehouse.dialect import DIALECTS

SUMS = Query(
    "sums",
    "total",
    "SELECT period, segment, SUM(value) AS value, COUNT(*) AS n FROM events GROUP BY 1, 2",
    ("events",),
)
USERS = Query(
    "users",
    "distinct",
    "SELECT period, segment, COUNT(DISTINCT user_id) AS value, COUNT(*) AS n "
    "FROM events GROUP BY period, segment",
    ("events",),
    Reads("trailing", 10),
)
FIRST = datetime(2026, 3, 20, tzinfo=UTC)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "user_id": st.sampled_from(["a", "b", "c", None]),
            "occurred_at": st.integers(0, 20 * 86_400).map(
                lambda s: (FIRST + timedelta(seconds=s)).strftime("%Y-%m-%dT%H:%M:%SZ")
            ),
            "name": st.just("used"),
            "value": st.integers(-500, 500).map(lambda cents: cents / 4),
            "plan": st.sampled_from(["free", "pro", None]),
        }
    ),
    min_size=1,
    max_size=25,
)
CALENDAR = Calendar("Europe/London", first_weekday=6)
WHOLE = Period(date(2026, 3, 21), date(2026, 4, 6), "rolling")
QUICK = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answers(
    engine: str, rows: list[dict[str, object]], folder: Path, url: str
) -> list[FactColumns]:
    """Return days, the whole and trailing users, in total and by plan."""
    source = databases.load(engine, {"events": rows}, folder=folder, postgres_url=url)
    with Warehouse(source, databases.product_of({"events": rows}, calendar=CALENDAR)) as warehouse:
        return [
            warehouse.extract(SUMS, WHOLE.each_day()),
            warehouse.extract(SUMS, [WHOLE]),
            warehouse.extract(USERS, WHOLE.each_day(), dimension="plan"),
        ]


@QUICK
@given(rows=ROWS)
def test_engines_agree_and_days_add_up(
    rows: list[dict[str, object]], tmp_path: Path, postgres_url: str
) -> None:
    """Three engines give the same facts; days add to the whole; order does not matter."""
    found = [answers(name, rows, tmp_path, postgres_url) for name in databases.ENGINES]
    days, whole, _ = found[0]
    zone = ZoneInfo(CALENDAR.zone)
    local = Counter(
        datetime.fromisoformat(str(row["occurred_at"])).astimezone(zone).date() for row in rows
    )

    assert found[0] == found[1] == found[2]
    assert (sum(days.n), sum(value or 0 for value in days.first)) == (
        sum(whole.n),
        sum(value or 0 for value in whole.first),
    )
    assert sum(local[period.start] for period in WHOLE.each_day()) == sum(days.n)
    assert found[0] == answers("duckdb", rows[::-1], tmp_path, "")


@given(
    lengths=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), min_size=1, max_size=9),
    order=st.randoms(),
)
@settings(max_examples=40, deadline=None)
def test_every_day_falls_into_its_period(lengths: list[tuple[int, int]], order) -> None:
    """The tree, the arithmetic and the join give each day the index of its period."""
    start = date(2026, 1, 1)
    periods = []
    for gap, days in lengths:
        start += timedelta(days=gap)
        periods.append(Period(start, start + timedelta(days=days), "rolling"))
        start += timedelta(days=days)
    order.shuffle(periods)
    first = epoch_day(date(2026, 1, 1)) + lengths[0][0]
    days = range(first, epoch_day(start))
    expected = [
        (day, k)
        for day in days
        for k, period in enumerate(periods)
        if epoch_day(period.start) <= day < epoch_day(period.end)
    ]
    for widened in (False, True):
        binding = bind_periods(DIALECTS["duckdb"], windows_of(periods, Reads()), widened=widened)
        table = f"(SELECT UNNEST({list(days)}) AS day) AS r {binding.join}"
        where = f"WHERE {binding.condition}" if binding.condition else ""
        sql = f"SELECT r.day, {binding.period} FROM {table} {where} ORDER BY 1"

        assert expected == duckdb.execute(sql).fetchall()


@pytest.mark.parametrize("days", [1, 7])
def test_regular_periods_need_no_tree(days: int) -> None:
    """Consecutive periods of equal length are found by arithmetic."""
    start = date(2026, 1, 1)
    periods = [
        Period(start, start + timedelta(days=days), "rolling").shifted(days * k) for k in range(9)
    ]
    binding = bind_periods(DIALECTS["sqlite"], windows_of(periods, Reads()), widened=False)

    assert "CASE" not in binding.period
