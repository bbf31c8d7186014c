"""The team's own work in a week: actions carried over, what shipped, how bets stand."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

from reports.retrospectives.shipping import Release, shipping
from reports.stages.arms import gather_arms
from reports.stages.material import Desk, Shelf
from reports.stages.outcomes import outcomes
from reports.values.assessment import Assessment
from reports.values.bet import Bet, Learning
from reports.values.calendar import Period
from reports.values.fact import FactTable
from reports.values.job import Job
from reports.values.record import Action, Decision, Iteration
from reports.values.retrospective import (
    ActionState,
    BetState,
    CarriedAction,
    PlacedBet,
    Retrospective,
    Shipping,
)

_NOW_WEEKS = 4
_BEFORE_WEEKS = 12
_CLOSED_FOR = timedelta(days=7)


def gather(desk: Desk) -> None:
    """Ask for releases and the changes in them, as far as the product maps them."""
    weeks = _weeks(desk.job)
    for name, relations in (
        ("releases_shipped", ("releases",)),
        ("changes_shipped", ("changes", "releases")),
    ):
        query = desk.queries[name].query
        if desk.has(*relations) and desk.can_ask(query):
            desk.ask(f"retrospective.{name}", query, weeks)
    gather_arms(desk)


def build(shelf: Shelf, assessment: Assessment) -> Assessment:
    """Add what is known of the team's own work."""
    job = shelf.job
    iteration = _iteration(job)
    bets = _bets(shelf)
    told = Retrospective(
        iteration=iteration,
        ended=iteration is not None and iteration.last_day <= job.week.last_day,
        carried=_carried(job),
        now=_shipped(shelf, _weeks(job)[-_NOW_WEEKS:]),
        before=_shipped(shelf, _weeks(job)[:_BEFORE_WEEKS]),
        bets=bets,
        outcomes=outcomes(shelf, assessment, bets, _release_days(shelf)),
        decisions=_decided(job),
        learnings=_learned(job),
    )
    tracked = iteration or told.carried or told.bets or told.now
    return replace(assessment, retrospective=told if tracked else None)


def bet_sight(bet: Bet) -> tuple[str, str]:
    """Return what names a bet as it is written: its name and the hash of what it says."""
    text = json.dumps(asdict(bet), default=str, sort_keys=True)
    return bet.name, hashlib.sha256(text.encode()).hexdigest()


def _weeks(job: Job) -> tuple[Period, ...]:
    return job.product.calendar.weeks_until(job.week, _NOW_WEEKS + _BEFORE_WEEKS)


def _concerns(products: tuple[str, ...], job: Job) -> bool:
    return not products or job.product.name in products


def _iteration(job: Job) -> Iteration | None:
    """Return the iteration that ended in the week, else the one that runs at its end."""
    own = [one for one in job.workspace.records.iterations if _concerns(one.products, job)]
    ended = [one for one in own if job.week.start <= one.last_day <= job.week.last_day]
    running = [one for one in own if one.first_day <= job.week.last_day < one.last_day]
    return next(iter([*ended, *running]), None)


def _carried(job: Job) -> tuple[CarriedAction, ...]:
    """Return actions that were open in the week, as they stood at its end."""
    found = []
    for action in job.workspace.records.actions:
        known = action.opened_on is None or action.opened_on <= job.week.last_day
        if known and _concerns(action.products, job) and _recent(action, job):
            found.append(CarriedAction(action, _state(action, job), _age(action, job)))
    return tuple(sorted(found, key=lambda one: (one.action.due, one.action.what)))


def _recent(action: Action, job: Job) -> bool:
    """Tell whether an action was open within the week."""
    return action.closed_on is None or action.closed_on > job.week.last_day - _CLOSED_FOR


def _state(action: Action, job: Job) -> ActionState:
    if action.closed_on is not None and action.closed_on <= job.week.last_day:
        return action.ended
    return "late" if action.due <= job.week.last_day else "open"


