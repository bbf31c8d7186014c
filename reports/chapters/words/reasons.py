"""Where a change sits: which segments carry it, or that the mix of segments moved."""

from collections.abc import Sequence

from reports.values.document import Quantity, Span, Table, TableColumn
from reports.values.kpi import ChangeUnit
from reports.values.signal import Attribution, Contribution, Signal

Spans = tuple[Span, ...]

_SHOWN = 6
# A segment is named when its part of the change exceeds its part of the observations by this much.
_STANDS_OUT = 0.15


def where_spans(signal: Signal) -> Spans:
    """Say mainly where a KPI moved, or that it moved everywhere, or that the mix did."""
    if not signal.attributions:
        return ()
    mixed = [item for item in signal.attributions if item.verdict == "mix"]
    if mixed:
        return _mix_spans(signal, max(mixed, key=lambda item: abs(item.mix or 0.0)))
    ranked = [
        (_excess(item, part), item, part)
        for item in signal.attributions
        if item.verdict == "segments"
        for part in _leading(item)
    ]
    excess, item, part = max(ranked, key=lambda each: each[0], default=(0.0, None, None))
    if item is None or part is None or excess < _STANDS_OUT:
        names = _listed([item.dimension for item in signal.attributions])
        return (f"It is spread over all segments: no {names} stands out.",)
    return (
        f"Mainly in {item.dimension} {part.segment}: ",
        _effect(part.effect, signal),
        " of ",
        _effect(item.change, signal),
        " against the ",
        *_weeks(item),
        " before it began.",
    )


def reason_tables(signal: Signal) -> tuple[Table, ...]:
    """Return one table per dimension with the segments that carry most of a change."""
    return tuple(_table(signal, item) for item in signal.attributions)


def effect_quantity(effect: float, unit: str, change_unit: ChangeUnit) -> Quantity:
    """Return a part of a change in the unit in which changes of the KPI are told."""
    if change_unit == "bps":
        return Quantity(effect * 10_000, "bps", "change")
    return Quantity(effect, unit, "signed")


def level_quantity(value: float | None, unit: str) -> Quantity:
    """Return the level of a segment, which may have no rows."""
    if value is None:
        return Quantity(None, unit, status="missing", reason="no rows")
    return Quantity(value, unit)


def _effect(effect: float, signal: Signal) -> Quantity:
    return effect_quantity(effect, signal.unit, signal.change_unit)


def _mix_spans(signal: Signal, item: Attribution) -> Spans:
    spans: list[Span] = ["The total moved because the mix moved: shifts between segments of "]
    spans += [item.dimension, " make ", _effect(item.mix or 0.0, signal), " of "]
    spans += [_effect(item.change, signal), ", changes inside them "]
    return (*spans, _effect(item.rate or 0.0, signal), ".")


def _leading(item: Attribution) -> list[Contribution]:
    """Return the named segments that moved the way the total did."""
    return [part for part in item.contributions if part.named and part.effect * item.change > 0]


def _excess(item: Attribution, part: Contribution) -> float:
    """Return by how much a segment's part of the change exceeds its part of the observations."""
    total = sum(each.n for each in item.contributions)
    return part.effect / item.change - (part.n / total if total else 0.0)


def _table(signal: Signal, item: Attribution) -> Table:
    split = item.mix is not None
    columns = [TableColumn(item.dimension.capitalize(), width=1.6)]
    columns += [TableColumn(name, "right") for name in ("Before", "Now", "Effect")]
    columns += [TableColumn(name, "right") for name in ("Mix", "Rate")] if split else []
    columns += [TableColumn("Beyond noise", width=1.1), TableColumn("n", "right", 0.7)]
    there = [part for part in item.contributions if (part.before, part.now) != (None, None)]
    shown = there[:_SHOWN]
    left = len(there) - len(shown)
    caption: list[Span] = ["This week against the ", *_weeks(item), " before it began; the total "]
    caption += ["moved by ", _effect(item.change, signal), "."]
    if left:
        caption += [" Segments not shown: ", Quantity(left, "count"), "."]
    return Table(
        f"{signal.title} by {item.dimension}",
        tuple(columns),
        tuple(_row(signal, part, split=split) for part in shown),
        tuple(caption),
    )


def _row(signal: Signal, part: Contribution, *, split: bool) -> tuple[str | Quantity | None, ...]:
    effects = [part.effect, part.mix, part.rate] if split else [part.effect]
    return (
        part.segment,
        level_quantity(part.before, signal.unit),
        level_quantity(part.now, signal.unit),
        *(None if each is None else _effect(each, signal) for each in effects),
        "yes" if part.named else "not known" if part.noise is None else "no",
        Quantity(part.n, "count"),
    )


def _weeks(item: Attribution) -> Spans:
    count = item.base.days // 7
    return ("week",) if count == 1 else (Quantity(count, "count"), " weeks")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
