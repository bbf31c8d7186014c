"""The table of targets: each number with its n and the days it stands for."""

from datetime import date

from reports.chapters import objectives
from reports.values.calendar import Period
from reports.values.document import Quantity, Table
from reports.values.objective import Objective, ObjectiveState, TargetState, Waypoint
from reports.values.reading import Reading
from tests.assessments import WEEK, assessment

GOAL = Waypoint(date(2026, 12, 31), 1500.0)


def target(kpi: str, *, cumulative: bool = False) -> TargetState:
    """Give a target that is at risk."""
    return TargetState(kpi, GOAL, cumulative, 1234.0, 1300.0, 1400.0, 0.31, "at risk", 7)


def table(*states: TargetState, **changes: object) -> Table:
    """Give the table of these targets."""
    found = assessment(objectives=(ObjectiveState(Objective("habit", "Habit"), states),), **changes)
    chapter = objectives.build(found)
    assert chapter is not None
    return next(block for block in chapter.blocks if isinstance(block, Table))


def cells(found: Table, *heads: str) -> list[tuple[object, ...]]:
    """Give the cells below some heads, row by row."""
    places = [[column.title for column in found.columns].index(head) for head in heads]
    return [tuple(row[place] for place in places) for row in found.rows]


def test_a_weekly_target_has_the_n_and_the_first_day_of_its_week():
    """The value of a week stands for that week's observations."""
    found = table(target("active_users"))

    assert [(Quantity(40, "count"), WEEK.start)] == cells(found, "n", "From")


def test_a_sum_counts_from_its_start():
    """A cumulative target has the n and the first day of everything summed so far."""
    so_far = Reading(Period(date(2026, 7, 1), WEEK.end, "to_date"), 9000.0, "ok", n=720)
    found = table(target("active_users", cumulative=True), sums={"active_users": so_far})

    assert [(Quantity(720, "count"), date(2026, 7, 1))] == cells(found, "n", "From")


def test_a_sum_that_does_not_exist_has_neither():
    """Nothing stands where nothing was summed."""
    assert [(None, None)] == cells(table(target("active_users", cumulative=True)), "n", "From")


def test_the_caption_says_until_when_the_numbers_count():
    """The last day of the week is said once for all rows."""
    assert WEEK.last_day in table(target("active_users")).caption
