"""Segments by week as plain columns, for effects of one stretch of weeks against another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from reports.kpis.attribution.contributions import contributions
from reports.kpis.attribution.effect import Effect, Part
from reports.kpis.attribution.mix_rate import mix_rate
from reports.kpis.attribution.segments import SegmentSeries

Split = Callable[[Sequence[Part], Sequence[Part]], tuple[Effect, ...] | None]


@dataclass(frozen=True, slots=True)
class Cells:
    """The segments' columns; where nothing divides the values, each week counts as one."""

    first: tuple[tuple[float, ...], ...]
    second: tuple[tuple[float, ...], ...]
    split: Split

    def parts(self, places: Sequence[int]) -> list[Part]:
        """Return each segment's sums over some weeks."""
        return [
            (fsum([top[place] for place in places]), fsum([bottom[place] for place in places]))
            for top, bottom in zip(self.first, self.second, strict=True)
        ]

    def effects(self, base: Sequence[int], current: int) -> tuple[Effect, ...] | None:
        """Return each segment's effect in a week against the pooled weeks of a base."""
        return self.split(self.parts(base), self.parts((current,)))


def ratio_cells(segments: Mapping[str, SegmentSeries]) -> Cells:
    """Return the columns of a ratio or mean."""
    first = tuple(_filled(series.first) for series in segments.values())
    return Cells(first, tuple(_filled(series.second) for series in segments.values()), mix_rate)


def total_cells(segments: Mapping[str, SegmentSeries]) -> Cells:
    """Return the columns of a total."""
    first = tuple(_filled(series.first) for series in segments.values())
    return Cells(first, tuple((1.0,) * len(column) for column in first), contributions)


def _filled(column: Sequence[float | None]) -> tuple[float, ...]:
    """Return a column in which a segment that had nothing to add adds nothing."""
    return tuple(value or 0.0 for value in column)
