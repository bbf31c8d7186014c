"""A model in business words: better, same, worse or not known yet, for whom, and why it matters."""

from reports.chapters.model.words import Words, words_of
from reports.values.document import Block, Prose, Quantity, Span
from reports.values.measure import Comparison, Measure
from reports.values.models import Models, ModelUse, SliceVersus

_SURE = 0.05


def story(use: ModelUse, models: Models) -> Block:
    """Return the paragraph that opens a model."""
    words = words_of(models)
    spans = [*_standing(use, words), *_where(use), *_waits(use), *_alarm(use, words)]
    spans += _hanging(models)
    return Prose(tuple(spans))


def _standing(use: ModelUse, words: Words) -> list[Span]:
    newest = use.versions[-1] if use.versions else None
    if newest is None:
        return [f"{use.name} gave no answer in the last four weeks."]
    if use.comparison is None:
        return [f"{use.name} {newest.version}: ", *_right(newest.right, words), "."]
    comparison = use.comparison
    told: list[Span] = [
        f"{use.name} {newest.version}",
        f"{_verb(comparison, words)}{use.champion}: ",
        *_sides(comparison),
    ]
    return told + _gap(use, comparison)


def _verb(comparison: Comparison, words: Words) -> str:
    known = {"better": words.more_often, "same": words.as_often, "worse": words.less_often}
    return known.get(comparison.standing, " cannot be told apart yet from ")


def _right(measure: Measure, words: Words) -> list[Span]:
    if measure.value is None:
        return [measure.reason]
    return [
        Quantity(measure.value, "share"),
        " of ",
        Quantity(measure.n, "count"),
        words.with_outcome,
    ]


def _sides(comparison: Comparison) -> list[Span]:
    new, old = comparison.challenger, comparison.champion
    if new.value is None or old.value is None:
        return ["too few outcomes are known."]
    return [
        Quantity(new.value, "share"),
        " of ",
        Quantity(new.n, "count"),
        " against ",
        Quantity(old.value, "share"),
        " of ",
        Quantity(old.n, "count"),
    ]


def _gap(use: ModelUse, comparison: Comparison) -> list[Span]:
    """Tell the difference that decides: at a common mix where there is one."""
    mixed = comparison.adjusted is not None and comparison.adjusted.value is not None
    gap = comparison.adjusted if mixed and comparison.adjusted else comparison.difference
    if gap.value is None or gap.interval is None:
        return []
    told: list[Span] = [" on the ", Quantity(use.days, "days"), " on which both ran; "]
    told += [f"at the same mix of {use.mix} that is " if mixed and use.mix else "that is "]
    told += [
        Quantity(gap.value * 10_000, "bps", "change"),
        " (95 % interval ",
        Quantity(gap.interval.low * 10_000, "bps", "change"),
        " to ",
        Quantity(gap.interval.high * 10_000, "bps", "change"),
        ").",
    ]
    return told


def surely(one: SliceVersus) -> bool:
    """Tell whether a slice differs beyond noise, all slices considered."""
    return one.p_adjusted is not None and one.p_adjusted < _SURE


def _where(use: ModelUse) -> list[Span]:
    sure = next((one for one in use.slices if surely(one)), None)
    if sure is None or sure.comparison.difference.value is None:
        looked = len(use.slices)
        if not looked:
            return []
        return [
            " In none of ",
            Quantity(looked, "count"),
            " segments do the versions differ beyond noise.",
        ]
    return [
        f" Most of all in {sure.dimension} {sure.segment}: ",
        Quantity(sure.comparison.difference.value * 10_000, "bps", "change"),
        " with ",
        Quantity(sure.comparison.difference.n, "count"),
        " outcomes.",
    ]


def _waits(use: ModelUse) -> list[Span]:
    """Tell of slow answers only where the intervals of both versions lie apart."""
    if use.waits is None:
        return []
    old, new = use.waits
    if old.interval is None or new.interval is None or old.value is None or new.value is None:
        return []
    slower = new.interval.low > old.interval.high
    faster = new.interval.high < old.interval.low
    if not (slower or faster):
        return []
    return [
        " Its slow answers take longer: " if slower else " Its slow answers take less time: ",
        "one in twenty takes more than ",
        Quantity(new.value, "ms"),
        ", against ",
        Quantity(old.value, "ms"),
        ".",
    ]


def _alarm(use: ModelUse, words: Words) -> list[Span]:
    if use.alarm is None:
        return []
    if use.alarm.state == "alarm" and use.usual is not None and use.alarm.value is not None:
        return [
            " In this week ",
            Quantity(use.alarm.value, "share"),
            " of ",
            Quantity(use.cohorts[-1].labelled, "count"),
            words.with_usual,
            Quantity(use.usual, "share"),
            ".",
        ]
    if use.alarm.state == "unknown":
        return [" Whether this week is as usual cannot be told: ", f"{use.alarm.reason}."]
    return [words.as_usual]


def _hanging(models: Models) -> list[Span]:
    if not models.kpis:
        return []
    told = "; ".join(f"{kpi} (“{objective}”)" for kpi, objective in models.kpis)
    return [" On these answers hang: ", f"{told}."]
