"""Slices of the traffic against the rest, and gaps between protected groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reports.models.certainty import benjamini_hochberg, newcombe, not_computed
from reports.models.decisions import Confusion, false_positive_rate, recall, selection_rate
from reports.models.versions import compare_independent, judge
from reports.values.kpi import Better
from reports.values.measure import FairnessGap, Measure, SliceGap

LEAST_GROUP = 30


@dataclass(frozen=True, slots=True)
class SliceMeasure:
    """One measure of a slice and of all rows outside it."""

    slice: str
    measure: Measure
    rest: Measure


def slice_gaps(slices: Sequence[SliceMeasure], better: Better) -> tuple[SliceGap, ...]:
    """Return each slice's gap to the rest, the worst first.

    What may be concluded follows from p-values corrected for all slices looked at.
    Source: Benjamini and Hochberg (1995), at 5 %.
    """
    pairs = [(one, compare_independent(one.rest, one.measure, better)) for one in slices]
    tested = [found.p for _, found in pairs if found.p is not None]
    corrected = iter(benjamini_hochberg(tested))
    gaps = []
    for one, found in pairs:
        p = next(corrected) if found.p is not None else None
        gap = replace(found.difference, name="gap to the rest")
        standing = judge(gap, p, better)
        gaps.append(SliceGap(one.slice, one.measure, one.rest, gap, found.p, p, standing))
    return tuple(sorted(gaps, key=lambda gap: _worst_first(gap, better)))


def _worst_first(gap: SliceGap, better: Better) -> tuple[bool, float, str]:
    value = gap.gap.value
    sign = -1 if better == "lower" else 1
    return (value is None, sign * (value or 0.0), gap.slice)


def fairness_gaps(groups: Mapping[str, Confusion]) -> tuple[FairnessGap, ...]:
    """Return the widest gap of selection, true positive and false positive rates.

    Groups with fewer than 30 rows behind a rate are shown and not compared.
    """
    return (
        _widest("selection rate", {name: _selected(one) for name, one in groups.items()}),
        _widest("true positive rate", {name: _found(one) for name, one in groups.items()}),
        _widest("false positive rate", {name: _false(one) for name, one in groups.items()}),
    )


def _selected(counts: Confusion) -> tuple[float, Measure]:
    return counts.tp + counts.fp + counts.selected_unknown, selection_rate(counts)


def _found(counts: Confusion) -> tuple[float, Measure]:
    return counts.tp, recall(counts)


def _false(counts: Confusion) -> tuple[float, Measure]:
    return counts.fp, false_positive_rate(counts)


def _widest(rate: str, groups: Mapping[str, tuple[float, Measure]]) -> FairnessGap:
    measures = tuple(replace(one, name=name) for name, (_, one) in sorted(groups.items()))
    usable = {one.name: one.value for one in measures
              if one.value is not None and one.n >= LEAST_GROUP}  # fmt: skip
    if len(usable) < 2:
        reason = f"fewer than two groups have {LEAST_GROUP} rows"
        return FairnessGap(rate, measures, "", "", not_computed(f"gap of {rate}", reason), None)
    highest = max(usable, key=lambda name: usable[name])
    lowest = min(usable, key=lambda name: usable[name])
    low, high = ((groups[name][0], groups[name][1].n) for name in (lowest, highest))
    gap = replace(newcombe(low, high), name=f"gap of {rate}", definition="highest minus lowest")
    ratio = usable[lowest] / usable[highest] if usable[highest] else None
    return FairnessGap(rate, measures, highest, lowest, gap, ratio)
