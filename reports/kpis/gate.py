"""Judge whether each relation is complete for a week, and what follows from that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.kpis.control.judgement import judge
from reports.values.assessment import RelationNote
from reports.values.gate import GateCheck, GateVerdict
from reports.values.publishing import Admission, Publishing
from reports.values.quantity import Quantity, Span
from reports.values.reading import Reading

VOLUME_WEEKS = 26
# More rows than usual are what a growing product hopes for; half more than usual is no growth.
_DOUBTFUL = 1.5


@dataclass(frozen=True, slots=True)
class RelationWeek:
    """What is known of a relation in a week.

    Shape: `weekly` are its row counts by week, oldest first, the judged week last; empty where
    volume says nothing. `fresh_from` is the instant its newest row must not lie before; null
    where rows need not come every day. `repeated` counts keys that stand in several rows.
    `by_known_at` tells that `newest` is when a row became known, not when it happened.
    """

    note: RelationNote
    weekly: tuple[Reading, ...] = ()
    newest: datetime | None = None
    fresh_from: datetime | None = None
    by_known_at: bool = False
    repeated: int = 0


def judge_week(weeks: Sequence[RelationWeek], unreadable: Sequence[tuple[str, str]]) -> GateVerdict:
    """Return the verdict on all relations; `unreadable` has those that could not be read."""
    broken = [GateCheck(name, "schema", complete=False, said=(why,)) for name, why in unreadable]
    checks = [check for week in weeks for check in judge_relation(week)]
    return GateVerdict((*broken, *checks))


def judge_relation(week: RelationWeek) -> tuple[GateCheck, ...]:
    """Return what each look at a relation found."""
    found = [GateCheck(week.note.relation, "schema", complete=True)]
    if not week.note.covered_by:
        found.append(_days(week))
        found += _freshness(week)
        found += _volume(week)
    found.append(_duplicates(week))
    return tuple(found)


def _days(week: RelationWeek) -> GateCheck:
    note = week.note
    said: tuple[Span, ...] = (
        *("rows on ", Quantity(note.days_present, "count"), " of "),
        *(Quantity(note.days_expected, "count"), " days"),
    )
    return GateCheck(note.relation, "days", note.days_present >= note.days_expected, said)


def _freshness(week: RelationWeek) -> list[GateCheck]:
    if week.newest is None or week.fresh_from is None:
        return []
    what = "the newest row became known " if week.by_known_at else "the newest row is of "
    complete = week.newest >= week.fresh_from
    return [GateCheck(week.note.relation, "freshness", complete, (what, week.newest))]


def _volume(week: RelationWeek) -> list[GateCheck]:
    """Compare the week's rows with their own natural process limits, drawn before it."""
    weekly = week.weekly
    if not weekly or weekly[-1].value is None:
        return []
    judged = judge(weekly[-VOLUME_WEEKS - 1 :], 1)
    centre, lower = judged.normal.centre[-1], judged.normal.lower[-1]
    upper, value = judged.normal.upper[-1], weekly[-1].value
    if centre is None or lower is None or upper is None:
        return []
    few, many = value < lower, value > max(upper, centre * _DOUBTFUL)
    said: tuple[Span, ...] = (
        *(Quantity(value, "count"), " rows, usual are "),
        *(Quantity(max(lower, 0.0), "count"), " to ", Quantity(upper, "count")),
    )
    return [GateCheck(week.note.relation, "volume", not (few or many), said)]


def _duplicates(week: RelationWeek) -> GateCheck:
    said: tuple[Span, ...] = (Quantity(week.repeated, "count"), " keys stand in several rows")
    return GateCheck(week.note.relation, "duplicates", not week.repeated, said)


def fresh_from(week_end: datetime, hours: int) -> datetime:
    """Return from when on the newest row of a week must be."""
    return week_end - timedelta(hours=hours)


def admit(
    verdict: GateVerdict,
    publishing: Publishing,
    *,
    week_end: datetime,
    now: datetime,
    approved: bool = False,
) -> Admission:
    """Return what is to be done with a week now, by the verdict and the product's policy.

    Data come first: nobody is asked to approve a week that is held or refused.
    """
    if not verdict.complete:
        reason = incomplete_reason(verdict)
        if publishing.incomplete == "refuse":
            return Admission("refuse", reason)
        deadline = publishing.deadline.after(week_end)
        if publishing.incomplete == "hold" and now.timestamp() < deadline.timestamp():
            return Admission("hold", reason, deadline)
    if not publishing.needs_approval or approved:
        return Admission("publish")
    by = publishing.approval_by.after(week_end) if publishing.approval_by else None
    if by is not None and now.timestamp() >= by.timestamp():
        return Admission("publish", "its deadline passed without an approval", by)
    return Admission("draft", "it waits for approval", by)


def incomplete_reason(verdict: GateVerdict) -> str:
    """Name what is incomplete, in one line.

    Example: "incomplete: events (days, freshness)"
    """
    kinds: dict[str, list[str]] = {}
    for check in verdict.failures:
        kinds.setdefault(check.relation, []).append(check.kind)
    parts = [f"{relation} ({', '.join(found)})" for relation, found in kinds.items()]
    return f"incomplete: {', '.join(parts)}"
