"""Versions side by side from counts by day: same days, same mix, and what may be concluded."""

from datetime import date

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from reports.models import overview
from reports.values.calendar import Period, epoch_day
from reports.values.models import VersionCounts

MONDAY = epoch_day(date(2026, 8, 24))


def weeks(count: int) -> tuple[Period, ...]:
    """Return weeks from the first Monday on."""
    first = Period(date(2026, 8, 24), date(2026, 8, 31), "week")
    return tuple(first.shifted(7 * at) for at in range(count))


def days(first: int, last: int, n: int, right: float) -> dict[int, VersionCounts]:
    """Return equal days, counted from the first Monday."""
    return {MONDAY + day: VersionCounts(n, n, round(n * right)) for day in range(first, last)}


def test_share_of_right_answers_is_that_of_known_outcomes():
    """With Wilson's interval and the share that is known."""
    found = overview.right_share(VersionCounts(200, 80, 60))
    low, high = proportion_confint(60, 80, method="wilson")

    assert (0.75, 80, 0.4) == (found.value, found.n, found.coverage)
    assert (low, high) == pytest.approx((found.interval.low, found.interval.high), abs=1e-12)
    assert "no outcome is known yet" in overview.right_share(VersionCounts(5, 0, 0)).reason


def test_the_newest_version_is_compared_with_the_one_it_replaces():
    """Order is by first day; the champion answered most on the challenger's days."""
    versions = {
        "v3": days(60, 84, 10, 0.7),
        "v1": days(0, 30, 100, 0.7),
        "v2": days(20, 84, 50, 0.7),
    }

    assert ("v1", "v2", "v3") == overview.order_of(versions)
    assert "v2" == overview.champion_of(versions, "v3")
    assert "" == overview.champion_of({"v1": versions["v1"]}, "v1")
    assert "" == overview.champion_of({"v1": days(0, 5, 9, 1), "v2": days(5, 9, 9, 1)}, "v2")


def test_only_days_on_which_both_ran_count():
    """A good month before the challenger began changes nothing."""
    champion = days(0, 28, 1000, 0.99) | days(28, 42, 500, 0.7)
    challenger = days(28, 84, 500, 0.7)
    found, on, mix = overview.compared(champion, challenger, {})

    assert (14, "", "same") == (on, mix, found.standing)
    assert (7000, 7000) == (found.champion.n, found.challenger.n)
    assert 0 == pytest.approx(found.difference.value)


def test_another_mix_alone_is_no_difference():
    """The challenger gets the hard cases; inside each slice both are alike."""
    easy = (days(0, 7, 900, 0.9), days(0, 7, 100, 0.9))
    hard = (days(0, 7, 100, 0.5), days(0, 7, 900, 0.5))
    whole = [
        {day: one[day] + other[day] for day in one} for one, other in zip(easy, hard, strict=True)
    ]
    found, _, mix = overview.compared(*whole, {"feature": {"easy": easy, "hard": hard}})

    assert found.difference.value < -0.2
    assert 0 == pytest.approx(found.adjusted.value)
    assert ("feature", "same") == (mix, found.standing)


def test_slices_are_corrected_for_all_that_were_looked_at():
    """P-values are Benjamini and Hochberg's; small slices are left out."""
    cuts = {
        "feature": {
            "code": (days(0, 7, 300, 0.8), days(0, 7, 300, 0.66)),
            "chat": (days(0, 7, 300, 0.8), days(0, 7, 300, 0.79)),
            "tiny": (days(0, 7, 2, 0.5), days(0, 7, 2, 1.0)),
        },
        "plan": {"free": (days(0, 7, 300, 0.8), days(0, 7, 300, 0.77))},
    }
    found = overview.versus(days(0, 7, 900, 0.8), days(0, 7, 900, 0.74), cuts)
    expected = multipletests([one.comparison.p for one in found], method="fdr_bh")[1]

    assert ["code", "free", "chat"] == [one.segment for one in found]
    assert list(expected) == pytest.approx([one.p_adjusted for one in found])
    assert found[0].p_adjusted < 0.001
    assert found[2].p_adjusted > 0.05


