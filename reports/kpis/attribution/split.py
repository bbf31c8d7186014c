"""A KPI's change, split exactly over the segments of one dimension."""

from collections.abc import Mapping, Sequence
from math import fsum

from reports.kpis.attribution.cells import Cells, ratio_cells, total_cells
from reports.kpis.attribution.effect import Part, ratio_of
from reports.kpis.attribution.noise import learn_noise, sampling_noise
from reports.kpis.attribution.pooling import pool_small
from reports.kpis.attribution.segments import (
    Breakdown,
    SegmentSeries,
    Window,
    adds_up,
    find_window,
)
from reports.kpis.attribution.verdict import Findings, judge, shares_of
from reports.values.calendar import Period
from reports.values.query import PAIR_KINDS, Kind
from reports.values.signal import Attribution, Contribution

# Counts that add up over segments unless someone counts in two of them.
COUNTED: frozenset[Kind] = frozenset({"distinct", "level"})
SPLIT: frozenset[Kind] = PAIR_KINDS | COUNTED | {"total"}


def attribute(
    kind: Kind, breakdown: Breakdown, current: Period, base: Period, minimum_cell: int
) -> Attribution | None:
    """Return what each segment adds to the change from the base to the current week.

    Ratios and means are split into mix and rate, totals into the changes of their segments; both
    exactly. Distinct counts and levels are split like totals where their segments are known to
    add up to the whole; quantiles, extremes and formulas never are. There is nothing to return
    without values, with fewer than two segments, or where these do not add up.
    """
    window = find_window(breakdown, current, base)
    if kind not in SPLIT or window is None or not _whole(kind, breakdown, window):
        return None
    shown = pool_small(breakdown.segments, window, minimum_cell)
    cells = ratio_cells(shown) if kind in PAIR_KINDS else total_cells(shown)
    before, now = cells.parts(window.base), cells.parts((window.current,))
    effects = cells.split(before, now)
    if len(shown) < 2 or effects is None:
        return None
    noise = learn_noise(cells, window)
    if noise is None and kind == "ratio":
        noise = sampling_noise(before, now, _observed(shown, window))
    findings = Findings(effects, noise, shares_of(before))
    return Attribution(
        breakdown.dimension,
        base,
        current,
        findings.change,
        fsum(one.mix or 0.0 for one in effects) if kind in PAIR_KINDS else None,
        fsum(one.rate or 0.0 for one in effects) if kind in PAIR_KINDS else None,
        _contributions(shown, window, cells, findings),
        judge(findings),
    )


def _whole(kind: Kind, breakdown: Breakdown, window: Window) -> bool:
    """Tell whether the segments make up the whole, as far as that has to be known."""
    if breakdown.overall is None:
        return kind not in COUNTED
    return adds_up(breakdown, breakdown.overall, window)


def _observed(segments: Mapping[str, SegmentSeries], window: Window) -> tuple[int, int]:
    """Return all observations of the base and of the current week."""
    counts = [series.n for series in segments.values()]
    before = sum(n[place] for n in counts for place in window.base)
    return before, sum(n[window.current] for n in counts)


def _contributions(
    segments: Mapping[str, SegmentSeries], window: Window, cells: Cells, findings: Findings
) -> tuple[Contribution, ...]:
    """Return the segments with what they add, those that add most first."""
    sides = zip(cells.parts(window.base), cells.parts((window.current,)), strict=True)
    judged = zip(findings.effects, findings.limits, findings.named, strict=True)
    found = [
        Contribution(
            name,
            _value(series, window.base, before),
            _value(series, (window.current,), now),
            effect.effect,
            effect.mix,
            effect.rate,
            limit,
            named,
            series.n[window.current],
        )
        for (name, series), (before, now), (effect, limit, named) in zip(
            segments.items(), sides, judged, strict=True
        )
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.effect), one.segment)))


def _value(series: SegmentSeries, places: Sequence[int], part: Part) -> float | None:
    """Return a segment's value, or nothing where it has no rows."""
    if all(series.first[place] is None for place in places):
        return None
    return ratio_of(part)
