"""What a signal says in plain words: what moved, where, against which aim, since when."""

from collections.abc import Sequence

from reports.chapters.words.reasons import where_spans
from reports.values.assessment import Assessment
from reports.values.document import Quantity, Span
from reports.values.kpi import Kpi
from reports.values.record import Cause
from reports.values.signal import Signal

Spans = tuple[Span, ...]

_CAUSES = {
    "release": "the release ",
    "iteration": "the iteration ",
    "incident": "the data incident ",
    "annotation": "",
}
_MOST_CAUSES = 3
_NO_SUMS = frozenset({"quantile", "minimum", "maximum", "level"})


def title_spans(signal: Signal) -> Spans:
    """Say in one clause that a KPI left its normal variation, and how."""
    return (f"{signal.title} ", *position_spans(signal), ": ", _value(signal.value, signal))


def position_spans(signal: Signal) -> Spans:
    """Say where the week stands against normal variation, from the rule that fired."""
    above = signal.direction == "up"
    side, lasting = "above" if above else "below", Quantity(signal.weeks, "count")
    if signal.rule == "beyond_limit" and signal.weeks == 1:
        return ("rose above the normal range" if above else "fell below the normal range",)
    if signal.rule == "beyond_limit":
        return (f"stayed {side} the normal range for ", lasting, " weeks")
    if signal.rule == "run_of_eight":
        return (f"stayed {side} average for ", lasting, " weeks")
    if signal.rule == "three_of_four":
        return (f"kept close to the {'upper' if above else 'lower'} limit of the normal range",)
    return (f"{'rose' if above else 'fell'} more in one week than normal",)


def what_spans(assessment: Assessment, signal: Signal) -> Spans:
    """Say what moved, by how much, and what normal would have been."""
    readings = assessment.readings[signal.kpi]
    spans: list[Span] = [f"{signal.title}: ", _value(signal.value, signal)]
    if readings.interval is not None:
        low, high = readings.interval.low, readings.interval.high
        spans += [" (95 % interval ", _value(low, signal), " to ", _value(high, signal)]
        spans += ["; n\N{NO-BREAK SPACE}", Quantity(signal.n, "count"), ")"]
    else:
        spans += [" (n\N{NO-BREAK SPACE}", Quantity(signal.n, "count"), ")"]
    if readings.wow.value is not None:
        change = Quantity(readings.wow.value, readings.wow.unit, "change")
        spans += [", ", change, " on the week before"]
    spans += ["; normal is ", _value(signal.lower, signal), " to ", _value(signal.upper, signal)]
    return (*spans, ".", *_since_spans(signal))


def why_spans(assessment: Assessment, signal: Signal) -> Spans:
    """Say in one or two short sentences where the change sits and what coincided with it."""
    parts = [where_spans(signal), cause_spans(signal.causes[:2])]
    if signal.known:
        parts.insert(0, (f"Recorded cause: {signal.known}.",))
    parts += [] if any(parts) else [(_definition(assessment, signal.kpi).why,)]
    return _joined([part for part in parts if part])


def story_sentences(assessment: Assessment, signal: Signal) -> tuple[Spans, ...]:
    """Return everything that is known of a signal, one paragraph per thought."""
    parts = (
        what_spans(assessment, signal),
        _aim_spans(assessment, signal),
        where_spans(signal) or _unsplit_spans(assessment, signal),
        factor_spans(signal),
        cause_spans(signal.causes),
        (f"Recorded cause: {signal.known}.",) if signal.known else (),
        _doubt_spans(assessment, signal),
    )
    return tuple(part for part in parts if part)


def factor_spans(signal: Signal) -> Spans:
    """Say what each factor of a product adds to its change."""
    if not signal.factors:
        return ()
    spans: list[Span] = ["Of the change, "]
    for position, factor in enumerate(signal.factors):
        spans += [", " if position else "", Quantity(factor.effect, signal.unit, "signed")]
        spans.append(f" comes from {factor.title}")
    return (*spans, ".")


def cause_spans(causes: Sequence[Cause]) -> Spans:
    """Name what fell into the time a stretch began; never more than a coincidence."""
    if not causes:
        return ()
    spans: list[Span] = ["It coincided with "]
    for position, cause in enumerate(causes[:_MOST_CAUSES]):
        spans += [" and with " if position else "", f"{_CAUSES[cause.kind]}“{cause.label}” ("]
        spans += [cause.on, " to ", cause.ends, ")"] if cause.ends else [cause.on, ")"]
    return (*spans, ".")


def _unsplit_spans(assessment: Assessment, signal: Signal) -> Spans:
    """Say why a signal is not split over segments, where there are any."""
    kind = _definition(assessment, signal.kpi).kind
    if not assessment.product.dimensions or signal.factors:
        return ()
    if kind in _NO_SUMS:
        return (f"It is not split over segments: a {kind} is no sum of its parts.",)
    return ("It is not split over segments: they do not make up the whole.",)


def _since_spans(signal: Signal) -> Spans:
    if signal.weeks == 1:
        return ()
    return (" It has been so since the week of ", signal.since, ".")


def _aim_spans(assessment: Assessment, signal: Signal) -> Spans:
    """Say which objective hangs on the KPI, and how its target stands."""
    if not signal.objective:
        return ("No objective hangs on it.",)
    spans: list[Span] = [f"It counts towards “{signal.objective}”"]
    state = next(
        (
            target
            for item in assessment.objectives
            for target in item.targets
            if target.kpi == signal.kpi
        ),
        None,
    )
    if state is None:
        return (*spans, ".")
    spans += [": ", Quantity(state.goal.value, signal.unit), " by ", state.goal.on]
    spans += [f", {state.status}" if state.status != "unknown" else ", pace not known yet"]
    if state.probability is not None:
        spans += [" (probability ", Quantity(state.probability, "share"), ")"]
    return (*spans, ".")


def _doubt_spans(assessment: Assessment, signal: Signal) -> Spans:
    """Say what makes the limits doubtful."""
    normal = assessment.normal[signal.kpi]
    doubts: list[Span] = []
    if signal.provisional:
        doubts += ["The limits are provisional: they rest on "]
        doubts += [Quantity(normal.baseline_weeks, "count"), " weeks. "]
    if normal.reason:
        doubts.append(f"{normal.reason[:1].upper()}{normal.reason[1:]}.")
    return tuple(doubts)


def _definition(assessment: Assessment, name: str) -> Kpi:
    return next(kpi for kpi in assessment.kpis if kpi.name == name)


def _value(value: float, signal: Signal) -> Quantity:
    return Quantity(value, signal.unit)


def _joined(parts: Sequence[Spans]) -> Spans:
    spans: list[Span] = []
    for part in parts:
        spans += [" "] if spans else []
        spans += part
    return tuple(spans)
