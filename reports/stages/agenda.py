"""What is open at the end of a week: decisions to take, actions due."""

from datetime import timedelta

from reports.values.job import Job
from reports.values.record import Action, Decision

# What is due within the week after is for this review to discuss; decisions need more time.
_ACTIONS_AHEAD = timedelta(days=7)
_DECISIONS_AHEAD = timedelta(days=28)


def open_decisions(job: Job) -> tuple[Decision, ...]:
    """Return what was not decided by the week's end and is due soon, the most urgent first."""
    end = job.week.last_day
    found = [
        item
        for item in job.workspace.records.decisions
        if (not item.products or job.product.name in item.products)
        and (item.decided_on is None or item.decided_on > end)
        and item.due <= end + _DECISIONS_AHEAD
    ]
    return tuple(sorted(found, key=lambda item: (item.due, item.question)))


def due_actions(job: Job) -> tuple[Action, ...]:
    """Return what was not closed by the week's end and is due soon, the most urgent first."""
    end = job.week.last_day
    found = [
        item
        for item in job.workspace.records.actions
        if (not item.products or job.product.name in item.products)
        and (item.closed_on is None or item.closed_on > end)
        and item.due <= end + _ACTIONS_AHEAD
    ]
    return tuple(sorted(found, key=lambda item: (item.due, item.what)))
