"""Numbers that do not add up, asked for all periods of a review at once."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from random import Random

import pytest

from reports.kpis.series import assemble, read_all
from reports.kpis.spans import Spans, review_spans
from reports.stages.assessment import _joined
from reports.values.assessment import Coverage
from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import Query, Reads
from reports.warehouse import Warehouse
from tests import databases
from tests.decks import days_between

CALENDAR = Calendar(fiscal_start=2)
WEEK = CALENDAR.week("2026-W22")  # it ends with May
OLD = CALENDAR.week("2022-W10")
DAYS = days_between(date(2022, 1, 1), WEEK.last_day)
COUNT = "COUNT(DISTINCT user_id) AS value, COUNT(*) AS n"
TRAILED = "COUNT(DISTINCT user_id) AS numerator, COUNT(*) AS denominator, COUNT(*) AS n"


def kpi(name: str, kind, measures: str, reads: Reads) -> Kpi:
    """Return a KPI over events."""
    sql = f"SELECT period, segment, {measures} FROM events GROUP BY period, segment"
    query = Query(name, kind, sql, ("events",), reads)
    return Kpi(name, name, "Because.", "users", "higher", "engagement", kind, query)


USERS = kpi("users", "distinct", COUNT, Reads())
TRAILING = kpi("trailing", "ratio", TRAILED, Reads("trailing", 28))
EVER = kpi("ever", "level", COUNT, Reads("history"))


def rows() -> list[dict[str, object]]:
    """Return a few events on most days, by users who come and go."""
    random = Random(5)  # noqa: S311 nothing secret
    return [
        {
            "user_id": f"u{random.randrange(number // 20, number // 20 + 40)}",
            "occurred_at": f"{day.isoformat()}T12:00:00Z",
            "name": "used",
        }
        for number, day in enumerate(DAYS)
        for _ in range(random.randrange(3))
    ]


@pytest.fixture(scope="module")
def spans() -> Spans:
    """Return the periods of a review with everything that may be asked for beside it.

    The sum of a target overlaps the year to date; old weeks lie years before.
    """
    block = tuple(OLD.shifted(7 * number) for number in range(26))
    target = Period(date(2026, 3, 1), WEEK.end, "year_to_date")
    late = Period(date(2026, 1, 15), date(2026, 4, 1), "year_to_date")
    return review_spans(CALENDAR, WEEK, month_view="fiscal_year", extra=(*block, target, late))


@pytest.fixture(scope="module", params=["duckdb", "sqlite"])
def asked(request: pytest.FixtureRequest, spans: Spans, tmp_path_factory) -> Callable:
    """Return what asks a query for all periods, one statement for each grain."""
    events = rows()
    folder = tmp_path_factory.mktemp("asked")
    source = databases.load(request.param, {"events": events}, folder=folder)
    product = databases.product_of({"events": events}, calendar=CALENDAR)

    def extract(query: Query) -> FactColumns:
        by_grain = sorted(spans.all, key=lambda period: (period.grain, period))
        with Warehouse(source, product) as warehouse:
            return _joined(
                [
                    warehouse.extract(query, tuple(group))
                    for _, group in groupby(by_grain, key=lambda period: period.grain)
                ]
            )

    return extract


def users_of(events: list[dict[str, object]], first: date, end: date) -> int:
    """Count the users from a day to before another."""
    return len(
        {
            row["user_id"]
            for row in events
            if first.isoformat() <= str(row["occurred_at"])[:10] < end.isoformat()
        }
    )


@pytest.mark.parametrize("one", [USERS, TRAILING, EVER], ids=lambda one: one.name)
def test_every_period_has_its_own_count(asked: Callable, spans: Spans, one: Kpi):
    """Weeks, months, to-date periods and sums of targets are each counted from rows."""
    events = rows()
    coverage = Coverage("events", dict.fromkeys(range(epoch_day(DAYS[0]), epoch_day(WEEK.end)), 1))
    found = read_all([one], {one.name: asked(one.query)}, {"events": coverage}, spans.all)
    starts = {
        "users": lambda period: period.start,
        "trailing": lambda period: period.end - timedelta(days=28),
        "ever": lambda _: DAYS[0],
    }
    counts = {
        period: users_of(events, starts[one.name](period), period.end) for period in spans.all
    }

    assert counts == {
        period: reading.numerator if one is TRAILING else reading.value
        for period, reading in found[one.name].items()
    }
    assert {"week", "month", "month_to_date", "quarter_to_date", "year_to_date"} == {
        period.grain for period in counts
    }


def test_a_month_that_ends_with_the_week_is_not_counted_twice(asked: Callable, spans: Spans):
    """May is a month, the month to date and a month of the fiscal year, all with one count."""
    coverage = Coverage("events", dict.fromkeys(range(epoch_day(DAYS[0]), epoch_day(WEEK.end)), 1))
    found = read_all([USERS], {"users": asked(USERS.query)}, {"events": coverage}, spans.all)
    readings = assemble(USERS, found["users"], spans)
    expected = users_of(rows(), date(2026, 5, 1), date(2026, 6, 1))

    assert [expected] * 3 == [
        one.value for one in (readings.months[-1], readings.mtd.reading, readings.fiscal_year[3])
    ]