def _age(action: Action, job: Job) -> int | None:
    return None if action.opened_on is None else (job.week.last_day - action.opened_on).days // 7


def _shipped(shelf: Shelf, weeks: Sequence[Period]) -> Shipping | None:
    table = shelf.table("retrospective.releases_shipped")
    if table is None or not table.rows:
        return None
    starts = {(week.start - date(1970, 1, 1)).days for week in weeks}
    columns = ("release_id", "title", "kind", "released_s", "failed_s", "recovered_s")
    releases = [
        Release(
            release_id=str(row[0]),
            title=str(row[1] or ""),
            kind=str(row[2] or ""),
            released_s=float(cast("float", row[3])),
            failed_s=cast("float | None", row[4]),
            recovered_s=cast("float | None", row[5]),
        )
        for row in _of_weeks(table, columns, starts)
    ]
    changes = shelf.table("retrospective.changes_shipped")
    leads = [float(cast("float", row[0])) for row in _of_weeks(changes, ("lead_s",), starts)]
    span = Period(weeks[0].start, weeks[-1].end, "rolling")
    return shipping(span, releases, leads)


def _of_weeks(
    table: FactTable | None, names: Sequence[str], starts: set[int]
) -> Iterable[tuple[object, ...]]:
    if table is None or not table.rows:
        return ()
    places = [table.columns.index(name) for name in names]
    return [tuple(row[at] for at in places) for row in table.rows if row[0] in starts]


def _bets(shelf: Shelf) -> tuple[PlacedBet, ...]:
    """Return bets that were written by the week's end, the next review first."""
    job = shelf.job
    seen = shelf.store.bets.first_seen(job.product.name)
    released = _release_days(shelf)
    found = [
        _placed(bet, seen, job, released.get(bet.subject))
        for bet in job.workspace.records.bets
        if _concerns(bet.products, job) and bet.written_on <= job.week.last_day
    ]
    return tuple(sorted(found, key=lambda one: (one.bet.review_on, one.bet.name)))


def _decided(job: Job) -> tuple[Decision, ...]:
    """Return what was decided in the week."""
    own = [one for one in job.workspace.records.decisions if _concerns(one.products, job)]
    week = job.week
    return tuple(o for o in own if o.decided_on and week.start <= o.decided_on <= week.last_day)


def _learned(job: Job) -> tuple[Learning, ...]:
    """Return what was learned in the week."""
    own = [one for one in job.workspace.records.learnings if _concerns(one.products, job)]
    return tuple(one for one in own if job.week.start <= one.on <= job.week.last_day)


def _release_days(shelf: Shelf) -> dict[str, date]:
    """Return the day each known release went out, in the product's zone."""
    weeks = {(week.start - date(1970, 1, 1)).days for week in _weeks(shelf.job)}
    table = shelf.table("retrospective.releases_shipped")
    local_day = shelf.job.product.calendar.local_day
    return {
        str(name): local_day(datetime.fromtimestamp(float(cast("float", at_s)), UTC))
        for name, at_s in _of_weeks(table, ("release_id", "released_s"), weeks)
    }


def _placed(
    bet: Bet, seen: Mapping[tuple[str, str], datetime], job: Job, released: date | None
) -> PlacedBet:
    """Say how a bet stands: what was first seen after its release was written afterwards.

    Where the release is not known, the bet's own day and a week stand in for it.
    """
    decisions = job.workspace.records.decisions
    judged = next(
        (
            one
            for one in decisions
            if one.bet == bet.name and one.decided_on and one.decided_on <= job.week.last_day
        ),
        None,
    )
    first = seen.get(bet_sight(bet))
    day = job.product.calendar.local_day(first) if first else None
    over, now = bet.review_on <= job.week.last_day, bet.review_on <= job.week.last_day - _CLOSED_FOR
    state: BetState = "overdue" if now and judged is None else "due" if over else "running"
    before = None if day is None else day <= (released or bet.written_on + _CLOSED_FOR)
    return PlacedBet(bet, state, day, before, judged)
