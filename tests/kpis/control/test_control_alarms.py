"""Which rules fire at a week, by what is known up to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.control.alarms import raise_alarms
from reports.kpis.control.limits import Limits
from reports.kpis.control.rules import wheeler_rules

JUMP = 1.25
SCORES = st.lists(st.sampled_from([k / 4 for k in range(-5, 6)]), min_size=4, max_size=40)


def alarms(scores, *holes: int):
    """Return what fires at each week; weeks at these places do not follow the one before."""
    return raise_alarms(scores, [k > 0 and k not in holes for k in range(len(scores))], JUMP)


@given(SCORES)
def test_the_last_week_is_judged_by_wheelers_rules(scores):
    """What fires at a week is what the rules say of the series that ends there."""
    rules = wheeler_rules(scores, Limits(0.0, 0.0, -1.0, 1.0, JUMP))
    last = len(scores) - 1
    fired = alarms(scores)[-1]

    assert (last in rules.beyond, last in rules.runs, last in rules.close) == (
        "beyond_limit" in fired,
        "run_of_eight" in fired,
        "three_of_four" in fired,
    )
    assert (last in rules.jumps and abs(scores[-2]) <= 1) == ("jump" in fired)


@given(SCORES, st.sets(st.integers(1, 40)))
def test_no_rule_looks_across_a_hole(scores, holes):
    """Weeks after a hole are judged as if nothing had been before it."""
    first = max((hole for hole in holes if hole < len(scores)), default=0)
    alone = [{rule: k + first for rule, k in each.items()} for each in alarms(scores[first:])]

    assert alone == alarms(scores, *holes)[first:]


def test_each_rule_tells_where_its_stretch_began():
    """Beyond: the first week beyond the same limit; run: its first; close: the first of three."""
    assert {"beyond_limit": 1, "three_of_four": 1} == alarms([0.1, 1.2, 1.3, 1.1])[-1]
    assert {"run_of_eight": 1} == alarms([-0.1, *[0.2] * 9])[-1]
    assert {"three_of_four": 0} == alarms([0.6, 0.7, 0.1, 0.8])[-1]
    assert {"jump": 1} == alarms([-0.7, 0.7])[-1]


def test_the_other_limit_begins_a_new_stretch():
    """A week below after a week above is one of its own, and a step from outside is no jump."""
    assert {"beyond_limit": 2} == alarms([1.2, 1.3, -1.2])[-1]


@pytest.mark.parametrize("scores", [[0.2] * 7, [0.2] * 5 + [0.0] + [0.2] * 7, [0.2] * 7 + [None]])
def test_seven_weeks_are_no_run(scores):
    """A tie with the centre ends a run, and a week without a value is not part of it."""
    assert {} == alarms(scores)[-1]


def test_a_week_that_is_itself_not_close_is_not_flagged():
    """Three of four flags those near the limit, on one side only."""
    assert {} == alarms([0.6, 0.7, 0.8, 0.1])[-1]
    assert {} == alarms([0.6, -0.6, 0.1, 0.6])[-1]
