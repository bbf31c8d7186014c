"""Iterations: actions carried over, what shipped, and how the team's bets stand."""

from collections.abc import Mapping

from reports.chapters.words.outcomes import outcome_blocks
from reports.values.assessment import Assessment
from reports.values.document import (
    Block,
    Callout,
    Cell,
    Chapter,
    Prose,
    Quantity,
    Span,
    Table,
    TableColumn,
)
from reports.values.retrospective import CarriedAction, PlacedBet, Retrospective, Shipping

ORDER = 30


def build(assessment: Assessment) -> Chapter | None:
    """Return the chapter in full when an iteration ended, else in short; nothing untracked."""
    told = assessment.retrospective
    if told is None:
        return None
    blocks: list[Block] = [Prose(_status(told))]
    if told.carried:
        blocks.append(_carried(told.carried))
        blocks.extend(_third(told.carried))
    if told.now is not None and told.now.deployments:
        blocks.append(_shipped(told.now, told.before))
        if told.now.recoveries:
            blocks.append(_recoveries(told.now))
    if told.bets:
        blocks.append(_bets(told.bets, {kpi.name: kpi.title for kpi in assessment.kpis}))
    blocks.extend(outcome_blocks(told))
    return Chapter("iterations", "Iteration", tuple(blocks))


def _status(told: Retrospective) -> tuple[Span, ...]:
    if told.iteration is None:
        return ("No iteration is written down for this week.",)
    one = told.iteration
    goals = "; ".join(goal.says for goal in one.goals) or one.goal
    ends = "ended on " if told.ended else "runs until "
    spans: list[Span] = [f"Iteration {one.name} {ends}", one.last_day, "."]
    if goals:
        spans.append(f" Its goal: {goals}.")
    return tuple(spans)


def _carried(found: tuple[CarriedAction, ...]) -> Table:
    columns = (
        TableColumn("Action", width=2.6),
        TableColumn("Owner", width=1.3),
        TableColumn("Due", "right", 1.1),
        TableColumn("State", width=0.9),
        TableColumn("Weeks open", "right", 0.9),
        TableColumn("Intended effect", width=1.2),
    )
    caption = (
        (
            "As it stood at the week's end. What was carried over a third time asks to be done, "
            "delegated or dropped."
        ),
    )
    return Table("Actions carried over", columns, tuple(_action(one) for one in found), caption)


def _third(found: tuple[CarriedAction, ...]) -> list[Block]:
    """Ask for a word on what was carried over a third time."""
    asked = [one for one in found if one.asks]
    if not asked:
        return []
    names = "; ".join(f"{one.action.what} ({one.action.owner})" for one in asked)
    spans: tuple[Span, ...] = (f"{names}.",)
    return [Callout("warning", "Do, delegate or drop: carried over a third time", spans)]


def _action(one: CarriedAction) -> tuple[Cell, ...]:
    effects = {True: "yes", False: "no", None: "not said"}
    ended = one.state in ("done", "dropped")
    return (
        one.action.what,
        one.action.owner,
        one.action.due,
        one.state,
        None if one.weeks is None else Quantity(one.weeks, "number"),
        effects[one.action.effect] if ended else None,
    )


def _shipped(now: Shipping, before: Shipping | None) -> Table:
    columns = (
        TableColumn("Delivery", width=2),
        TableColumn("Last four weeks", "right"),
        TableColumn("Twelve weeks before", "right", 1.2),
    )
    then = before if before and before.deployments else None
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Deployments", _count(now.deployments), _count(then.deployments) if then else None),
        ("Deployments a week", _number(now.per_week), _number(then.per_week) if then else None),
        ("Changes in them", _count(now.changes), _count(then.changes) if then else None),
        *(
            _pair(
                "Lead time, median",
                now.lead_median_h,
                then.lead_median_h if then else None,
                "hours",
            ),
        ),
        *(
            _pair(
                "Lead time, 90 % within", now.lead_p90_h, then.lead_p90_h if then else None, "hours"
            ),
        ),
        *(_pair("Change fail rate", now.fail_rate, then.fail_rate if then else None, "share"),),
        *(_pair("Rework rate", now.rework_rate, then.rework_rate if then else None, "share"),),
    )
    caption: tuple[Span, ...] = (
        "From ",
        now.period.start,
        " to ",
        now.period.last_day,
        ", beside the team's own past only. A deployment fails once, however many its incidents.",
    )
    return Table("What shipped", columns, rows, caption)


def _recoveries(now: Shipping) -> Table:
    columns = (
        TableColumn("Failed deployment", width=2.4),
        TableColumn("On", "right"),
        TableColumn("Worked again after", "right", 1.2),
    )
    rows = tuple(
        (
            one.label,
            one.on,
            Quantity(one.hours, "hours")
            if one.hours is not None
            else Quantity(None, "hours", status="missing", reason="not recovered"),
        )
        for one in now.recoveries
    )
    return Table("Recoveries, one by one", columns, rows)


def _bets(found: tuple[PlacedBet, ...], titles: Mapping[str, str]) -> Table:
    columns = (
        TableColumn("Bet", width=2.2),
        TableColumn("KPI", width=1.3),
        TableColumn("Expected", "right", 0.9),
        TableColumn("Low, 80 %", "right", 0.9),
        TableColumn("High, 80 %", "right", 0.9),
        TableColumn("Probability", "right", 0.9),
        TableColumn("Review", "right", 1.4),
        TableColumn("State", width=1.5),
    )
    caption = (
        (
            "Expected change of the KPI as written down before shipping. A bet first seen "
            "afterwards is marked; one past its day without a decision is a debt."
        ),
    )
    return Table("Bets", columns, tuple(_bet(one, titles) for one in found), caption)


def _bet(one: PlacedBet, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    bet, effect = one.bet, one.bet.expected
    state = one.judged.outcome if one.judged else one.state
    late = " (written afterwards)" if one.written_before is False else ""
    return (
        bet.hypothesis,
        titles.get(bet.kpi, bet.kpi),
        Quantity(effect.value * 100, "percent", "change"),
        Quantity(effect.low * 100, "percent", "change"),
        Quantity(effect.high * 100, "percent", "change"),
        Quantity(bet.probability, "share"),
        bet.review_on,
        f"{state}{late}",
    )


def _pair(name: str, now: float | None, then: float | None, unit: str) -> tuple[Cell, ...]:
    return (name, *(None if one is None else Quantity(one, unit) for one in (now, then)))


def _count(value: int) -> Quantity:
    return Quantity(value, "count")


def _number(value: float) -> Quantity:
    return Quantity(value, "number")
