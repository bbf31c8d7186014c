"""Usage against the reference cases: growth, retention, funnels, active days."""

from collections import defaultdict
from statistics import median

import pytest

from reports.usage.engagement import engagement
from reports.usage.funnels import walk
from reports.usage.growth import accounted, growth_weeks
from reports.usage.retention import nday
from reports.values.calendar import Calendar
from tests.kpis.statistics_cases import case, differences

CALENDAR = Calendar("UTC")
WEEK = CALENDAR.week("2026-W46")


def test_growth_is_accounted_as_in_case_e1():
    """New, retained, resurrected, churned and the quick ratio of each week."""
    found = case("e1")
    by_week: dict[int, set[str]] = defaultdict(set)
    for user, week in found["inputs"]["activity"]:
        by_week[week].add(user)
    counts = accounted(by_week[week] for week in range(7))
    weeks = CALENDAR.weeks_until(WEEK, 7)
    told = growth_weeks(weeks, dict(zip(weeks, counts, strict=True)), None)
    actual = [
        {
            "week": number,
            "active": one.active,
            "new": one.new,
            "retained": one.retained,
            "resurrected": one.resurrected,
            "churned": one.churned,
            "quick_ratio": one.quick_ratio,
        }
        for number, one in enumerate(told)
    ]

    assert [] == differences(found["expected"], {"weeks": actual}, found["tolerance"])


def test_retention_by_days_is_that_of_case_e2():
    """On a day, on or after it, and within a bracket; only those count whose days are over."""
    found = case("e2")
    activity, last = found["inputs"]["activity"], found["inputs"]["last_complete_day"]
    days = {}
    for day in found["inputs"]["n_days"]:
        eligible, exact, later = nday(activity, last, (day, day))
        days[str(day)] = {"eligible": eligible, "exact": exact, "on_or_after": later}
    brackets = {}
    for low, high in found["inputs"]["week_brackets"]:
        eligible, active, _ = nday(activity, last, (low, high))
        brackets[f"{low}-{high}"] = {"eligible": eligible, "active": active}

    actual = {"nday": days, "bracket": brackets}
    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_funnels_by_both_entry_rules_are_those_of_case_e3():
    """The first entry and the best one give different numbers, the window's end included."""
    found = case("e3")
    steps, window = found["inputs"]["steps"], found["inputs"]["window"]
    first, best = (walk(found["inputs"]["events"], steps, window, best=rule) for rule in (0, 1))

    def counts(paths):
        return [sum(len(path) > at for path in paths) for at in range(len(steps))]

    actual = {
        "first_entry_counts": counts(first),
        "best_entry_counts": counts(best),
        "first_entry_conversion": counts(first)[-1] / counts(first)[0],
        "best_entry_conversion": counts(best)[-1] / counts(best)[0],
        "median_minutes_to_convert": _median([path[-1] - path[0] for path in first
                                              if len(path) == len(steps)]),
    }  # fmt: skip
    assert [] == differences(found["expected"], actual, found["tolerance"])


def _median(values: list[float]) -> float:
    return float(median(values))


def test_active_days_and_stickiness_are_those_of_case_e4():
    """Mean daily by monthly people is mean active days by 28."""
    found = case("e4")
    end = found["inputs"]["window_end_day"]
    days: dict[str, set[int]] = defaultdict(set)
    for user, day in found["inputs"]["activity"]:
        days[user].add(day)
    rows = [(len(one), len([day for day in one if day > end - 7]), 1) for one in days.values()]
    use = engagement(WEEK, rows)
    l28 = sorted(row[0] for row in rows)
    actual = {
        "mau28": use.monthly,
        "wau7": use.weekly,
        "mean_dau28": use.mean_daily,
        "dau_over_mau": use.stickiness,
        "wau_over_mau": use.weekly / use.monthly,
        "l28": l28,
        "l7": sorted(row[1] for row in rows if row[1]),
        "mean_l28": sum(l28) / len(l28),
        "share_l28_ge_21": sum(value >= 21 for value in l28) / len(l28),
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])
    assert use.stickiness == pytest.approx(actual["mean_l28"] / 28)
    assert use.monthly == sum(use.days_28)
