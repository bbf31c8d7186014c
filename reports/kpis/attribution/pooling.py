"""Small cells, put together so that none of them is shown."""

from collections.abc import Mapping, Sequence
from math import fsum

from reports.kpis.attribution.segments import SegmentSeries, Window

OTHER = "other"


def pool_small(
    segments: Mapping[str, SegmentSeries], window: Window, minimum_cell: int
) -> dict[str, SegmentSeries]:
    """Return the segments with small ones put into "other", in order of their names.

    A segment is small if it has observations, but fewer than `minimum_cell`, in the current week
    or in the base. If these together are still small, the next smallest segments join them:
    otherwise they could be told from the total.
    """
    small = [name for name in sorted(segments) if _is_small(segments[name], window, minimum_cell)]
    if not small:
        return {name: segments[name] for name in sorted(segments)}
    joined = [*small, OTHER] if OTHER in segments and OTHER not in small else small
    rest = [name for name in segments if name not in joined]
    rest.sort(key=lambda name: (segments[name].n[window.current] or float("inf"), name))
    other = merge([segments[name] for name in joined])
    while rest and _is_small(other, window, minimum_cell):
        other = merge([other, segments[rest.pop(0)]])
    return {name: segments[name] for name in sorted(rest)} | {OTHER: other}


def merge(parts: Sequence[SegmentSeries]) -> SegmentSeries:
    """Return the sum of segments, week by week."""
    return SegmentSeries(
        parts[0].weeks,
        tuple(map(_sum, zip(*(part.first for part in parts), strict=True))),
        tuple(map(_sum, zip(*(part.second for part in parts), strict=True))),
        tuple(map(sum, zip(*(part.n for part in parts), strict=True))),
    )


def _is_small(series: SegmentSeries, window: Window, minimum_cell: int) -> bool:
    in_base = sum(series.n[place] for place in window.base)
    return any(0 < count < minimum_cell for count in (series.n[window.current], in_base))


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) if known else None
