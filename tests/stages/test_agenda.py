"""What is open at the end of a week, also when it is looked back on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from reports.stages.agenda import due_actions, open_decisions
from reports.values.calendar import Calendar
from reports.values.job import Job
from reports.values.record import Action, Decision, Records
from reports.values.workspace import Product, WarehouseSource, Workspace

CALENDAR = Calendar()
NOW = datetime(2026, 11, 16, tzinfo=UTC)
DUE = date(2026, 11, 18)
ACTION = Action("Cache", "model lead", DUE)
DECISION = Decision("Keep v2?", "head of product", DUE)


def job_of(records: Records, week: str = "2026-W46") -> Job:
    """Return the job of a week in a workspace with these records."""
    product = Product("bot", "Bot", CALENDAR, {})
    workspace = Workspace(
        Path(), "Small", WarehouseSource(""), (product,), Path(), "", records=records
    )
    return Job(workspace, product, CALENDAR.week(week), week, NOW, False, "run", NOW)


def test_what_is_due_soon_is_listed_the_most_urgent_first():
    """Actions of the coming week and what is overdue, not what is far away."""
    late = replace(ACTION, what="Alert", due=date(2026, 11, 2))
    far = replace(ACTION, due=date(2026, 12, 24))

    assert (late, ACTION) == due_actions(job_of(Records(actions=(ACTION, far, late))))


def test_a_past_week_shows_what_was_open_then():
    """An action closed on Wednesday was open on the Sunday before, and not a week later."""
    closed = replace(ACTION, closed_on=date(2026, 11, 18))
    taken = replace(DECISION, decided_on=date(2026, 11, 18), outcome="Yes")
    records = Records(actions=(closed,), decisions=(taken,))
    before, after = job_of(records), job_of(records, "2026-W47")

    assert ((closed,), (taken,)) == (due_actions(before), open_decisions(before))
    assert ((), ()) == (due_actions(after), open_decisions(after))


def test_records_of_other_products_are_left_out():
    """Without a product, a record concerns all of them."""
    theirs = Records(
        actions=(replace(ACTION, products=("shop",)),),
        decisions=(replace(DECISION, products=("shop",)), DECISION),
    )

    assert ((), (DECISION,)) == (due_actions(job_of(theirs)), open_decisions(job_of(theirs)))
