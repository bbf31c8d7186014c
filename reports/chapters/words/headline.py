"""The first sentence of a review, and the line below it."""

from collections.abc import Sequence

from reports.chapters.words.groups import by_objective
from reports.chapters.words.signals import position_spans
from reports.values.assessment import Assessment
from reports.values.document import Headline, Quantity, Span
from reports.values.signal import Signal, Signals

Spans = tuple[Span, ...]

_MOST = 2
_UNJUDGED = "No KPI has weeks enough to tell signal from noise, so changes are shown, not judged."


def headline(assessment: Assessment) -> Headline:
    """Say what changed beyond normal variation, or that nothing did."""
    if all(readings.last_week.value is None for readings in assessment.readings.values()):
        return Headline(("No KPI has a value for this week",), ("The data notes say why.",))
    signals = assessment.signals
    if not signals.judged:
        return Headline(_levels(assessment), (_UNJUDGED,))
    aims = _aims(assessment)
    # The list of signals says itself how many chance would give.
    chance = () if signals.found and aims else chance_spans(signals)
    deck = (*chance, " ", *aims) if chance and aims else (*chance, *aims)
    return Headline(_findings(signals.found), deck)


def chance_spans(signals: Signals) -> Spans:
    """Say how many signals there are, and how many chance alone would give."""
    several = len(signals.found) != 1
    return (
        Quantity(len(signals.found), "count"),
        f" signal{'s' if several else ''} among ",
        Quantity(signals.judged, "count"),
        " KPIs with limits; about ",
        Quantity(signals.expected_by_chance, "expected"),
        " would be expected by chance.",
    )


def _findings(found: Sequence[Signal]) -> Spans:
    """Name the signals that matter most; recorded causes make no news."""
    news = [signal for signal in found if not signal.known][:_MOST]
    if not news:
        known = "; levels with a recorded cause last" if found else ""
        return (f"A week within normal variation{known}",)
    spans: list[Span] = []
    for signal in news:
        spans += ["; " if spans else "", f"{signal.title} ", *position_spans(signal)]
        spans += [", at ", Quantity(signal.value, signal.unit), *_behind(signal.n)]
    return tuple(spans)


def _levels(assessment: Assessment) -> Spans:
    """State the levels of the first KPI of two groups, missing ones too."""
    spans: list[Span] = []
    for kpi in [group.kpis[0] for group in by_objective(assessment)][:_MOST]:
        reading = assessment.readings[kpi.name].last_week
        level = Quantity(reading.value, kpi.unit, "value", reading.status, reading.reason)
        spans += ["; " if spans else "", f"{kpi.title}: ", level]
        spans += _behind(reading.n) if reading.value is not None else ()
    return tuple(spans)


def _behind(n: int) -> Spans:
    """Name the count behind a value, in short."""
    return ("\N{NO-BREAK SPACE}", Quantity(n, "count", "n"))


def _aims(assessment: Assessment) -> Spans:
    """Count the targets that are on track and the guardrails that are breached."""
    targets = [state for item in assessment.objectives for state in item.targets]
    breached = [
        state
        for item in assessment.objectives
        for state in item.guardrails
        if state.status == "breached"
    ]
    spans: list[Span] = []
    if targets:
        good = sum(state.status in {"on track", "reached"} for state in targets)
        spans += [Quantity(good, "count"), " of ", Quantity(len(targets), "count")]
        spans.append(f" target{'s' if len(targets) != 1 else ''} on track.")
    if breached:
        spans += [" " if spans else "", Quantity(len(breached), "count")]
        spans.append(f" guardrail{'s' if len(breached) != 1 else ''} breached.")
    return tuple(spans)
