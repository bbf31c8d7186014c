"""How targets stand at the end of a week."""

from datetime import date, timedelta

import numpy as np
import pytest

from reports.kpis.targets.outlook import Outlook
from reports.kpis.targets.states import target_state
from reports.values.calendar import Period
from reports.values.objective import Target, Waypoint
from reports.values.reading import Reading

LAST = date(2026, 11, 15)
RISING = tuple((100 + 2 * np.arange(26) + np.random.default_rng(2).normal(0, 2, 26)).tolist())


def level(goal, weeks, start=None):
    """Return a level target some weeks ahead, or back."""
    first = () if start is None else (Waypoint(date(2026, 8, 24), start),)
    return Target((*first, Waypoint(LAST + timedelta(7 * weeks), goal)))


def cumulative(goal, days, start=date(2026, 9, 28)):
    """Return a cumulative target some days ahead, or back; seven weeks ran since its start."""
    return Target((Waypoint(start, 0.0), Waypoint(LAST + timedelta(days), goal)), cumulative=True)


def summed(value, status="ok", reason=""):
    """Return what a cumulative target has so far."""
    return Reading(Period(date(2026, 9, 28), LAST, "rolling"), value, status, reason)


def outlook(values=RISING, better="higher", **known):
    """Return the outlook of a KPI whose last week ends on 2026-11-15."""
    return Outlook("answers", better, tuple(values), LAST, **known)


@pytest.mark.parametrize(
    ("goal", "status"), [(150.0, "on track"), (158.0, "at risk"), (180.0, "off")]
)
def test_a_level_is_judged_by_the_week_of_its_goal(goal, status):
    """A KPI that gains two a week stands at about 158 four weeks on."""
    state = target_state(level(goal, 4), outlook())

    assert (status, 4, "Holt", "") == (state.status, state.weeks_left, state.method, state.reason)
    assert 158 == pytest.approx(state.projected, abs=3)
    assert RISING[-1] == state.level


@pytest.mark.parametrize(
    ("probability", "status"),
    [(0.8, "on track"), (0.799, "at risk"), (0.3, "at risk"), (0.299, "off")],
)
def test_status_follows_from_the_odds(probability, status, monkeypatch):
    """From 0.8 on a target is on track, from 0.3 on at risk, else off."""
    monkeypatch.setattr(
        "reports.kpis.targets.projection.Projection.chance", lambda *_, **__: probability
    )

    assert status == target_state(level(150.0, 4), outlook()).status


def test_a_higher_goal_is_never_likelier():
    """The probability falls with the goal."""
    odds = [target_state(level(goal, 4), outlook()).probability for goal in range(140, 180, 4)]

    assert sorted(odds, reverse=True) == odds


def test_lower_is_better_turns_the_goal_round():
    """A falling KPI is on track for at most, and off where it should rise."""
    falling = [300 - value for value in RISING]

    assert ("on track", "off") == (
        target_state(level(150.0, 4), outlook(falling, "lower")).status,
        target_state(level(150.0, 4), outlook(falling, "higher")).status,
    )


@pytest.mark.parametrize(
    ("start", "status"), [(100.0, "on track"), (200.0, "off"), (None, "on track")]
)
def test_without_a_better_side_the_start_tells_it(start, status):
    """A goal above the start is a least value, one below it the most that is allowed."""
    state = target_state(level(145.0, 4, start), outlook(better="none"))

    assert status == state.status


def test_a_level_paces_on_its_path():
    """Twelve of sixteen weeks into the path, three quarters of the way are asked for."""
    state = target_state(level(180.0, 4, start=100.0), outlook())

    # 83 of 111 days.
    assert 100 + 80 * 83 / 111 == pytest.approx(state.expected)
    assert (None, None) == (state.required_per_week, state.best_run_rate)


def test_a_part_of_a_week_ahead_is_the_week_it_lies_in():
    """A goal in three days is judged by the coming week, one in eight by that after it."""
    goals = [Target((Waypoint(LAST + timedelta(days), 150.0),)) for days in (3, 7, 8)]

    assert [1, 1, 2] == [target_state(goal, outlook()).weeks_left for goal in goals]


def test_a_sum_adds_what_it_has_to_the_weeks_left():
    """With 900 so far and about 152 and 154 to come, the sum ends at about 1206."""
    state = target_state(cumulative(1190.0, 14), outlook(so_far=summed(900.0)))

    assert 1206 == pytest.approx(state.projected, abs=4)
    assert ("on track", 900.0, 145.0, 2) == (
        state.status,
        state.level,
        state.required_per_week,
        state.weeks_left,
    )
    assert sum(RISING[-4:]) / 4 == pytest.approx(state.best_run_rate)
    # 49 of 63 days, the first one counted.
    assert 1190 * 49 / 63 == pytest.approx(state.expected)


def test_a_part_of_a_week_counts_as_a_part():
    """Ten days ahead are a week and three sevenths."""
    whole, part = (
        target_state(cumulative(1200.0, days), outlook(so_far=summed(900.0))) for days in (7, 10)
    )

    assert 156 * 3 / 7 == pytest.approx(part.projected - whole.projected, abs=2)
    assert 300 / (10 / 7) == pytest.approx(part.required_per_week)


