"""Which weeks of a KPI are normal, by limits that do not move."""

from dataclasses import replace
from datetime import timedelta
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.control.judgement import BASELINE_WEEKS, judge, strongest
from tests.kpis.control.series import NOISE, noise, start, weeks

SHOWN = 26
VALUES = st.lists(st.integers(50, 150), min_size=2, max_size=60)
REBASES = st.lists(st.tuples(st.integers(-3, 70), st.sampled_from("abc")), max_size=4)
WILD = st.one_of(
    st.none(),
    st.sampled_from([0.0, 1.0, 1e12, -1e12, 1e-12, 1e308, -1e308, 5e-324, float("nan")]),
    st.floats(-1e9, 1e9),
)


def test_a_value_beyond_its_limit_is_flagged_since_its_first_week():
    """The stretch begins with the first of the weeks beyond the same limit."""
    judged = judge(weeks([*noise(36), 150, 160]), SHOWN)

    assert {"beyond_limit"} <= judged.flags[-1]
    assert (start(36), start(36)) == (judged.since[-2], judged.since[-1])
    assert 1 < (judged.strength[-2] or 0) < (judged.strength[-1] or 0)


def test_eight_weeks_on_one_side_are_a_run_from_the_eighth_on():
    """The seventh is no signal yet, and later weeks do not make it one."""
    values = [*noise(36), 98.0, *[101.0, 101.5] * 5]
    flags = judge(weeks(values), SHOWN).flags

    assert [False] * 7 + [True] * 3 == ["run_of_eight" in each for each in flags[-10:]]


def test_a_tie_with_the_centre_ends_a_run():
    """A week exactly at the average lies on neither side."""
    centre = judge(weeks([*noise(36), 101.0]), SHOWN).normal.centre[-1]
    values = [*noise(36), *[102.0] * 4, centre, *[102.0] * 4]

    assert all("run_of_eight" not in each for each in judge(weeks(values), SHOWN).flags)


def test_three_of_four_weeks_near_a_limit_are_flagged():
    """Each of them lies beyond half the distance, on the same side."""
    normal = judge(weeks(noise(37)), SHOWN).normal
    near = (normal.centre[-1] or 0) + 0.7 * ((normal.upper[-1] or 0) - (normal.centre[-1] or 0))
    judged = judge(weeks([*noise(36), near, near, 100.0, near]), SHOWN)

    assert "three_of_four" in judged.flags[-1]
    assert start(36) == judged.since[-1]


def test_a_step_beyond_the_range_limit_is_a_jump():
    """Both weeks lie within their limits, the step between them does not."""
    normal = judge(weeks(noise(37)), SHOWN).normal
    half = (normal.upper[-1] or 0) - (normal.centre[-1] or 0)
    centre = normal.centre[-1] or 0
    judged = judge(weeks([*noise(36), centre - 0.9 * half, centre + 0.9 * half]), SHOWN)

    assert frozenset({"jump"}) == judged.flags[-1]


def test_the_way_back_from_an_outlier_is_no_signal():
    """After an outage, normality is not news."""
    judged = judge(weeks([*noise(36), 20.0, 100.0]), SHOWN)

    assert ({"beyond_limit", "jump"}, set()) == (set(judged.flags[-2]), set(judged.flags[-1]))


@pytest.mark.parametrize(
    ("count", "standing", "baseline"),
    [
        (1, "none", 0),
        (12, "none", 0),
        (13, "provisional", 12),
        (20, "provisional", 19),
        (21, "locked", 20),
        (27, "locked", BASELINE_WEEKS),
        (90, "locked", BASELINE_WEEKS),
    ],
)
def test_limits_need_weeks_and_are_locked(count: int, standing: str, baseline: int):
    """Twelve weeks before the judged one are the least, twenty are firm, 26 are the baseline."""
    normal = judge(weeks(noise(count)), SHOWN).normal

    assert (standing, baseline) == (normal.standing, normal.baseline_weeks)
    assert min(count, SHOWN) == len(normal.centre)


def test_too_few_weeks_say_how_many_are_needed():
    """Without limits there is a reason, and nothing is expected by chance."""
    judged = judge(weeks(noise(5)), SHOWN)

    assert "4 complete weeks before this one, 12 needed" == judged.normal.reason
    assert (0.0, {None}) == (judged.expected_false_alarm, set(judged.normal.upper))


def test_a_constant_kpi_has_no_limits():
    """Where nothing ever varies, limits would make any change a signal."""
    normal = judge(weeks([7.0] * 40), SHOWN).normal

    assert ("none", True) == (normal.standing, "do not vary" in normal.reason)


def test_incomplete_weeks_are_neither_baseline_nor_signal():
    """A partial week far off is not judged, and a missing one breaks a run."""
    values: list = [*noise(36), 101.0, 101.0, 101.0, 101.0, None, 101.0, 101.0, 101.0, 101.0, 300.0]
    readings = weeks(values)
    readings[-1] = replace(readings[-1], status="partial", reason="3 of 7 days")
    judged = judge(readings, SHOWN)

    assert [frozenset()] * 10 == list(judged.flags[-10:])


def test_a_rebase_starts_new_limits_and_keeps_the_old_ones_drawn():
    """Each stretch has its own centre, and the step between them belongs to neither."""
    values = [*noise(30), *[value + 50 for value in noise(22)]]
    judged = judge(weeks(values), SHOWN, [(start(30), "a price")])
    normal = judged.normal

    assert ("locked", "a price") == (normal.standing, normal.rebased)
    assert (True, True) == ((normal.centre[0] or 0) < 105, (normal.centre[-1] or 0) > 145)
    assert frozenset() == judged.flags[-22]


