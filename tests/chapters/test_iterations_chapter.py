"""The iteration chapter: carry-over first, then what shipped, then the team's bets."""

from dataclasses import replace
from datetime import date

from assessments import WEEK, assessment

from reports.chapters.iterations import build
from reports.values.bet import Bet, BetGuardrail, Effect
from reports.values.charts import DotInterval
from reports.values.document import Callout, Prose, Quantity, Table
from reports.values.outcome import BetOutcome, GuardedKpi, Observed
from reports.values.record import Action, Iteration
from reports.values.retrospective import (
    CarriedAction,
    PlacedBet,
    Recovery,
    Retrospective,
    Shipping,
)

ITERATION = Iteration("2026-15", date(2026, 11, 2), date(2026, 11, 15), "Model v2 for everybody")
ACTION = Action("Cache contexts", "model lead", date(2026, 11, 13), opened_on=date(2026, 10, 20))
BET = Bet(
    "cache", "Caching keeps people", "stickiness", Effect(0.1, 0.02, 0.2), 0.6, "Keep it if so",
    "model lead", date(2026, 11, 1), date(2026, 10, 1), "release", "r1",
)  # fmt: skip
NOW = Shipping(WEEK, 4, 1.0, 12, 30.0, 70.0, 1, 1, (Recovery("Gateway", WEEK.start, None),))
FULL = Retrospective(
    ITERATION,
    ended=True,
    carried=(CarriedAction(ACTION, "late", 3),),
    now=NOW,
    bets=(PlacedBet(BET, "overdue", date(2026, 10, 30), written_before=False),),
)


def _tables(told: Retrospective) -> dict[str, Table]:
    chapter = build(assessment(retrospective=told))
    assert chapter is not None
    return {block.title: block for block in chapter.blocks if isinstance(block, Table)}


def test_nothing_tracked_is_no_chapter():
    """A workspace without iterations, actions and bets has none."""
    assert None is build(assessment())


def test_the_iteration_that_ended_is_named_with_its_goal():
    """The first sentence says what was aimed at."""
    chapter = build(assessment(retrospective=FULL))
    assert chapter is not None
    (status,) = [block for block in chapter.blocks if isinstance(block, Prose)]

    assert "Iteration 2026-15 ended on " == status.spans[0]
    assert " Its goal: Model v2 for everybody." in status.spans


def test_actions_come_first_with_their_age():
    """Late is said, and the effect only of what is over."""
    (table, *_) = _tables(FULL).values()

    assert "Actions carried over" == table.title
    assert ("late", Quantity(3, "number"), None) == table.rows[0][3:]


def test_delivery_stands_beside_the_teams_own_past_only():
    """Without a past there is nothing beside it; recoveries are listed one by one."""
    tables = _tables(FULL)

    assert [None] * 7 == [row[2] for row in tables["What shipped"].rows]
    assert "not recovered" == tables["Recoveries, one by one"].rows[0][2].reason
    beside = _tables(replace(FULL, before=replace(NOW, deployments=9)))["What shipped"]
    assert Quantity(9, "count") == beside.rows[0][2]


def test_a_bet_written_afterwards_is_marked_and_one_past_its_day_is_a_debt():
    """Neither can be hidden."""
    assert "overdue (written afterwards)" == _tables(FULL)["Bets"].rows[0][-1]


SEEN = Observed(0.08, 0.02, 0.14, 900, WEEK, "own history")
OUTCOME = BetOutcome(
    BET,
    "C",
    SEEN,
    "worked",
    inside=True,
    guardrails=(GuardedKpi(BetGuardrail("latency_p95", 0.05), None, "unclear"),),
)


def test_an_action_carried_a_third_time_asks_to_do_delegate_or_drop():
    """A younger one does not, nor one that is over."""
    told = [
        [
            block.title
            for block in build(
                assessment(
                    retrospective=replace(FULL, carried=(CarriedAction(ACTION, state, weeks),))
                )
            ).blocks
            if isinstance(block, Callout)
        ]
        for state, weeks in (("late", 3), ("late", 2), ("done", 9), ("open", None))
    ]

    assert [["Do, delegate or drop: carried over a third time"], [], [], []] == told


def test_the_chart_and_the_table_of_a_bet_hold_the_same_numbers():
    """Expected stands beside observed, with n and the effect that could be seen."""
    chapter = build(assessment(retrospective=replace(FULL, outcomes=(OUTCOME,))))
    assert chapter is not None
    (chart,) = [block for block in chapter.blocks if isinstance(block, DotInterval)]
    row = _tables(replace(FULL, outcomes=(OUTCOME,)))["What came of the bets"].rows[0]

    assert [row[1].value, row[2].value] == [chart.rows[0].expected.value, 8.0]
    assert ["C", "worked", None] == list(row[-3:])
    assert 900 == row[5].value


def test_an_invalid_effect_shows_its_reason_in_place_of_numbers():
    """Nothing of it is drawn, and the verdict says why."""
    bad = replace(OUTCOME, observed=None, verdict="invalid", inside=None, reason="No arms.")
    told = replace(FULL, outcomes=(bad,))
    chapter = build(assessment(retrospective=told))
    assert chapter is not None

    assert [] == [block for block in chapter.blocks if isinstance(block, DotInterval)]
    row = _tables(told)["What came of the bets"].rows[0]
    assert [None] * 6 == list(row[2:8])
    assert "invalid: No arms." == row[-2]


def test_an_open_bet_says_from_where_on_an_effect_can_be_seen():
    """It has no verdict yet."""
    ahead = BetOutcome(BET, "C", None, None, detectable=0.06)
    tables = _tables(replace(FULL, outcomes=(ahead,)))

    assert Quantity(6.0, "percent") == tables["What could be seen of open bets"].rows[0][2]
    assert "What came of the bets" not in tables
