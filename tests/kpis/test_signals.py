"""Signals of a week: their order, what explains them, and what last week left open."""

from dataclasses import replace
from datetime import date

from reports.kpis.signals import Week, find_signals, judge_weeks
from reports.values.calendar import Calendar
from reports.values.kpi import Kpi
from reports.values.objective import Objective, ObjectiveKpi
from reports.values.reading import Reading
from reports.values.record import Comment, Rebase
from tests.assessments import USERS

CALENDAR = Calendar()
LAST = CALENDAR.week("2026-W46")
WEEKS = CALENDAR.weeks_until(LAST, 40)
LABELS = tuple(CALENDAR.week_label(week) for week in WEEKS[-26:])
NOISE = (100.0, 104.0, 98.0, 101.0, 97.0, 103.0, 99.0, 102.0, 96.0, 105.0)
OTHER = replace(USERS, name="other", title="Other")


def weekly(**late: float) -> tuple[Reading, ...]:
    """Return forty weeks of noise; `w1` is the last week, `w2` the one before."""
    values = [NOISE[k % len(NOISE)] for k in range(40)]
    for name, value in late.items():
        values[-int(name[1:])] = value
    return tuple(
        Reading(week, value, "ok", n=int(value)) for week, value in zip(WEEKS, values, strict=True)
    )


def signals_of(kpis: tuple[Kpi, ...], series: dict, **known: object):
    """Judge the last week."""
    week = Week("bot", LABELS, **known)
    return find_signals(kpis, series, judge_weeks(kpis, series, week), week)


def test_a_quiet_week_has_no_signal_but_an_expectation():
    """Chance alone would flag a KPI now and then, and that is said."""
    found = signals_of((USERS,), {"active_users": weekly()})

    assert ((), 1) == (found.found, found.judged)
    assert 0 < found.expected_by_chance < 0.5


def test_a_signal_carries_rule_direction_and_limits():
    """A value beyond its limit is told with the range it left."""
    (signal,) = signals_of((USERS,), {"active_users": weekly(w1=200.0)}).found

    assert ("beyond_limit", "up", True) == (signal.rule, signal.direction, signal.favourable)
    assert (LAST.start, 1, 200) == (signal.since, signal.weeks, signal.n)
    assert signal.lower < 100 < signal.upper < 200
    assert signal.strength > 1


def test_lower_is_favourable_where_lower_is_better():
    """A fall of errors is good news, a fall of a neutral KPI none."""
    series = {"active_users": weekly(w1=20.0)}
    good = signals_of((replace(USERS, better="lower"),), series).found[0]
    neutral = signals_of((replace(USERS, better="none"),), series).found[0]

    assert (True, None) == (good.favourable, neutral.favourable)


def test_signals_are_ordered_by_strength_and_weight_of_their_objective():
    """A weaker move of a weightier objective comes first."""
    series = {"active_users": weekly(w1=160.0), "other": weekly(w1=150.0)}
    heavy = Objective("aim", "The aim", weight=3.0, kpis=(ObjectiveKpi("other"),))

    plain = signals_of((USERS, OTHER), series).found
    weighted = signals_of((USERS, OTHER), series, objectives=(heavy,)).found

    assert ["active_users", "other"] == [signal.kpi for signal in plain]
    assert [("other", "The aim", 3.0), ("active_users", "", 1.0)] == [
        (signal.kpi, signal.objective, signal.weight) for signal in weighted
    ]


def test_the_order_of_definitions_does_not_matter():
    """The same signals come out whatever order KPIs are read in."""
    series = {"active_users": weekly(w1=160.0), "other": weekly(w1=150.0)}

    assert signals_of((USERS, OTHER), series) == signals_of((OTHER, USERS), series)


def test_a_signal_of_last_week_without_a_comment_is_open():
    """Nobody answered it, so it is listed with its week and rule."""
    (item,) = signals_of((USERS,), {"active_users": weekly(w2=200.0)}).unanswered

    assert ("active_users", "2026-W45", "beyond_limit", "up") == (
        item.kpi,
        item.week_label,
        item.rule,
        item.direction,
    )


def test_a_comment_answers_a_signal_and_is_carried_on():
    """What was said in the week a stretch began stands beside it as long as it lasts."""
    said = Comment("bot", "2026-W45", "active_users", "known", "A price.", "owner", LAST.start)
    stray = replace(said, product="other")
    found = signals_of(
        (USERS,), {"active_users": weekly(w2=200.0, w1=210.0)}, comments=(said, stray)
    )

    assert ((), (said,)) == (found.unanswered, found.found[0].comments)


def test_a_recorded_rebase_with_few_weeks_explains_the_level_and_comes_last():
    """The old limits stay until twelve weeks are there; the cause is told meanwhile."""
    late = {f"w{k}": 160.0 + k % 3 for k in range(1, 6)}
    rebase = Rebase(WEEKS[-5].start, "the campaign", "owner", kpis=("active_users",))
    series = {"active_users": weekly(**late), "other": weekly(w1=130.0)}
    found = signals_of((USERS, OTHER), series, rebases=(rebase,)).found

    assert [("other", ""), ("active_users", "the campaign")] == [
        (signal.kpi, signal.known) for signal in found
    ]


def test_a_rebase_with_twelve_weeks_sets_new_limits():
    """The new level is normal once its own weeks say what normal is."""
    values = {f"w{k}": 160.0 + NOISE[k % 10] / 10 for k in range(1, 15)}
    rebase = Rebase(WEEKS[-14].start, "the campaign", "owner")
    series = {"active_users": weekly(**values)}
    week = Week("bot", LABELS, rebases=(rebase,))
    normal = judge_weeks((USERS,), series, week)["active_users"].normal

    assert ("provisional", "the campaign", 13) == (
        normal.standing,
        normal.rebased,
        normal.baseline_weeks,
    )
    assert (True, True) == ((normal.centre[0] or 0) < 110, (normal.centre[-1] or 0) > 160)
    assert () == find_signals((USERS,), series, judge_weeks((USERS,), series, week), week).found


def test_a_rebase_of_another_product_or_kpi_changes_nothing():
    """Records name whom they concern."""
    series = {"active_users": weekly(w1=200.0)}
    others = (
        Rebase(date(2026, 3, 2), "theirs", "owner", products=("shop",)),
        Rebase(date(2026, 3, 2), "theirs", "owner", kpis=("other",)),
    )

    assert signals_of((USERS,), series) == signals_of((USERS,), series, rebases=others)