def test_weeks_without_outcomes_are_missing():
    """Not zero; the reason tells whether the version ran at all."""
    ran = days(0, 7, 10, 0.8) | {MONDAY + 8: VersionCounts(5, 0, 0)}
    found = overview.week_readings(ran, weeks(3))

    assert [0.8, None, None] == [one.value for one in found]
    assert ["ok", "missing", "missing"] == [one.status for one in found]
    assert ["", "no outcome is known yet", "the version did not run"] == [
        one.reason for one in found
    ]


def test_a_fall_beyond_noise_is_an_alarm_and_noise_is_none():
    """Against the weeks of the version that answered most; a young week says nothing."""
    rng = np.random.default_rng(7)
    usual = {
        MONDAY + day: VersionCounts(400, 300, int(rng.binomial(300, 0.75))) for day in range(77)
    }
    last = weeks(12)

    def judged(n: int, known: int, right: float):
        week = {
            MONDAY + day: VersionCounts(n, known, round(known * right)) for day in range(77, 84)
        }
        versions = {"v1": usual, "v2": week}
        return overview.last_alarm(versions, last, overview.cohorts(versions.values(), last))

    assert "alarm" == judged(400, 300, 0.68)[0].state
    assert "clear" == judged(400, 300, 0.75)[0].state
    young = judged(400, 60, 0.5)[0]
    assert ("unknown", "labels of the week are still arriving") == (young.state, young.reason)
    assert 0.75 == pytest.approx(judged(400, 300, 0.75)[1], abs=0.01)


def test_a_version_without_history_has_no_usual_level():
    """Six weeks are needed, and the reason says how many there are."""
    versions = {"v1": days(63, 84, 300, 0.75)}
    found, usual = overview.last_alarm(
        versions, weeks(12), overview.cohorts(versions.values(), weeks(12))
    )

    assert ("unknown", None) == (found.state, usual)
    assert "of 6 weeks" in found.reason


def test_a_break_does_not_hide_itself_in_what_is_usual():
    """The last four weeks are no part of the usual level, so it is still seen in the fourth."""
    rng = np.random.default_rng(3)
    shares = [0.75] * 22 + [0.70] * 4
    ran = {
        MONDAY + day: VersionCounts(300, 300, int(rng.binomial(300, shares[day // 7])))
        for day in range(26 * 7)
    }
    found, usual = overview.last_alarm({"v1": ran}, weeks(26), overview.cohorts([ran], weeks(26)))

    assert "alarm" == found.state
    assert 0.75 == pytest.approx(usual, abs=0.01)


def test_the_mix_is_that_of_the_dimension_that_differs_most_not_of_the_largest_effect():
    """Looking for the dimension that changes the result most would find one by chance."""
    plan = {
        "free": (days(0, 7, 500, 0.9), days(0, 7, 480, 0.9)),
        "paid": (days(0, 7, 500, 0.5), days(0, 7, 520, 0.5)),
    }
    place = {
        "north": (days(0, 7, 800, 0.7), days(0, 7, 200, 0.7)),
        "south": (days(0, 7, 200, 0.7), days(0, 7, 800, 0.7)),
    }
    whole = (days(0, 7, 1000, 0.7), days(0, 7, 1000, 0.692))
    _, _, mix = overview.compared(*whole, {"plan": plan, "place": place})

    assert "place" == mix


def test_weeks_are_shared_where_both_ran_on_the_same_days():
    """A week in which one began on Thursday would compare other days."""
    champion, challenger = days(0, 21, 9, 0.5), days(10, 28, 9, 0.5)

    assert weeks(3)[2:] == overview.shared_weeks(champion, challenger, weeks(4))
    assert () == overview.shared_weeks(champion, {}, weeks(4))
    assert {"v2": days(7, 9, 1, 1)} == overview.since(
        {"v1": days(0, 7, 1, 1), "v2": days(5, 9, 1, 1)}, MONDAY + 7
    )
