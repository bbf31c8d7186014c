"""The signals of the sample review as the first page and as their chapter tell them."""

from review_sample_kpis import CALENDAR
from review_sample_signals import RULES, YEAR_END, kpi_of, normal_of, signal_of

from reports.values.document import (
    Chapter,
    ControlPanel,
    Note,
    Quantity,
    SignalLine,
    SignalStory,
    SignalSummary,
    Table,
    TableColumn,
)

CLAUSES = {
    "p95_latency": "rose above its normal range",
    "conversion": "has been above its average for eight weeks",
    "model_cost": "keeps close to the upper limit of its normal range",
    "actions_per_user": "rose more in one week than it normally does",
}
_WHERE = ("Mainly in region Europe: ", Quantity(610.0, "ms", "signed"), " of ")
_BEFORE = (Quantity(690.0, "ms", "signed"), " against the four weeks before it began.")
_AIM = "It counts towards “People come back because answers are worth it”, at risk for "
_CHANCE = " KPIs with limits; about one in three weeks would have one by chance."


def summary():
    """Return the three signals of the first page."""
    release = " It coincided with the release “assistant 4.2 with long contexts”."
    why = {
        "p95_latency": (*_WHERE, *_BEFORE, release),
        "conversion": ("It is spread over all segments: none of plan and country stands out.",),
        "model_cost": ("The limits are provisional: they rest on 14 weeks.",),
    }
    lines = tuple(SignalLine(signal_of(name), _title(name), why[name]) for name in why)
    caption = (Quantity(4, "count"), " signals among ", Quantity(13, "count"), _CHANCE)
    return SignalSummary("Signals", lines, caption)


def signals_chapter():
    """Return a chapter with the story of every signal."""
    stories = tuple(_story(name) for name in RULES)
    note = Note(("Nobody has said anything yet of three of them.",))
    return Chapter("signals", "Signals and their reasons", (*stories, note))


def _title(name):
    signal = signal_of(name)
    return (f"{signal.title} {CLAUSES[name]}: ", Quantity(signal.value, signal.unit))


def _story(name):
    signal = signal_of(name)
    low, high = Quantity(signal.lower, signal.unit), Quantity(signal.upper, signal.unit)
    now, n = Quantity(signal.value, signal.unit), Quantity(signal.n, "count")
    sentences = (
        (f"{signal.title} was ", now, " (n ", n, "); normal is ", low, " to ", high, "."),
        (_AIM, YEAR_END, "."),
        (*_WHERE, *_BEFORE),
    )
    reasons = (_reasons(signal, "region"), _reasons(signal, "plan")) if signal.causes else ()
    return SignalStory(_title(name), signal, sentences, _panel(signal), reasons, signal.comments)


def _panel(signal):
    _, found = kpi_of(signal.kpi)
    targets = {"p95_latency": 4_000.0, "conversion": 0.20}
    return ControlPanel(
        signal.kpi,
        signal.title,
        "Whole weeks from Monday to Sunday",
        signal.unit,
        found.history,
        normal_of(signal.kpi, found.history),
        tuple(CALENDAR.week_label(reading.period) for reading in found.history),
        signal,
        targets.get(signal.kpi),
        signal.causes,
    )


def _reasons(signal, dimension):
    columns = (
        TableColumn(dimension.capitalize(), width=1.6),
        *(TableColumn(name, "right") for name in ("Before", "Now", "Effect", "Mix", "Rate")),
        TableColumn("Beyond noise", width=1.1),
        TableColumn("n", "right", 0.7),
    )
    parts = (("Europe", 0.14, 52), ("America", -0.01, 40), ("unknown", 0.004, 8))
    rows = tuple(_reason(signal, *part) for part in parts)
    caption = ("This week against the four weeks before it began.",)
    return Table(f"{signal.title} by {dimension}", columns, rows, caption)


def _reason(signal, segment, part, percent):
    value, unit = signal.value, signal.unit
    effects = (part, part * 0.1, part * 0.9)
    return (
        segment,
        Quantity(value * 0.9, unit),
        Quantity(value * (1 + part), unit),
        *(Quantity(value * effect, unit, "signed") for effect in effects),
        "yes" if part > 0.05 else "no",
        Quantity(signal.n * percent // 100, "count"),
    )
