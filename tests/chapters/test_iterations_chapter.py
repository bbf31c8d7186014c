"""The iteration chapter: carry-over first, then what shipped, then the team's bets."""

from dataclasses import replace
from datetime import date

from assessments import WEEK, assessment

from reports.chapters.iterations import build
from reports.values.bet import Bet, Effect
from reports.values.document import Prose, Quantity, Table
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
