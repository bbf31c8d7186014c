"""What is open at the end of a week: decisions to take, actions due."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from reports.values.job import Job
from reports.values.record import Action, Decision

# What is due within the week after is for this review to discuss; decisions need more time.
_ACTIONS_AHEAD = timedelta(days=7)
_DECISIONS_AHEAD = timedelta(days=28)

Item = TypeVar("Item", Action, Decision)


def open_decisions(job: Job) -> tuple[Decision, ...]:
    """Return what was not decided by the week's end and is due soon, the most urgent first."""
    decisions = ((item, item.decided_on) for item in job.workspace.records.decisions)
    found = _open(job, decisions, _DECISIONS_AHEAD)
    return tuple(sorted(found, key=lambda item: (item.due, item.question)))


def due_actions(job: Job) -> tuple[Action, ...]:
    """Return what was not closed by the week's end and is due soon, the most urgent first."""
    actions = ((item, item.closed_on) for item in job.workspace.records.actions)
    found = _open(job, actions, _ACTIONS_AHEAD)
    return tuple(sorted(found, key=lambda item: (item.due, item.what)))


def _open(job: Job, items: Iterable[tuple[Item, date | None]], ahead: timedelta) -> list[Item]:
    """Return a product's items that end after the week and are due within some days of it."""
    last = job.week.last_day
    return [
        item
        for item, ended in items
        if (not item.products or job.product.name in item.products)
        and (ended is None or ended > last)
        and item.due <= last + ahead
    ]
