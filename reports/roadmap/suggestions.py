"""Opportunities that the data point at; they are named as suggestions and enter no roadmap."""

from collections.abc import Iterator, Sequence

from reports.values.assessment import Assessment
from reports.values.roadmap import RoadmapItem, Suggestion
from reports.values.usage import FunnelUse

_MOST = 6
_MOST_SIGNALS = 2


def suggestions(assessment: Assessment, items: Sequence[RoadmapItem]) -> tuple[Suggestion, ...]:
    """Return what the numbers ask about and no item of the roadmap takes up, at most six."""
    taken = {(item.target.funnel, item.target.step) for item in items}
    found = [
        *_guardrails(assessment, {item.kpi for item in items}),
        *_losses(assessment, taken),
        *_segments(assessment, {item.target.segment for item in items}),
        *_unanswered(assessment),
        *_late(assessment),
    ]
    return tuple(found[:_MOST])


def _guardrails(assessment: Assessment, kpis: set[str]) -> Iterator[Suggestion]:
    titles = {kpi.name: kpi.title for kpi in assessment.kpis}
    for state in assessment.objectives:
        for rail in state.guardrails:
            if rail.status == "breached" and rail.kpi not in kpis:
                what = f"{titles.get(rail.kpi, rail.kpi)} is beyond what is allowed"
                title, week = state.objective.title, assessment.week
                yield Suggestion(
                    "guardrail", what, rail.n, "count", title, week.start, week.last_day
                )


def _losses(assessment: Assessment, taken: set[tuple[str, str]]) -> Iterator[Suggestion]:
    """Name the step of each funnel at which most people leave."""
    for use in assessment.usage.funnels if assessment.usage else ():
        step = _widest(use)
        if step and (use.name, use.stages[step].title) not in taken:
            lost = use.stages[step - 1].users - use.stages[step].users
            what = f"“{use.stages[step].title}” is where most people leave {use.name}"
            entered = use.entered
            yield Suggestion(
                "funnel", what, lost, "users", "entries", entered.start, entered.last_day
            )


def _widest(use: FunnelUse) -> int:
    losses = [
        (before.users - after.users, at)
        for at, (before, after) in enumerate(zip(use.stages, use.stages[1:], strict=False), start=1)
    ]
    return max(losses, default=(0, 0))[1]


def _segments(assessment: Assessment, taken: set[tuple[str, str] | None]) -> Iterator[Suggestion]:
    """Name segments that fell within a total that kept quiet."""
    better = {kpi.name: kpi.better for kpi in assessment.kpis}
    for move in assessment.signals.segment_moves:
        wanted = better.get(move.kpi)
        worse = move.effect < 0 if wanted == "higher" else move.effect > 0
        if wanted != "none" and worse and (move.dimension, move.segment) not in taken:
            what = f"{move.title} got worse in {move.dimension} {move.segment}"
            base = move.base
            yield Suggestion(
                "slice", what, move.n, "count", "compared with", base.start, base.last_day
            )


def _unanswered(assessment: Assessment) -> Iterator[Suggestion]:
    for signal in assessment.signals.unanswered[:_MOST_SIGNALS]:
        what = f"Nobody has said what is behind {signal.title}"
        yield Suggestion("signal", what, None, "count", f"signal of {signal.week_label}")


def _late(assessment: Assessment) -> Iterator[Suggestion]:
    """Name actions that are past their day."""
    for action in assessment.actions:
        if action.due <= assessment.week.last_day:
            what = f"Do, delegate or drop: {action.what}"
            yield Suggestion("action", what, None, "count", action.owner, until=action.due)
