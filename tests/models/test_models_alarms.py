"""Alarms in their order, and grey where too little is known."""

import numpy as np
import pytest

from reports.models.alarms import AlarmRules, Baseline, WeekPoint, baseline_of, standing, watch

RULES = AlarmRules("higher", floor=0.7)
USUAL = Baseline(0.9, 0.003, 20, "1")


def week(number, value, **given):
    """Return a week with enough rows."""
    base = {"se": 0.004, "n": 1000, "version": "1", "positives": 200}
    return WeekPoint(number, value, **base | given)


def states(values, rules=RULES):
    """Return state and rule of weeks."""
    points = [week(i, value) for i, value in enumerate(values)]
    return [(one.state, one.rule) for one in watch(points, USUAL, rules)]


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ([0.6], ("alarm", "floor")),
        ([0.88], ("alarm", "week")),
        ([0.887], ("clear", "none")),
        ([0.89, 0.889, 0.889, 0.889], ("alarm", "ewma")),
        ([0.99], ("clear", "none")),
        ([0.9] * 9, ("clear", "none")),
    ],
)
def test_first_rule_that_fires_names_the_alarm(values, last):
    """Floor before week before slow loss; an improvement is never an alarm."""
    assert last == states(values)[-1]


def test_slow_loss_is_found_by_the_sum_where_no_week_stands_out():
    """The CUSUM alone fires where the EWMA is made deaf."""
    deaf = AlarmRules("higher", width=99.0)

    assert ("alarm", "cusum") == states([0.894] * 8, deaf)[-1]
    assert ("clear", "none") == states([0.894], deaf)[0]


def test_direction_turns_with_what_is_better():
    """Where lower is better, a rise is the alarm and a floor is a ceiling."""
    rules = AlarmRules("lower", floor=0.95)

    assert [("alarm", "week"), ("alarm", "floor")] == [
        states([value], rules)[0] for value in (0.93, 0.96)
    ]
    assert ("clear", "none") == states([0.8], rules)[0]
    assert ("unknown", "none") == states([0.8], AlarmRules("none"))[0]


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        (week(1, 0.5, n=99), "99 rows are fewer than 100"),
        (week(1, 0.5, positives=19), "19 of the rarer class are fewer than 20"),
        (week(1, 0.5, mature=False), "labels of the week are still arriving"),
        (week(1, None, reason="one class"), "one class"),
    ],
)
def test_weeks_that_say_too_little_are_grey(point, reason):
    """Even below the floor a week with too little behind it raises no alarm."""
    found = watch([point], USUAL, RULES)[0]

    assert ("unknown", reason) == (found.state, found.reason)


def test_grey_week_leaves_the_slow_rules_as_they_were():
    """An EWMA goes on after a grey week as if the week had not been."""
    losing = [week(i, 0.889) for i in range(3)]
    with_gap = [*losing[:2], week(9, 0.2, n=3), losing[2]]

    assert watch(losing, USUAL, RULES)[-1].smoothed == watch(with_gap, USUAL, RULES)[-1].smoothed


def test_other_version_has_no_usual_level_yet():
    """A new version is grey against the level of the old one, but not below the floor."""
    found = watch([week(1, 0.85, version="2"), week(2, 0.6, version="2")], USUAL, RULES)

    assert [("unknown", "none"), ("alarm", "floor")] == [(one.state, one.rule) for one in found]
    assert "that of 1, not of 2" in found[0].reason


def test_baseline_splits_sampling_from_what_differs_between_weeks():
    """What weeks differ by beyond their error is found; without such there is none."""
    rng = np.random.default_rng(1)
    noisy = [week(i, float(v)) for i, v in enumerate(rng.normal(0.9, 0.005, 4000))]
    calm = [week(i, float(v)) for i, v in enumerate(rng.normal(0.9, 0.004, 4000))]

    assert 0.003 == pytest.approx(baseline_of(noisy, RULES).between, abs=0.0004)
    assert baseline_of(calm, RULES).between < 0.0015
    assert 0.9 == pytest.approx(baseline_of(noisy, RULES).mean, abs=1e-3)


def test_baseline_of_mixed_versions_is_refused():
    """A reference with two versions would swell the limits, so that there is none."""
    mixed = [week(i, 0.9, version=str(i % 2)) for i in range(10)]
    found = baseline_of(mixed, RULES)

    assert "the reference mixes versions 0, 1" == found.reason
    assert "unknown" == watch([week(11, 0.8)], found, RULES)[0].state


def test_baseline_needs_weeks_that_count():
    """Partial weeks do not count, and a version with one day has no level."""
    few = [week(i, 0.9) for i in range(5)] + [week(9, 0.2, n=20)]

    assert "only 5 of 6 weeks" in baseline_of(few, RULES).reason
    assert "only 0 of 6 weeks" in baseline_of([], RULES).reason


def test_weeks_that_never_vary_have_no_limits():
    """Without any spread a limit would be a point, so that the week is grey."""
    flat = Baseline(0.9, 0.0, 20, "1")

    assert "do not vary" in watch([week(1, 0.89, se=None)], flat, RULES)[0].reason


def test_quiet_weeks_hardly_ever_alarm():
    """Over 4,000 quiet weeks in stretches of twenty, one week in fifty alarms at most."""
    rng = np.random.default_rng(2)
    count = 0
    for _ in range(200):
        values = rng.normal(0.9, 0.005, 20)
        points = [week(i, float(v)) for i, v in enumerate(values)]
        count += sum(one.state == "alarm" for one in watch(points, USUAL, RULES))

    assert count <= 80


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ([0.9] * 3, "same"),
        ([0.93], "better"),
        ([0.87], "worse"),
        ([0.91] * 5, "better"),
        ([], "unknown"),
    ],
)
def test_last_week_stands_in_a_word(values, word):
    """A gain must fire the rules that a loss would; without weeks nothing is known."""
    assert word == standing([week(i, value) for i, value in enumerate(values)], USUAL, RULES)
