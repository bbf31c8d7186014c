"""One stretch of weeks under one set of limits: its baseline, and what its weeks score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum, isfinite, sqrt
from statistics import pstdev

from reports.kpis.control.laney import p_prime
from reports.kpis.control.limits import Limits, xmr_limits
from reports.kpis.control.seasonality import seasonal_factors
from reports.values.calendar import Period
from reports.values.reading import Reading
from reports.values.signal import Method, Standing

BASELINE_WEEKS = 26
FIRM_WEEKS = 20
FEWEST_WEEKS = 12
YEAR_WEEKS = 52
_SEASON_WIDENS = sqrt(2) * sqrt(1.5)


@dataclass(frozen=True, slots=True)
class Chart:
    """Centre and distance of the limits in each week of a stretch; they are symmetrical.

    `floor` and `ceiling` bound what is drawn, not what is judged.
    """

    centre: tuple[float, ...]
    half: tuple[float, ...]
    method: Method
    baseline: Period
    baseline_weeks: int
    autocorrelation: float | None
    floor: float | None
    ceiling: float | None
    seasonal: bool = False

    @property
    def standing(self) -> Standing:
        """Tell whether the baseline is long enough to be firm."""
        return "locked" if self.baseline_weeks >= FIRM_WEEKS else "provisional"


def draw_chart(weeks: Sequence[Reading], before: int, *, proportion: bool) -> Chart | str:
    """Return the limits of a stretch, or why there are none.

    The baseline are the first 26 of its complete weeks, of the first `before` weeks only: the
    last week is not judged by limits it helped to make.
    """
    known = [reading for reading in weeks[:before] if is_complete(reading)]
    base = known[:BASELINE_WEEKS]
    if len(base) < FEWEST_WEEKS:
        several = "" if len(base) == 1 else "s"
        return f"{len(base)} complete week{several} before this one, {FEWEST_WEEKS} needed"
    chart = _p_chart(weeks, base) if proportion else None
    plain = chart or _xmr_chart(weeks, base)
    if plain is None:
        return "its weeks do not vary, so any change would be a signal"
    return (None if chart else _seasonal_chart(weeks, known)) or plain


def is_complete(reading: Reading) -> bool:
    """Tell whether a week counts."""
    return reading.status == "ok" and reading.value is not None and isfinite(reading.value)


def follows(before: Reading, after: Reading) -> bool:
    """Tell whether a week comes right after another."""
    return before.period.end == after.period.start


def _p_chart(weeks: Sequence[Reading], base: Sequence[Reading]) -> Chart | None:
    sizes = [_size(reading) for reading in base]
    if any(not 0 <= (reading.value or 0.0) <= 1 for reading in base) or min(sizes) <= 0:
        return None
    found = p_prime([(r.value or 0.0) * n for r, n in zip(base, sizes, strict=True)], sizes)
    if found is None:
        return None
    typical = fsum(sizes) / len(sizes)
    half = [found.half_width(_size(reading) or typical) for reading in weeks]
    return _chart(base, [found.centre] * len(weeks), half, "laney_p", bounds=(0.0, 1.0))


def _size(reading: Reading) -> float:
    return reading.denominator if reading.denominator is not None else float(reading.n)


def _xmr_chart(weeks: Sequence[Reading], base: Sequence[Reading]) -> Chart | None:
    limits, method = _xmr(base, [reading.value or 0.0 for reading in base])
    if limits is None:
        return None
    centre, half = [limits.centre] * len(weeks), [limits.upper - limits.centre] * len(weeks)
    return _chart(base, centre, half, method, bounds=_bounds(base))


def _xmr(base: Sequence[Reading], values: Sequence[float]) -> tuple[Limits | None, Method]:
    """Return limits by the mean range, or by the median where the baseline has wild values."""
    pairs = zip(pairwise(base), pairwise(values), strict=True)
    ranges = [abs(b - a) for (before, after), (a, b) in pairs if follows(before, after)]
    if not ranges or max(ranges) == 0:
        return None, "xmr_mean"
    limits = xmr_limits(values, "mean_mr", ranges)
    wild = max(ranges) > limits.range_limit or any(
        not limits.lower <= value <= limits.upper for value in values
    )
    by_median = xmr_limits(values, "median_mr", ranges) if wild else None
    if by_median is not None and by_median.mr_centre > 0:
        return by_median, "xmr_median"
    return limits, "xmr_mean"


def _bounds(base: Sequence[Reading]) -> tuple[float | None, float | None]:
    """Return what the KPI never goes beyond: zero, if it keeps to one side of it."""
    values = [reading.value or 0.0 for reading in base]
    return (0.0 if min(values) >= 0 else None), (0.0 if max(values) <= 0 else None)


def _seasonal_chart(weeks: Sequence[Reading], known: Sequence[Reading]) -> Chart | None:
    """Return limits that follow the time of year, from two complete years, or nothing.

    Factors from c cycles take up part of the variation and are not exact themselves, so the
    limits are sqrt(c / (c - 1)) x sqrt(1 + 1 / c) times as wide. Unless what is left varies
    less, by that measure, than the weeks themselves, there is no season worth following.
    """
    base = known[: 2 * YEAR_WEEKS]
    values = [reading.value or 0.0 for reading in base]
    if len(base) < 2 * YEAR_WEEKS or min(values) <= 0 or not all(map(follows, base, base[1:])):
        return None
    factors = seasonal_factors(values, YEAR_WEEKS)
    adjusted = [value / factors[place % YEAR_WEEKS] for place, value in enumerate(values)]
    limits, method = _xmr(base, adjusted)
    if limits is None or pstdev(adjusted) * _SEASON_WIDENS >= pstdev(values):
        return None
    half = (limits.upper - limits.centre) * _SEASON_WIDENS
    first = base[0].period.start
    own = [factors[(reading.period.start - first).days // 7 % YEAR_WEEKS] for reading in weeks]
    chart = _chart(
        base, [limits.centre * f for f in own], [half * f for f in own], method, bounds=(0.0, None)
    )
    return replace(chart, seasonal=True, autocorrelation=_autocorrelation(base, adjusted))


def _chart(
    base: Sequence[Reading],
    centre: Sequence[float],
    half: Sequence[float],
    method: Method,
    *,
    bounds: tuple[float | None, float | None],
) -> Chart:
    return Chart(
        centre=tuple(centre),
        half=tuple(half),
        method=method,
        baseline=Period(base[0].period.start, base[-1].period.end, "rolling"),
        baseline_weeks=len(base),
        autocorrelation=_autocorrelation(base, [reading.value or 0.0 for reading in base]),
        floor=bounds[0],
        ceiling=bounds[1],
    )


def _autocorrelation(base: Sequence[Reading], values: Sequence[float]) -> float | None:
    """Return the correlation of what is left over with that of the week before."""
    mean = fsum(values) / len(values)
    rest = [value - mean for value in values]
    whole = fsum(value * value for value in rest)
    if whole == 0:
        return None
    pairs = zip(pairwise(base), pairwise(rest), strict=True)
    return fsum(a * b for (before, after), (a, b) in pairs if follows(before, after)) / whole
