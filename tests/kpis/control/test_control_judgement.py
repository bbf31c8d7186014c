"""Which weeks of a KPI are normal, by limits that do not move."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.control.judgement import BASELINE_WEEKS, judge, strongest
from reports.values.calendar import Calendar
from reports.values.reading import Reading

CALENDAR = Calendar()
FIRST = CALENDAR.week("2024-W01")
NOISE = (100.0, 104.0, 98.0, 101.0, 97.0, 103.0, 99.0, 102.0, 96.0, 105.0, 100.5, 98.5, 101.5)
SHOWN = 26
VALUES = st.lists(st.integers(50, 150), min_size=40, max_size=60)


def weeks(values, *, n: int = 1000) -> list[Reading]:
    """Return weeks with these values; null is a missing week."""
    return [
        Reading(FIRST.shifted(7 * k), None, "missing", "no data")
        if value is None
        else Reading(FIRST.shifted(7 * k), float(value), "ok", n=n)
        for k, value in enumerate(values)
    ]


def noise(count: int) -> list[float]:
    """Return so many weeks in which nothing happens."""
    return [NOISE[k % len(NOISE)] for k in range(count)]


def start(week: int):
    """Return the first day of a week by its place."""
    return FIRST.shifted(7 * week).start


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


def test_the_order_of_rebases_does_not_matter():
    """Records may stand in any order in their file."""
    readings = weeks([*noise(30), *[value + 50 for value in noise(45)]])
    first, second = (start(30), "one"), (start(50), "two")

    assert judge(readings, SHOWN, [first, second]) == judge(readings, SHOWN, [second, first])


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


def test_two_years_of_seasons_narrow_the_limits():
    """A December that is always high is normal, a high week in June is not."""
    values = [100.0 + k * k % 11 + (40.0 if k % 52 >= 48 else 0.0) for k in range(112)]
    normal = judge(weeks(values), SHOWN).normal
    odd = judge(weeks([*values[:-1], 140.0]), SHOWN)

    assert (True, 104) == (normal.seasonal, normal.baseline_weeks)
    assert "beyond_limit" in odd.flags[-1]


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
    moved = judge(weeks([value * scale + shift * scale for value in values]), SHOWN)

    assert plain.flags == moved.flags
    assert plain.since == moved.since


@given(VALUES, st.integers(1, 8))
def test_later_weeks_change_nothing_about_earlier_ones(values, more):
    """With locked limits, what was a signal stays one, and nothing becomes one later."""
    before = judge(weeks(values), SHOWN)
    after = judge(weeks([*values, *[150] * more]), SHOWN)

    assert before.flags[more:] == after.flags[: SHOWN - more]


@pytest.mark.parametrize("values", [[], [1.0], [None] * 30, [1e12, -1e12] * 20, [1e-12] * 40])
def test_any_series_can_be_judged(values):
    """Nothing, holes, giants and dwarfs give a judgement of the right length."""
    judged = judge(weeks(values), SHOWN)

    assert min(len(values), SHOWN) == len(judged.flags) == len(judged.normal.centre)


def test_the_strongest_rule_is_told():
    """A limit says more than a run, a run more than closeness, that more than a jump."""
    assert ["beyond_limit", "run_of_eight", "jump", None] == [
        strongest(frozenset({"jump", "beyond_limit", "run_of_eight"})),
        strongest(frozenset({"three_of_four", "run_of_eight"})),
        strongest(frozenset({"jump"})),
        strongest(frozenset()),
    ]
