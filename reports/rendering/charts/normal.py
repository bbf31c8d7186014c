"""The normal range behind a line: one area per stretch of weeks under the same limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.rendering.charts.geometry import Bands, Scale
from reports.rendering.charts.svg import Point, line, polygon
from reports.values.signal import NormalRange

_APART = 0.6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in a row under one set of limits, from slot `first` on."""

    first: int
    centre: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]

    @property
    def end(self) -> int:
        """Return the slot after the last one."""
        return self.first + len(self.centre)


def stretches(normal: NormalRange | None, count: int) -> tuple[Stretch, ...]:
    """Return the stretches of the last `count` weeks; new limits and gaps begin a new one."""
    if normal is None or not count:
        return ()
    start = max(0, len(normal.centre) - count)
    shift = max(0, count - len(normal.centre))
    weeks = zip(normal.centre[start:], normal.lower[start:], normal.upper[start:], strict=True)
    found: list[list[tuple[int, float, float, float]]] = [[]]
    for index, (centre, lower, upper) in enumerate(weeks, shift):
        if centre is None or lower is None or upper is None:
            found.append([])
            continue
        if found[-1] and _rebased(normal, found[-1][-1][1], centre):
            found.append([])
        found[-1].append((index, centre, lower, upper))
    return tuple(_stretch(run) for run in found if run)


def bounds_of(parts: Sequence[Stretch]) -> list[float]:
    """Return all limits, for choosing a scale."""
    return [bound for part in parts for bound in (*part.lower, *part.upper)]


def band_marks(
    parts: Sequence[Stretch], bands: Bands, scale: Scale, *, provisional: bool
) -> list[str]:
    """Draw the areas; provisional limits are an outline, because they may still move."""
    marks = []
    for part in parts:
        last = part is parts[-1]
        area = _outline(part, bands, scale, apart=0.0 if last else _APART)
        marks.append(
            polygon(area, "paper", "past", 0.7) if last and provisional else polygon(area, "band")
        )
    return marks


def centre_marks(parts: Sequence[Stretch], bands: Bands, scale: Scale) -> list[str]:
    """Draw the average of each stretch."""
    return [
        line((left, scale(value)), (right, scale(value)), "past", 0.8)
        for part in parts
        for value, left, right in _steps(part, part.centre, bands)
    ]


def _rebased(normal: NormalRange, before: float, now: float) -> bool:
    """Tell whether the centre jumped, where it does not move with the season anyway."""
    return not normal.seasonal and abs(now - before) > 1e-9 * max(abs(now), abs(before))


def _stretch(run: Sequence[tuple[int, float, float, float]]) -> Stretch:
    indexes, centre, lower, upper = zip(*run, strict=True)
    return Stretch(indexes[0], centre, lower, upper)


def _outline(part: Stretch, bands: Bands, scale: Scale, *, apart: float) -> list[Point]:
    """Walk along the upper limits and back along the lower ones, in steps."""
    end = bands.start + part.end * bands.step - apart
    top, foot = (
        [
            (x, scale(value))
            for value, left, right in _steps(part, limits, bands)
            for x in (left, min(right, end))
        ]
        for limits in (part.upper, part.lower)
    )
    return [*top, *reversed(foot)]


def _steps(
    part: Stretch, values: Sequence[float], bands: Bands
) -> Iterator[tuple[float, float, float]]:
    """Give each run of equal values with the x of its begin and of its end."""
    begin = 0
    for at in range(1, len(values) + 1):
        if at < len(values) and values[at] == values[begin]:
            continue
        left, right = (bands.start + (part.first + slot) * bands.step for slot in (begin, at))
        yield values[begin], left, right
        begin = at
