"""Sums over the exposed users of an experiment: every engine counts what plain loops count."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from reports.catalog import arms
from reports.values.calendar import Period
from reports.values.query import Query

PERIOD = Period(date(2026, 10, 5), date(2026, 11, 2), "rolling")
START = datetime(2026, 10, 5, tzinfo=UTC)
TOTAL = Query(
    "exports",
    "total",
    "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events "
    "WHERE name = 'export' GROUP BY period, segment",
    ("events",),
)
SHARE = Query(
    "share",
    "ratio",
    "SELECT period, segment, SUM(CASE WHEN name = 'export' THEN 1 ELSE 0 END) AS numerator, "
    "COUNT(*) AS denominator, COUNT(*) AS n FROM events GROUP BY period, segment",
    ("events",),
)
USERS = Query(
    "users",
    "distinct",
    "SELECT period, segment, COUNT(DISTINCT user_id) AS value, COUNT(DISTINCT user_id) AS n "
    "FROM events GROUP BY period, segment",
    ("events",),
)


def _tables() -> dict[str, list[dict[str, object]]]:
    """Return sixty users over eight weeks; some see both variants, some do nothing."""
    chance = random.Random(9)  # noqa: S311 - invented data
    exposures, events = [], []
    for number in range(60):
        who, variant = f"u{number:02}", "treatment" if number % 2 else "control"
        seen = START + timedelta(seconds=chance.randrange(20 * 86_400))
        first = {
            "exposed_at": seen.isoformat(),
            "experiment": "button",
            "variant": variant,
            "user_id": who,
        }
        exposures += [first, {**first, "variant": "control"}] if number % 10 == 1 else [first]
        for _ in range(chance.choice([0, 1, 5, 20])):
            at = START + timedelta(seconds=chance.randrange(-28 * 86_400, 28 * 86_400))
            name = chance.choice(["export", "open"])
            events.append({"user_id": who, "occurred_at": at.isoformat(), "name": name})
    other = {**exposures[0], "experiment": "colour", "variant": "treatment"}
    return {"exposures": [*exposures, other], "events": events}


def _expected(tables, *, share: bool) -> dict[str, tuple[float, ...]]:
    seen: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in tables["exposures"]:
        if row["experiment"] == "button":
            seen[row["user_id"]].append((row["variant"], row["exposed_at"]))
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * 9)
    for who, shown in seen.items():
        if len({variant for variant, _ in shown}) > 1:
            continue
        variant, since = shown[0][0], min(at for _, at in shown)
        own = [row for row in tables["events"] if row["user_id"] == who]
        later = [row for row in own if row["occurred_at"] >= since]
        done = sum(row["name"] == "export" for row in later)
        base = len(later) if share else 0
        old = sum(row["name"] == "export" and row["occurred_at"] < START.isoformat() for row in own)
        parts = (1, done, done**2, base, base**2, done * base, old, old**2, old * done)
        sums[variant] = [one + more for one, more in zip(sums[variant], parts, strict=True)]
    return {variant: tuple(found) for variant, found in sums.items()}


@pytest.mark.parametrize("query", [TOTAL, SHARE])
def test_arms_are_what_plain_loops_count(opener, query: Query):
    """Since exposure, and before the experiment; who saw two variants is in neither."""
    tables = _tables()
    asked = arms(query, None, "button")
    table = opener(tables).extract_table(asked, (PERIOD,))
    found = {row[3]: row[4:] for row in table.rows}

    assert _expected(tables, share=query is SHARE) == {
        name: tuple(row) for name, row in found.items()
    }


def test_users_of_a_quotient_count_once(opener):
    """The base of a KPI per active user is how many of an arm were active."""
    tables = _tables()
    table = opener(tables).extract_table(arms(TOTAL, USERS, "button"), (PERIOD,))
    places = {name: at for at, name in enumerate(table.columns)}
    for row in table.rows:
        assert row[places["base"]] == row[places["base_squares"]] <= row[places["users"]]


@pytest.mark.parametrize(
    "query",
    [
        USERS,
        Query("odd", "total", f"WITH x AS ({TOTAL.sql}) SELECT * FROM x", ("events",)),
        Query("high", "maximum", TOTAL.sql.replace("COUNT(*) AS value", "MAX(value) AS value"),
              ("events",)),
    ],
)  # fmt: skip
def test_what_users_do_not_add_up_to_has_no_arms(query: Query):
    """The bet says that its arms were not read."""
    assert None is arms(query, None, "button")
