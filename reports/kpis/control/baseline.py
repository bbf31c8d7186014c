"""The weeks that limits are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise
from math import fsum, isfinite

from reports.values.calendar import Period
from reports.values.reading import Reading

BASELINE_WEEKS = 26
FIRM_WEEKS = 20
FEWEST_WEEKS = 12
YEAR_WEEKS = 52
_TWO_YEARS = timedelta(weeks=2 * YEAR_WEEKS)
# Years with more holes than this tell too little of the season.
_HOLES = 4
# Beyond it squares and sums overflow; no KPI is that large.
_LARGEST = 1e100
# Steps smaller than this share of the values are rounding, not variation.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Baseline:
    """Complete weeks, oldest first.

    Shape: `joined` tells of each week whether it comes right after the one before it here.
    """

    weeks: tuple[Reading, ...]
    values: tuple[float, ...]
    joined: tuple[bool, ...]

    @property
    def span(self) -> Period:
        """Return the days from the first week to the last."""
        return Period(self.weeks[0].period.start, self.weeks[-1].period.end, "rolling")

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Return what the KPI never goes beyond: zero, if it keeps to one side of it."""
        low, high = min(self.values), max(self.values)
        return (0.0 if low >= 0 else None), (0.0 if high <= 0 else None)

    def ranges(self, values: Sequence[float]) -> list[float]:
        """Return the moving ranges of values of these weeks, none of them across a hole."""
        steps = zip(pairwise(values), self.joined[1:], strict=True)
        return [abs(b - a) for (a, b), joined in steps if joined]

    def varies(self, values: Sequence[float]) -> bool:
        """Tell whether values of these weeks change by more than rounding from week to week."""
        scale = max(map(abs, values))
        return max(self.ranges(values), default=0.0) > _ROUNDING * scale

    def autocorrelation(self, values: Sequence[float]) -> float | None:
        """Return the correlation of values of these weeks with those of the week before."""
        mean = fsum(values) / len(values)
        rest = [value - mean for value in values]
        whole = fsum(value * value for value in rest)
        if whole == 0:
            return None
        steps = zip(pairwise(rest), self.joined[1:], strict=True)
        return fsum(a * b for (a, b), joined in steps if joined) / whole


def is_complete(reading: Reading) -> bool:
    """Tell whether a week counts."""
    value = reading.value
    return reading.status == "ok" and value is not None and abs(value) < _LARGEST


def follow_ups(weeks: Sequence[Reading]) -> list[bool]:
    """Tell of each week whether it comes right after the one before it."""
    return [False, *(a.period.end == b.period.start for a, b in pairwise(weeks))][: len(weeks)]


def size(reading: Reading) -> float | None:
    """Return how many observations a share rests on, if that is known."""
    for number in (reading.denominator, reading.n):
        if number and isfinite(number) and 0 < number < _LARGEST:
            return float(number)
    return None


def first_weeks(weeks: Sequence[Reading]) -> Baseline:
    """Return the first 26 complete weeks."""
    return _baseline(list(islice(filter(is_complete, weeks), BASELINE_WEEKS)))


def years_are_over(start: date, last: Reading) -> bool:
    """Tell whether two years from a day on have passed by the end of a week."""
    return last.period.end - start >= _TWO_YEARS


def first_years(weeks: Sequence[Reading]) -> Baseline | None:
    """Return the first two years of complete weeks once they are over, or nothing.

    A few holes are let pass if the same week of the other year is there.
    """
    start = next((reading.period.start for reading in weeks if is_complete(reading)), None)
    if start is None or not years_are_over(start, weeks[-1]):
        return None
    end = start + _TWO_YEARS
    base = _baseline([one for one in weeks if one.period.start < end and is_complete(one)])
    seen = {(reading.period.start - start).days // 7 % YEAR_WEEKS for reading in base.weeks}
    enough = len(base.weeks) >= 2 * YEAR_WEEKS - _HOLES and len(seen) == YEAR_WEEKS
    return base if enough else None


def _baseline(weeks: Sequence[Reading]) -> Baseline:
    values = tuple(reading.value for reading in weeks if reading.value is not None)
    return Baseline(tuple(weeks), values, tuple(follow_ups(weeks)))
