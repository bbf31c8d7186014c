"""Releases as facts, and segments by a dimension, as each engine gives them."""

from collections.abc import Callable
from datetime import date, timedelta

from reports.values.calendar import Calendar, day_of
from reports.values.query import Query
from reports.warehouse import Warehouse

Opener = Callable[..., Warehouse]
Row = dict[str, object]

WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 3)
COUNT = Query(
    "volume",
    "total",
    "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events GROUP BY period, segment",
    ("events",),
)
LONG = "The gateway answers from a cache of prompts and keeps its tone, " * 3


def release(name: str, **more: object) -> Row:
    """Return a release."""
    return {"released_at": "2026-11-10T09:00:00Z", "release_id": name, **more}


def labels(warehouse: Warehouse) -> list[tuple[date, str, float | None, int]]:
    """Return day, label, value and n of each release."""
    query = warehouse.release_query()
    assert query is not None
    facts = warehouse.extract(query, WEEKS[-1].each_day())
    columns = (map(day_of, facts.start), facts.segment, facts.first, facts.n)
    return list(zip(*columns, strict=True))


def test_releases_have_short_labels(opener: Opener) -> None:
    """A label is the title with what was shipped, what was shipped alone, or the name."""
    parts = {"component": None, "model": None, "version": None, "title": None}
    rows = [
        release("r1", **parts | {"title": "Gateway rewrite", "component": "gateway"}),
        release("r2", **parts | {"title": "New tone", "model": "m1", "version": " 2.1 "}),
        release("r3", **parts | {"component": "gateway", "version": "2.2", "title": " "}),
        release("r4", **parts),
        release(" ", **parts),
        release("r5", **parts | {"title": LONG, "version": "3"}),
    ]
    day = date(2026, 11, 10)

    assert [
        (day, "Gateway rewrite (gateway)", 1, 1),
        (day, "New tone (m1 2.1)", 1, 1),
        (day, LONG[:120], 1, 1),
        (day, "gateway 2.2", 1, 1),
        (day, "r4", 1, 1),
        (day, "unknown", 1, 1),
    ] == labels(opener({"releases": rows}))


def test_releases_of_one_label_are_counted(opener: Opener) -> None:
    """Only mapped columns are asked; releases of a day with one label are one row."""
    rows = [release(name, version="7") for name in ("r1", "r2")]
    rows.append(release("r3", version="7") | {"released_at": "2026-11-12T09:00:00Z"})

    assert [(date(2026, 11, 10), "7", 2, 2), (date(2026, 11, 12), "7", 1, 1)] == labels(
        opener({"releases": rows})
    )


def test_releases_with_their_names_alone(opener: Opener) -> None:
    """Nothing but the required columns is needed."""
    assert [(date(2026, 11, 10), "r1", 1, 1)] == labels(opener({"releases": [release("r1")]}))


def test_releases_that_are_not_mapped(opener: Opener) -> None:
    """There is no query where there are no releases."""
    assert opener({"events": event("a", week=0, times=1)}).release_query() is None


def event(plan: str | None, *, week: int, times: int) -> list[Row]:
    """Return events of one plan in one week."""
    at = f"{WEEKS[week].start + timedelta(days=1)}T10:00:00Z"
    return [{"user_id": "u", "occurred_at": at, "name": "used", "plan": plan}] * times


def test_the_most_frequent_values_of_all_weeks_keep_their_name(opener: Opener) -> None:
    """Values are ranked over all asked weeks together; the rest is other, null is unknown."""
    plans = [f"p{number:02}" for number in range(55)]
    first = [event(plan, week=0, times=2) for plan in plans[:50]]
    second = [event(plan, week=2, times=3) for plan in plans[48:]]
    rows = [row for group in [*first, *second] for row in group]
    rows += event(None, week=2, times=9)
    warehouse = opener({"events": rows})
    facts = warehouse.extract(COUNT, WEEKS, dimension="plan")
    starts = [week.start for week in WEEKS]
    cells = zip(map(day_of, facts.start), facts.segment, facts.first, strict=True)
    found = {(starts.index(start), name): value for start, name, value in cells}

    # unknown and p48 to p54 have most rows, then p00 to p41 by name; p42 to p47 are left over.
    assert {
        **{(0, plan): 2 for plan in [*plans[:42], *plans[48:50]]},
        (0, "other"): 12,
        **{(2, plan): 3 for plan in plans[48:]},
        (2, "unknown"): 9,
    } == found
