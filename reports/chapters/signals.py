"""Every signal of the week in full, and last week's that nobody has answered."""

from collections.abc import Sequence

from reports.chapters.words.headline import chance_spans
from reports.chapters.words.reasons import effect_quantity, level_quantity, reason_tables
from reports.chapters.words.signals import story_sentences, title_spans
from reports.values.assessment import Assessment
from reports.values.document import (
    Block,
    Chapter,
    ControlPanel,
    Prose,
    Quantity,
    SignalStory,
    Table,
    TableColumn,
)
from reports.values.signal import OpenSignal, Signal, Signals

ORDER = 20

_MOST_STORIES = 8
# Noise is three times the usual spread of a segment's effects, which about one in a hundred passes.
_NAMED_BY_CHANCE = 0.01

_RULES = {
    "beyond_limit": "beyond its normal range",
    "run_of_eight": "on one side of its average for eight weeks",
    "three_of_four": "close to a limit in three of four weeks",
    "jump": "an unusual step",
}


def build(assessment: Assessment) -> Chapter | None:
    """Return the signals chapter; without limits there is nothing to judge."""
    signals = assessment.signals
    if not signals.judged:
        return None
    blocks: list[Block] = [Prose(chance_spans(signals))]
    if signals.segment_moves:
        blocks.append(_moves(signals))
    told = [signal for signal in signals.found if not signal.known][:_MOST_STORIES]
    blocks += [_story(assessment, signal) for signal in told]
    rest = [signal for signal in signals.found if signal not in told]
    if rest:
        blocks.append(_rest(rest))
    if signals.unanswered:
        blocks.append(_unanswered(signals.unanswered))
    return Chapter("signals", "Signals and their reasons", tuple(blocks))


def _story(assessment: Assessment, signal: Signal) -> SignalStory:
    return SignalStory(
        title=title_spans(signal),
        signal=signal,
        sentences=story_sentences(assessment, signal),
        panel=_panel(assessment, signal),
        reasons=reason_tables(signal),
        comments=signal.comments,
    )


def _panel(assessment: Assessment, signal: Signal) -> ControlPanel:
    history = assessment.readings[signal.kpi].history
    calendar = assessment.product.calendar
    kpi = next(kpi for kpi in assessment.kpis if kpi.name == signal.kpi)
    return ControlPanel(
        kpi=signal.kpi,
        title=signal.title,
        subtitle=kpi.why,
        unit=signal.unit,
        history=history,
        normal=assessment.normal[signal.kpi],
        week_labels=tuple(calendar.week_label(reading.period) for reading in history),
        signal=signal,
        target=_target(assessment, signal.kpi),
        causes=signal.causes,
    )


def _target(assessment: Assessment, name: str) -> float | None:
    """Return the weekly level a KPI shall reach; a sum over a year has none."""
    states = (state for item in assessment.objectives for state in item.targets)
    found = (state.goal.value for state in states if state.kpi == name and not state.cumulative)
    return next(found, None)


def _rest(signals: Sequence[Signal]) -> Table:
    """List the signals that are told in one line: recorded causes, and the least important."""
    columns = (
        TableColumn("KPI", width=1.4),
        TableColumn("This week", "right"),
        TableColumn("Normal from", "right"),
        TableColumn("Normal to", "right"),
        TableColumn("Weeks", "right", 0.6),
        TableColumn("n", "right", 0.7),
        TableColumn("Signal and reason", width=3),
    )
    rows = tuple(
        (
            signal.title,
            Quantity(signal.value, signal.unit),
            Quantity(signal.lower, signal.unit),
            Quantity(signal.upper, signal.unit),
            Quantity(signal.weeks, "count"),
            Quantity(signal.n, "count"),
            f"{_RULES[signal.rule]}: {_reason(signal)}",
        )
        for signal in signals
    )
    return Table("Further signals", columns, rows, ("Recorded causes and lesser signals.",))


def _reason(signal: Signal) -> str:
    if signal.known:
        return f"recorded cause, {signal.known}"
    said = signal.comments[-1:]
    return said[0].says if said else "no cause is recorded"


def _moves(signals: Signals) -> Table:
    """List segments that moved while the total stayed within its normal range."""
    columns = (
        TableColumn("KPI", width=1.4),
        TableColumn("Segment", width=1.4),
        TableColumn("Before", "right"),
        TableColumn("Now", "right"),
        TableColumn("Effect on the total", "right", 1.1),
        TableColumn("n", "right", 0.7),
    )
    rows = tuple(
        (
            move.title,
            f"{move.dimension}: {move.segment}",
            level_quantity(move.before, move.unit),
            level_quantity(move.now, move.unit),
            effect_quantity(move.effect, move.unit, move.change_unit),
            Quantity(move.n, "count"),
        )
        for move in signals.segment_moves
    )
    caption = (
        "Beyond their own noise while the KPI itself stayed normal; this week against the ",
        Quantity(signals.segment_moves[0].base.days // 7, "count"),
        " weeks before. ",
        Quantity(signals.segments_watched, "count"),
        " segments of KPIs under an objective were looked at; about ",
        Quantity(signals.segments_watched * _NAMED_BY_CHANCE, "expected"),
        " would stand out by chance.",
    )
    return Table("Segments that moved within a quiet total", columns, rows, caption)


def _unanswered(signals: tuple[OpenSignal, ...]) -> Table:
    rows = tuple((item.title, item.week_label, _RULES[item.rule]) for item in signals)
    columns = (
        TableColumn("KPI", width=1.4),
        TableColumn("Week", width=0.7),
        TableColumn("Signal", width=2.4),
    )
    how = "Nobody has said yet what they are; product-review comment answers one."
    return Table("Open from last week", columns, rows, (how,))
