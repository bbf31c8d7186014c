"""A workspace with a table for each case that other weekly reviews get wrong."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from tests.decks import Deck, days_between, formula, metric

WEEK, LAST_DAY = "2025-W46", date(2025, 11, 16)
MONDAY = LAST_DAY - timedelta(days=6)
BEFORE, YEAR_BEFORE = MONDAY - timedelta(days=7), MONDAY - timedelta(days=364)
DAYS = days_between(date(2023, 12, 31), LAST_DAY)
GAP = {date(2025, 11, 12), date(2025, 11, 13)}
# Shares of the week, the one before and the same week a year earlier: +0.05 % and +3.72 %.
SHARES = {MONDAY: 0.5, BEFORE: 0.5 / 1.0005, YEAR_BEFORE: 0.5 / 1.0372}
PLAIN = (
    *("outage", "restart", "young", "late", "holes", "nulls", "doubled", "clocks", "debt"),
    "turned",
)
SIDES = ("a", "b", "c", "e", "hits", "tries")

Table = list[tuple]


def daily(value_of: Callable[[date], object], days: list[date] = DAYS) -> Table:
    """Return a table of one value a day."""
    return [("day", "value"), *((day, value_of(day)) for day in days)]


def always(_: date) -> int:
    """Return the value of an ordinary day."""
    return 100


def by_week(values: Mapping[date, float], other: float) -> Callable[[date], float]:
    """Return what gives a day the value of its week, or the one of all other weeks."""

    def value(day: date) -> float:
        return values.get(day - timedelta(days=day.weekday()), other)

    return value


def plain_tables() -> dict[str, Table]:
    """Return the tables of one value a day."""
    return {
        "outage": daily(by_week({MONDAY: 0}, 100)),
        "restart": daily(by_week({BEFORE: 0}, 100)),
        "young": daily(always, days_between(date(2025, 9, 1), LAST_DAY)),
        "late": daily(always, days_between(date(2024, 11, 10), LAST_DAY)),
        "holes": daily(always, [day for day in DAYS if day not in GAP]),
        "nulls": daily(lambda day: None if day in GAP else 100),
        "doubled": [*daily(always), (LAST_DAY, 100)],
        "clocks": [("day", "value"), *((f"{day} 13:45:00", 100) for day in DAYS)],
        "debt": daily(by_week({MONDAY: -50}, -100)),
        "turned": daily(by_week({MONDAY: 50}, -100)),
    }


def wide_tables() -> dict[str, Table]:
    """Return the tables of several values a day, in columns."""
    share, rate, third = (
        by_week(SHARES, 0.5),
        by_week({MONDAY: 0.5}, 0.500014),
        by_week({MONDAY: 200}, 100),
    )
    sides = [
        (day, 1e4 * share(day), 1e4 * (1 - share(day)), third(day), 7, 1e6 * rate(day), 1e6)
        for day in DAYS
    ]
    operands = [(day, 500, None if day == min(GAP) else 100) for day in DAYS]
    return {"operands": [("day", "a", "b"), *operands], "sides": [("day", *SIDES), *sides]}


def long_tables() -> dict[str, Table]:
    """Return the same two rows a day in three orders."""
    header = ("day", "name", "value")
    rows = [
        (day, name, number % 7 * factor)
        for number, day in enumerate(DAYS)
        for name, factor in (("a", 10), ("b", 1000))
    ]
    shuffled = Random(7).sample(rows, len(rows))  # noqa: S311 nothing secret
    return {
        "sorted_days": [header, *rows],
        "newest_first": [header, *rows[::-1]],
        "shuffled": [header, *shuffled],
    }


KPIS = "".join(
    [
        formula("early", "2 * outage"),
        *(metric(name, name) for name in PLAIN),
        metric("holes_refused", "holes", partial="missing"),
        metric("nulls_mean", "nulls", aggregate="mean"),
        formula("young_twice", "2 * young"),
        *(metric(f"operand_{name}", "operands", column=name) for name in "ab"),
        formula("plus", "operand_a + operand_b"),
        formula("minus", "operand_a - operand_b"),
        *(metric(name, name, filter="name = 'a'") for name in long_tables()),
        *(metric(f"side_{name}", "sides", column=name) for name in "abce"),
        formula("share", "side_a / (side_a + side_b)", unit="share", change="percent"),
        formula("three", "side_c + side_e + side_e"),
        formula("nested", "share * three"),
        *(metric(name, "sides", column=name) for name in ("hits", "tries")),
        formula("rate", "hits / tries", unit="share"),
    ]
)


def stressed_deck() -> Deck:
    """Return the workspace, with the months of the fiscal year."""
    tables = plain_tables() | wide_tables() | long_tables()
    return Deck(tables, KPIS, 'months = "fiscal_year"')