def test_more_than_ever_is_said():
    """A need beyond the best four weeks so far stands in the reason."""
    state = target_state(cumulative(1400.0, 14), outlook(so_far=summed(900.0)))

    assert ("off", "needs more per week than any four weeks in a row had") == (
        state.status,
        state.reason,
    )


def test_an_allowance_below_the_lowest_run_is_said():
    """Where less is better, what is left per week is held against the lowest four weeks."""
    state = target_state(cumulative(920.0, 14), outlook(better="lower", so_far=summed(900.0)))

    assert ("off", 10.0, "needs less per week than any four weeks in a row had") == (
        state.status,
        state.required_per_week,
        state.reason,
    )


def test_a_sum_with_missing_days_says_how_many():
    """What is known is used, and the reason counts the days."""
    so_far = summed(900.0, "partial", "47 of 49 days")

    state = target_state(cumulative(1190.0, 14), outlook(so_far=so_far))

    assert ("on track", "47 of 49 days") == (state.status, state.reason)


@pytest.mark.parametrize(
    ("target", "known", "reason"),
    [
        (level(150.0, 4), outlook((*RISING[:-1], None)), "the week has no value"),
        (level(150.0, 4), outlook((*RISING[:-1], None), reason="no rows"), "no rows"),
        (level(150.0, 4), outlook(()), "the week has no value"),
        (level(150.0, 4), outlook(RISING[-11:]), "11 weekly values, fewer than 12"),
        (cumulative(1200.0, 14), outlook(), "no sum so far"),
        (
            cumulative(1200.0, 14),
            outlook(so_far=summed(None, "missing", "no data since 2026-10-01")),
            "no data since 2026-10-01",
        ),
        (cumulative(1200.0, 14, date(2026, 11, 16)), outlook(), "starts on 2026-11-16"),
        (
            Target((Waypoint(LAST + timedelta(14), 9.0),), cumulative=True),
            outlook(so_far=summed(900.0)),
            "a cumulative target needs a start",
        ),
    ],
)
def test_what_cannot_be_judged_is_unknown_with_a_reason(target, known, reason):
    """Missing values are no zeros: there is neither forecast nor probability."""
    state = target_state(target, known)

    assert ("unknown", None, None, reason) == (
        state.status,
        state.projected,
        state.probability,
        state.reason,
    )


def test_gaps_and_weeks_before_the_first_do_not_matter():
    """Weeks before a KPI existed, and single gaps, leave the forecast about where it was."""
    gappy = (None, None, *RISING[:10], None, *RISING[11:])
    whole, holed = (target_state(level(150.0, 4), outlook(values)) for values in (RISING, gappy))

    assert whole.projected == pytest.approx(holed.projected, abs=0.5)


@pytest.mark.parametrize(
    ("goal", "weeks", "better", "status"),
    [
        (RISING[-1], 0, "higher", "reached"),
        (RISING[-1] + 1, 0, "higher", "missed"),
        (RISING[-1] + 1, 0, "lower", "reached"),
        # Four weeks back it had not got there, which later weeks do not change.
        (RISING[-1], -4, "higher", "missed"),
        (RISING[-5], -4, "higher", "reached"),
    ],
)
def test_a_level_is_decided_by_the_week_of_the_goals_day(goal, weeks, better, status):
    """Once the day is over there is a result, no forecast."""
    state = target_state(level(goal, weeks), outlook(better=better))

    assert (status, None, 0, "") == (
        state.status,
        state.probability,
        state.weeks_left,
        state.reason,
    )


@pytest.mark.parametrize(
    ("weeks", "reason"),
    [
        (0, "no rows"),
        (-1, "the week of 2026-11-08 has no value"),
        (-40, "the week of 2026-02-08 has no value"),
    ],
)
def test_a_level_without_a_value_on_its_day_stays_unknown(weeks, reason):
    """A goal's week that is missing decides nothing."""
    values = (*RISING[:-2], None, None)

    state = target_state(level(150.0, weeks), outlook(values, reason="no rows"))

    assert ("unknown", reason) == (state.status, state.reason)


@pytest.mark.parametrize(
    ("value", "better", "status", "reason"),
    [
        (1200.0, "higher", "reached", "47 of 49 days"),
        (1199.0, "higher", "unknown", "47 of 49 days"),
        (1201.0, "lower", "missed", "47 of 49 days"),
        (1200.0, "lower", "unknown", "47 of 49 days"),
    ],
)
def test_a_sum_with_missing_days_decides_only_what_they_cannot_change(
    value, better, status, reason
):
    """A sum only grows: short of the goal, the missing days might have brought the rest."""
    known = outlook(better=better, so_far=summed(value, "partial", "47 of 49 days"))

    state = target_state(cumulative(1200.0, 0), known)

    assert (status, reason) == (state.status, state.reason)


@pytest.mark.parametrize(("value", "status"), [(1200.0, "reached"), (1199.0, "missed")])
def test_a_whole_sum_decides(value, status):
    """After the goal's day the sum is at the goal or it is not."""
    state = target_state(cumulative(1200.0, 0), outlook(so_far=summed(value)))

    assert (status, None, 1200.0) == (state.status, state.required_per_week, state.expected)


def test_projections_stay_within_what_a_kpi_can_be():
    """A share that rises is not projected beyond all."""
    shares = [0.7 + 0.01 * week for week in range(30)]

    state = target_state(level(0.95, 5), outlook(shares, lowest=0.0, highest=1.0))

    assert (1.0, "on track") == (state.projected, state.status)