@given(st.lists(st.integers(50, 150), min_size=40, max_size=60), REBASES)
def test_the_order_of_rebases_does_not_matter(values, rebases):
    """Records may stand in any order in their file."""
    records = [(start(week), cause) for week, cause in rebases]

    assert judge(weeks(values), SHOWN, records) == judge(weeks(values), SHOWN, records[::-1])


def test_a_rebase_may_name_any_day_of_its_week():
    """The week that holds the day is the first under new limits."""
    readings = weeks([*noise(30), *[value + 50 for value in noise(22)]])
    monday, sunday = start(30), start(30) + timedelta(days=6)

    assert judge(readings, SHOWN, [(monday, "x")]) == judge(readings, SHOWN, [(sunday, "x")])


def test_shares_get_limits_that_follow_their_observations():
    """A week with few observations has wider limits."""
    readings = weeks([value / 200 for value in noise(40)])
    readings[-1] = replace(readings[-1], n=100)
    normal = judge(readings, SHOWN, proportion=True).normal
    widths = [(u or 0) - (c or 0) for u, c in zip(normal.upper, normal.centre, strict=True)]

    assert "laney_p" == normal.method
    assert widths[-1] == pytest.approx(widths[-2] * 10**0.5)


def test_a_wild_baseline_takes_the_median_range():
    """One wild value among the first weeks does not hide the next one."""
    values = noise(40)
    values[10] = 500.0

    assert "xmr_median" == judge(weeks(values), SHOWN).normal.method


def test_limits_of_counts_do_not_go_below_zero():
    """A KPI that is never negative has no negative limit, one that is has."""
    up = [value % 5 for value in noise(40)]

    assert 0.0 == judge(weeks(up), SHOWN).normal.lower[-1]
    assert 0.0 == judge(weeks([-value for value in up]), SHOWN).normal.upper[-1]
    assert 0.0 > (judge(weeks([value - 2 for value in up]), SHOWN).normal.lower[-1] or 0)


def test_weeks_that_hang_together_are_told():
    """A drifting KPI keeps its limits with a warning."""
    drift = [100 + 10 * ((k // 9) % 2) + NOISE[k % 13] / 50 for k in range(40)]
    normal = judge(weeks(drift), SHOWN).normal

    assert (normal.autocorrelation or 0) > 0.4
    assert normal.reason.startswith("weeks hang together (autocorrelation 0.")


@given(VALUES, st.integers(2, 9), st.integers(-30, 30))
def test_scale_and_origin_change_nothing_but_the_numbers(values, scale, shift):
    """Flags are the same in cents and in dollars, and limits move along."""
    plain = judge(weeks(values), SHOWN)
    moved = judge(weeks([(value + shift) * scale for value in values]), SHOWN)
    limits = [(one + shift) * scale for one in plain.normal.upper if one is not None]

    assert (plain.flags, plain.since) == (moved.flags, moved.since)
    assert limits == pytest.approx([one for one in moved.normal.upper if one is not None])


@given(VALUES, st.lists(st.integers(50, 150), min_size=1, max_size=8))
def test_later_weeks_change_nothing_about_earlier_ones(values, later):
    """What was a signal stays one and nothing becomes one later, with provisional limits too."""
    before, after = judge(weeks(values), SHOWN), judge(weeks([*values, *later]), len(later) + SHOWN)
    old = slice(-len(later) - len(before.flags), -len(later))

    assert (before.flags, before.since) == (after.flags[old], after.since[old])
    assert before.strength == after.strength[old]


def test_last_weeks_outlier_is_still_a_signal_this_week():
    """While limits are provisional, an outlier does not widen its own limits away later."""
    then, now = (judge(weeks([*noise(12), 114.0, *more]), SHOWN).flags for more in ([], [100.0]))

    assert {"beyond_limit", "jump"} == then[-1] == now[-2]
    assert frozenset() == now[-1]


@given(st.lists(WILD, max_size=125), st.integers(0, 30), REBASES, st.booleans())
def test_any_series_can_be_judged(values, shown, rebases, proportion):
    """Nothing, holes, giants and dwarfs give finite numbers, one entry per shown week."""
    records = [(start(week), cause) for week, cause in rebases]
    judged = judge(weeks(values), shown, records, proportion=proportion)
    normal = judged.normal
    pairs = zip(judged.flags, judged.since, strict=True)
    numbers = [*normal.centre, *normal.lower, *normal.upper, *judged.strength]

    assert {min(len(values), shown)} == {
        len(each) for each in (judged.flags, judged.since, judged.strength, normal.upper)
    }
    assert all(isfinite(number) for number in numbers if number is not None)
    assert all(bool(fired) == (day is not None) for fired, day in pairs)
    assert 0 <= judged.expected_false_alarm <= 1


def test_a_week_without_a_value_is_never_flagged():
    """It has no distance from the centre either, though limits are drawn."""
    judged = judge(weeks([*noise(30), 150, None]), SHOWN)

    assert (frozenset(), None, None) == (judged.flags[-1], judged.since[-1], judged.strength[-1])
    assert judged.normal.upper[-1] is not None


def test_the_strongest_rule_is_told():
    """A limit says more than a run, a run more than closeness, that more than a jump."""
    assert ["beyond_limit", "run_of_eight", "jump", None] == [
        strongest(frozenset({"jump", "beyond_limit", "run_of_eight"})),
        strongest(frozenset({"three_of_four", "run_of_eight"})),
        strongest(frozenset({"jump"})),
        strongest(frozenset()),
    ]
