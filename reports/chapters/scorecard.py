"""The first page: what changed, the signals that matter most, every KPI by objective."""

from collections import Counter

from reports.chapters.words.groups import Group, by_objective
from reports.chapters.words.headline import chance_spans, headline
from reports.chapters.words.signals import title_spans, why_spans
from reports.values.assessment import Assessment
from reports.values.document import (
    Agenda,
    AgendaItem,
    Block,
    Callout,
    Chapter,
    Quantity,
    Scorecard,
    ScoreGroup,
    ScoreRow,
    SignalLine,
    SignalSummary,
)
from reports.values.kpi import Kpi
from reports.values.objective import GuardrailState, TargetState
from reports.values.reading import Reading

ORDER = 10

_MOST_SIGNALS = 3


def build(assessment: Assessment) -> Chapter | None:
    """Return the scorecard chapter."""
    if not assessment.kpis:
        return None
    blocks: list[Block] = [headline(assessment)]
    if assessment.signals.found:
        blocks.append(_summary(assessment))
    if assessment.decisions or assessment.actions:
        blocks.append(_agenda(assessment))
    blocks.append(_scorecard(assessment))
    if assessment.busiest_user is not None:
        blocks.append(_one_user(assessment.busiest_user))
    return Chapter("scorecard", "The week in numbers", tuple(blocks))


def _summary(assessment: Assessment) -> SignalSummary:
    shown = assessment.signals.found[:_MOST_SIGNALS]
    lines = tuple(
        SignalLine(signal, title_spans(signal), why_spans(assessment, signal)) for signal in shown
    )
    return SignalSummary("Signals", lines, chance_spans(assessment.signals))


def _agenda(assessment: Assessment) -> Agenda:
    end = assessment.week.last_day
    decisions = [(item.question, item.owner, item.due) for item in assessment.decisions]
    actions = [(item.what, item.owner, item.due) for item in assessment.actions]
    return Agenda(
        "To decide and to do",
        tuple(AgendaItem(*item, late=item[2] <= end) for item in decisions),
        tuple(AgendaItem(*item, late=item[2] <= end) for item in actions),
    )


def _scorecard(assessment: Assessment) -> Scorecard:
    return Scorecard(
        title="Scorecard",
        subtitle=f"This week beside last week and the same week a year (52 weeks) earlier; the "
        f"shaded band is the normal range of 26 weeks{_without_year(assessment)}",
        groups=tuple(_group(assessment, group) for group in by_objective(assessment)),
    )


def _without_year(assessment: Assessment) -> str:
    """Say once why nothing can be compared with the year before, where that is so."""
    changes = [readings.yoy for readings in assessment.readings.values()]
    if any(change.value is not None for change in changes):
        return ""
    reason, _ = Counter(change.reason for change in changes).most_common(1)[0]
    return f"; nothing to compare with a year earlier: {reason}"


def _group(assessment: Assessment, group: Group) -> ScoreGroup:
    rows = tuple(_row(assessment, kpi, group) for kpi in group.kpis)
    return ScoreGroup(group.title, rows, group.owner, group.objective)


def _row(assessment: Assessment, kpi: Kpi, group: Group) -> ScoreRow:
    readings = assessment.readings[kpi.name]
    target, guardrail = _states(assessment, kpi, group)
    found = (signal for signal in assessment.signals.found if signal.kpi == kpi.name)
    return ScoreRow(
        kpi=kpi.name,
        title=kpi.title,
        unit=kpi.unit,
        better=kpi.better,
        last_week=readings.last_week,
        wow=readings.wow,
        four_weeks=readings.four_weeks,
        yoy=readings.yoy,
        history=readings.history,
        remark="one user" if kpi.name in assessment.dominated else "",
        interval=readings.interval,
        normal=assessment.normal.get(kpi.name),
        signal=next(found, None),
        target=target,
        guardrail=guardrail,
    )


def _states(
    assessment: Assessment, kpi: Kpi, group: Group
) -> tuple[TargetState | None, GuardrailState | None]:
    """Return how a KPI stands under the objective of its group."""
    for item in assessment.objectives:
        if group.objective and item.objective.title == group.title:
            targets = (state for state in item.targets if state.kpi == kpi.name)
            rails = (state for state in item.guardrails if state.kpi == kpi.name)
            return next(targets, None), next(rails, None)
    return None, None


def _one_user(share: Reading) -> Callout:
    """Warn that averages over users are about one of them."""
    return Callout(
        "warning",
        "One user makes nearly all events",
        (
            "One user made ",
            Quantity(share.value, "share"),
            " of the events of the week (users with events: ",
            Quantity(share.n, "users"),
            (
                "). Numbers marked \u201cone user\u201d count users or divide by them: "
                "they say nothing about users in general."
            ),
        ),
    )
