"""Tables of usage: every engine counts what plain sets of people count."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from reports.catalog import load_fact_queries, with_arguments
from reports.resources import resource_folder
from reports.stages.usage_funnels import bound_funnel
from reports.stages.usage_rows import cohort_rows, growth_counts
from reports.usage.funnels import passage, walk
from reports.usage.growth import accounted
from reports.usage.retention import cohorts
from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.workspace import Funnel

QUERIES = {name: one.query for name, one in load_fact_queries([resource_folder("sql")]).items()}
CALENDAR = Calendar("UTC")
WEEK = CALENDAR.week("2026-W46")
WEEKS = CALENDAR.weeks_until(WEEK, 8)
FIRST = WEEKS[0].start
FUNNEL = Funnel("journey", ("a", "b", "c"), 7)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    """Return eight weeks of events of forty people, some of them rare; always the same."""
    chance = random.Random(5)  # noqa: S311 - invented data
    start = datetime.combine(FIRST, datetime.min.time(), UTC)
    found = []
    for person in range(40):
        for _ in range(chance.choice([1, 2, 4, 12, 30])):
            at = start + timedelta(seconds=chance.randrange(8 * 7 * 86_400))
            name = chance.choice("aaabbc")
            plan = chance.choice(["free", "paid"])
            found.append(
                {
                    "user_id": f"u{person:02}",
                    "occurred_at": at.isoformat(),
                    "name": name,
                    "plan": plan,
                }
            )
    return [*found, found[0]]


def _active(rows) -> list[set[str]]:
    sets: list[set[str]] = [set() for _ in WEEKS]
    for row in rows:
        sets[(_date(row) - FIRST).days // 7].add(row["user_id"])
    return sets


def _date(row) -> date:
    return datetime.fromisoformat(row["occurred_at"]).date()


def test_growth_is_what_sets_of_people_say(opener, rows):
    """All weeks in one statement, and one week alone, count the same."""
    warehouse = opener({"events": rows})
    together = growth_counts(warehouse.extract_table(QUERIES["growth"], WEEKS))
    alone = growth_counts(warehouse.extract_table(QUERIES["growth"], (WEEK,)))

    assert accounted(_active(rows)) == [together[week] for week in WEEKS]
    assert together[WEEK] == alone[WEEK]


def test_cohorts_are_what_sets_of_people_say(opener, rows):
    """Bounded and unbounded retention of every cohort."""
    query = with_arguments(QUERIES["retention"], week_shift=3)
    found = cohort_rows(opener({"events": rows}).extract_table(query, (WEEK,)))["all"]
    active = _active(rows)
    told = {one.start: one for one in cohorts(found, WEEKS, None).cohorts}
    seen: set[str] = set()
    for at, week in enumerate(WEEKS):
        begun = active[at] - seen
        seen |= active[at]
        if not begun:
            continue
        bounded = tuple(len(begun & later) for later in active[at + 1 :])
        unbounded = tuple(
            len(begun & set().union(*active[age:])) for age in range(at + 1, len(active))
        )
        assert (len(begun), bounded, unbounded) == (
            told[week].size,
            told[week].bounded,
            told[week].unbounded,
        )


def test_a_funnel_is_what_walking_through_the_events_says(opener, rows):
    """Entries of the week before with their seven days, by first entry; open ones apart."""
    warehouse = opener({"events": rows})
    table = warehouse.extract_table(bound_funnel(QUERIES["funnel"], FUNNEL), WEEKS[2:])
    for week in WEEKS[2:]:
        entered = week.shifted(-7)
        start, end = (epoch_day(day) * 86_400 for day in (entered.start, week.end))
        events = [
            (str(row["user_id"]), at, str(row["name"]))
            for row in rows
            if start <= (at := datetime.fromisoformat(row["occurred_at"]).timestamp()) < end
        ]
        closed = _entries(events, entered)
        walked = walk(events, "abc", 7 * 86_400, best=False)
        paths = [path for path in walked if path[0] < epoch_day(entered.end) * 86_400]
        found = passage(_rows(table, week), 3)

        assert [sum(len(path) > at for path in paths) for at in range(3)] == list(found.reached)
        assert closed == found.reached[0]
        assert len({user for user, _, name in events if name == "a"}) - closed == found.still_open


def _entries(events, entered: Period) -> int:
    end = epoch_day(entered.end) * 86_400
    return len({user for user, at, name in events if name == "a" and at < end})


def _rows(table, week: Period):
    start = epoch_day(week.start)
    return [row[3:] for row in table.rows if row[0] == start]


def test_active_days_and_reach_are_what_counting_says(opener, rows):
    """Days of the last 28 and 7, and people, actions and returns by event."""
    warehouse = opener({"events": rows})
    days: dict[str, set[date]] = defaultdict(set)
    for row in rows:
        if _date(row) >= WEEK.end - timedelta(days=28):
            days[row["user_id"]].add(_date(row))
    expected: dict[tuple[int, int], int] = defaultdict(int)
    for seen in days.values():
        expected[len(seen), len([day for day in seen if day >= WEEK.start])] += 1
    table = warehouse.extract_table(QUERIES["active_days"], (WEEK,))
    reach = warehouse.extract_table(QUERIES["event_reach"], (WEEK,))
    active = _active(rows)
    users = {
        name: {row["user_id"] for row in rows if row["name"] == name and _date(row) >= WEEK.start}
        for name in "abc"
    }
    before = {
        row["user_id"]
        for row in rows
        if row["name"] == "b" and WEEKS[-2].start <= _date(row) < WEEK.start
    }

    assert dict(expected) == {(row[3], row[4]): row[5] for row in table.rows}
    assert {name: len(found) for name, found in users.items()} == {
        row[3]: row[4] for row in reach.rows
    }
    assert [(len(before), len(before & active[-1]))] == [
        (row[6], row[7]) for row in reach.rows if row[3] == "b"
    ]


def test_segments_are_asked_one_dimension_at_a_time(opener, rows):
    """People who changed their segment count in both."""
    table = opener({"events": rows}).extract_table(
        QUERIES["segment_reach"], (WEEK,), dimension="plan"
    )
    people = {
        plan: {row["user_id"] for row in rows if row["plan"] == plan and _date(row) >= WEEK.start}
        for plan in ("free", "paid")
    }

    assert {plan: len(found) for plan, found in people.items()} == {
        row[2]: row[3] for row in table.rows
    }
