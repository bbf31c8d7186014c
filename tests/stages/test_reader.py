"""Facts are asked for once, whole or by a dimension, and the last weeks again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import databases
import pytest

from reports.catalog import clustered
from reports.values.calendar import day_of
from reports.values.fact import FactColumns
from reports.values.query import Query, Reads
from tests.stages.desk import Desk, event

NewDesk = Callable[..., Desk]

GROUPED = "FROM events GROUP BY period, segment"
COUNT = Query(
    "events", "total", f"SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n {GROUPED}",
    ("events",),
)  # fmt: skip
USERS = replace(
    COUNT, name="users", kind="distinct", sql=COUNT.sql.replace("(*)", "(DISTINCT user_id)")
)
SHARE = Query(
    "share",
    "ratio",
    "SELECT period, segment, SUM(CASE WHEN plan = 'a' THEN 1 ELSE 0 END) AS numerator, "
    f"COUNT(*) AS denominator, COUNT(*) AS n {GROUPED}",
    ("events",),
)
EVENTS = [
    event(day, user, plan=plan)
    for day in ("2026-09-01", "2026-11-04", "2026-11-11")
    for user, plan in (("ada", "a"), ("ada", "b"), ("ben", "a"))
]


def rows(facts: FactColumns) -> list[tuple[object, ...]]:
    """Return first day, segment, bucket, first and n of each row."""
    columns = (facts.segment, facts.bucket, facts.first, facts.n)
    starts = [str(day_of(start)) for start in facts.start]
    return list(zip(starts, *columns, strict=True))


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    """Return a desk over a few events."""
    return new_desk({"events": EVENTS})


def test_given_weeks_are_asked_by_a_dimension(desk: Desk) -> None:
    """Weeks are asked as weeks, in one statement, also where days could be added up."""
    series = desk.reader().read_periods(COUNT, desk.weeks(2), "plan")

    assert ("week", [("plan", 2)]) == (series.grain, desk.heard())
    assert [
        ("2026-11-02", "a", 0, 2, 2),
        ("2026-11-02", "b", 0, 1, 1),
        ("2026-11-09", "a", 0, 2, 2),
        ("2026-11-09", "b", 0, 1, 1),
    ] == rows(desk.stored(series))


def test_each_dimension_has_facts_of_its_own(desk: Desk) -> None:
    """The same weeks, undivided and divided, are different series."""
    reader = desk.reader()
    series = {reader.read_periods(COUNT, desk.weeks(1), cut) for cut in (None, "plan", "name")}

    assert 3 == len({one.query_hash for one in series}) == reader.statements
    assert {desk.warehouse.fingerprint(COUNT, dimension=cut) for cut in (None, "plan", "name")} == {
        one.query_hash for one in series
    }


def test_nothing_is_asked_twice_in_a_job(desk: Desk) -> None:
    """Only periods that were not asked yet are."""
    reader = desk.reader()
    reader.read_periods(USERS, desk.weeks(2), "plan")
    reader.read_periods(USERS, desk.weeks(2), "plan")
    reader.read_periods(USERS, desk.weeks(5), "plan")

    assert [("plan", 2), ("plan", 3)] == desk.heard()


def test_periods_that_a_review_reads_anyway_are_not_asked_again(desk: Desk) -> None:
    """Given weeks of a query that is read per period are among those."""
    reader = desk.reader()
    reader.read(USERS)
    before = reader.statements
    reader.read_periods(USERS, desk.weeks(20))

    assert before == reader.statements


def test_the_next_run_asks_the_last_weeks_again(desk: Desk) -> None:
    """Older weeks stay as they are stored."""
    desk.reader().read_periods(COUNT, desk.weeks(30), "plan")
    later = desk.at("2026-W47")
    later.reader().read_periods(COUNT, later.weeks(30), "plan")

    assert [("plan", 30), ("plan", 6)] == desk.heard()


def test_weeks_that_look_past_the_end_are_left_out(desk: Desk) -> None:
    """A query that looks ahead is asked for weeks whose outlook is over."""
    query = replace(COUNT, reads=Reads("lookahead", 7))
    desk.reader().read_periods(query, desk.weeks(3), "plan")
    desk.reader().read_periods(query, desk.weeks(1), "plan")

    assert [("plan", 2)] == desk.heard()


def test_what_was_not_known_then_is_not_read(new_desk: NewDesk) -> None:
    """A job of an earlier instant has facts of that instant, by a dimension too."""
    late = event("2026-11-11", plan="b", seen_at="2026-11-15T00:00:00Z")
    tables = {"events": [event("2026-11-11", plan="a", seen_at="2026-11-11T13:00:00Z"), late]}
    product = databases.product_of(tables)
    mapping = replace(product.relations["events"], known_at="seen_at")
    desk = new_desk(tables, databases.with_mapping(product, mapping))
    instant = datetime(2026, 11, 14, tzinfo=UTC)
    pinned = desk.at("2026-W46", as_of=instant, pinned=True)
    series = [one.reader().read_periods(COUNT, one.weeks(1), "plan") for one in (desk, pinned)]

    assert ([None, instant], ["a", "b"], ["a"]) == (
        [one.known_as_of for one in series],
        list(desk.stored(series[0]).segment),
        list(desk.stored(series[1]).segment),
    )


def test_sums_over_users_are_stored_as_they_are(desk: Desk) -> None:
    """Five rows of a week, told apart by their bucket, come back from the store."""
    query = clustered(SHARE)
    assert query is not None
    series = desk.reader().read_periods(query, desk.weeks(1))

    # Ada has one of two, Ben one of one.
    assert [
        ("2026-11-09", "all", bucket, value, 2) for bucket, value in enumerate((2, 5, 3, 2, 3))
    ] == rows(desk.stored(series))


def crowd(day: str, plans: range, times: int) -> list[dict[str, object]]:
    """Return some events of each plan on one day."""
    return [event(day, plan=f"p{number:02}") for number in plans for _ in range(times)]


@pytest.mark.parametrize(
    "events",
    [
        # More values than keep their name in the weeks of each run.
        [*crowd("2026-09-02", range(70), 2), *crowd("2026-11-18", range(60, 70), 4)],
        # Only all weeks together have too many.
        [*crowd("2026-09-02", range(40), 2), *crowd("2026-11-18", range(30, 70), 1)],
    ],
)
def test_values_that_do_not_all_keep_their_name_are_ranked_as_a_whole(
    new_desk: NewDesk, events: list[dict[str, object]]
) -> None:
    """What a later run stores is what a run with an empty store would."""
    used, empty = new_desk({"events": events}), new_desk({"events": events})
    used.reader().read_periods(COUNT, used.weeks(30), "plan")
    used.heard()
    results = []
    for desk in (used.at("2026-W47"), empty.at("2026-W47")):
        series = desk.reader().read_periods(COUNT, desk.weeks(30), "plan")
        first = str(desk.weeks(30)[0].start)
        results.append([row for row in rows(desk.stored(series)) if str(row[0]) >= first])

    assert ([("plan", 6), ("plan", 30)], [("plan", 30)]) == (used.heard(), empty.heard())
    assert results[0] == results[1]
    assert "other" in {row[1] for row in results[0]}


def test_values_that_all_keep_their_name_need_no_second_statement(new_desk: NewDesk) -> None:
    """Fifty values in all weeks together are all named."""
    tables = {"events": [*crowd("2026-09-02", range(50), 1), *crowd("2026-11-11", range(50), 1)]}
    desk = new_desk(tables)
    for label in ("2026-W45", "2026-W46"):
        one = desk.at(label)
        one.reader().read_periods(COUNT, one.weeks(30), "plan")

    assert [("plan", 30), ("plan", 6)] == desk.heard()


def test_releases_are_read_by_day(new_desk: NewDesk) -> None:
    """Releases of given days are facts whose segment is the label."""
    release = {"released_at": "2026-11-11T09:00:00Z", "release_id": "r1", "title": "New tone"}
    desk = new_desk({"releases": [release]})
    query = desk.warehouse.release_query()
    assert query is not None
    series = desk.reader().read_periods(query, desk.job.week.each_day())

    assert ("day", [("2026-11-11", "New tone", 0, 1, 1)]) == (
        series.grain,
        rows(desk.stored(series)),
    )
