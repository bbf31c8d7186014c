"""One stretch of weeks under one set of limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from reports.kpis.control.baseline import (
    FEWEST_WEEKS,
    FIRM_WEEKS,
    YEAR_WEEKS,
    Baseline,
    first_weeks,
    first_years,
    size,
)
from reports.kpis.control.laney import D2, p_prime
from reports.kpis.control.limits import FACTORS, Limits, xmr_limits
from reports.kpis.control.seasonality import seasonal_factors
from reports.values.reading import Reading
from reports.values.signal import Method, Standing

_SEASON_WIDENS = sqrt(2) * sqrt(1.5)
_FEWEST_RANGES = FEWEST_WEEKS // 2
_CONSTANT = "its weeks do not vary, so any change would be a signal"
# The limit of moving ranges in distances of the limit, by method.
_JUMPS: dict[Method, float] = {
    "xmr_mean": FACTORS["mean_mr"][1] / FACTORS["mean_mr"][0],
    "xmr_median": FACTORS["median_mr"][1] / FACTORS["median_mr"][0],
    "laney_p": FACTORS["mean_mr"][1] * D2 / 3,
}


@dataclass(frozen=True, slots=True)
class Chart:
    """Centre and distance of the limits in each week of a stretch; they are symmetrical.

    `measured` are the values of the baseline that the limits were measured on, without the season
    where they follow it.
    """

    centre: Sequence[float]
    half: Sequence[float]
    method: Method
    base: Baseline
    measured: Sequence[float]
    seasonal: bool = False

    @property
    def standing(self) -> Standing:
        """Tell whether the baseline is long enough to be firm."""
        return "locked" if len(self.base.weeks) >= FIRM_WEEKS else "provisional"

    @property
    def jump(self) -> float:
        """Return the limit of moving ranges in distances of the limit."""
        return _JUMPS[self.method]

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Return what is never drawn beyond; judged are the limits as they are."""
        return (0.0, 1.0) if self.method == "laney_p" else self.base.bounds

    @property
    def autocorrelation(self) -> float | None:
        """Return that of what is left over at lag 1."""
        return self.base.autocorrelation(self.measured)


def draw_chart(weeks: Sequence[Reading], before: int, *, proportion: bool) -> Chart | str:
    """Return the limits of a stretch as known from its first `before` weeks, or why there are none.

    The baseline are the first 26 complete ones among them, or two years where a season shows.
    """
    base = first_weeks(weeks[:before])
    lacking = _lacking(base)
    if lacking:
        return lacking
    chart = _p_chart(weeks, base) if proportion else None
    chart = chart or _seasonal_chart(weeks, first_years(weeks[:before]))
    return chart or _xmr_chart(weeks, base) or _CONSTANT


def _lacking(base: Baseline) -> str:
    """Return why a baseline gives no limits, or nothing."""
    if len(base.weeks) < FEWEST_WEEKS:
        several = "" if len(base.weeks) == 1 else "s"
        return f"{len(base.weeks)} complete week{several} before this one, {FEWEST_WEEKS} needed"
    ranges = len(base.ranges(base.values))
    if ranges < _FEWEST_RANGES:
        return f"{ranges} of its weeks follow a complete one, {_FEWEST_RANGES} needed"
    return "" if base.varies(base.values) else _CONSTANT


def _p_chart(weeks: Sequence[Reading], base: Baseline) -> Chart | None:
    sizes = [known for reading in base.weeks if (known := size(reading)) is not None]
    if len(sizes) < len(base.weeks) or min(base.values) < 0 or max(base.values) > 1:
        return None
    counts = [value * n for value, n in zip(base.values, sizes, strict=True)]
    holes = {place for place, joined in enumerate(base.joined) if not joined}
    found = p_prime(counts, sizes, holes)
    if found is None:
        return None
    typical = fsum(sizes) / len(sizes)
    half = [found.half_width(size(reading) or typical) for reading in weeks]
    return Chart([found.centre] * len(weeks), half, "laney_p", base, base.values)


def _xmr_chart(weeks: Sequence[Reading], base: Baseline) -> Chart | None:
    found = _xmr(base, base.values)
    if found is None:
        return None
    limits, method = found
    centre, half = [limits.centre] * len(weeks), [limits.upper - limits.centre] * len(weeks)
    return Chart(centre, half, method, base, base.values)


def _xmr(base: Baseline, values: Sequence[float]) -> tuple[Limits, Method] | None:
    """Return limits by the mean range, or by the median where the baseline has wild values."""
    if not base.varies(values):
        return None
    ranges = base.ranges(values)
    limits = xmr_limits(values, "mean_mr", ranges)
    wild = max(ranges) > limits.range_limit or any(
        not limits.lower <= value <= limits.upper for value in values
    )
    by_median = xmr_limits(values, "median_mr", ranges) if wild else None
    if by_median is not None and by_median.mr_centre > 0:
        return by_median, "xmr_median"
    return limits, "xmr_mean"


def _seasonal_chart(weeks: Sequence[Reading], base: Baseline | None) -> Chart | None:
    """Return limits that follow the time of year, from two complete years, or nothing.

    Factors from c cycles take up part of the variation and are not exact themselves, so the
    limits are sqrt(c / (c - 1)) x sqrt(1 + 1 / c) times as wide. Unless what is left varies
    less, by that measure, than the weeks themselves, there is no season worth following.
    """
    if base is None or min(base.values) <= 0:
        return None
    factors = seasonal_factors(_filled(base), YEAR_WEEKS)
    pairs = zip(base.values, _places(base.weeks, base), strict=True)
    adjusted = [value / factors[place % YEAR_WEEKS] for value, place in pairs]
    found = _xmr(base, adjusted)
    if found is None or _spread(adjusted) * _SEASON_WIDENS >= _spread(base.values):
        return None
    limits, method = found
    half = (limits.upper - limits.centre) * _SEASON_WIDENS
    own = [factors[place % YEAR_WEEKS] for place in _places(weeks, base)]
    centre = [limits.centre * factor for factor in own]
    return Chart(centre, [half * factor for factor in own], method, base, adjusted, seasonal=True)


def _places(weeks: Sequence[Reading], base: Baseline) -> list[int]:
    first = base.weeks[0].period.start
    return [(reading.period.start - first).days // 7 for reading in weeks]


def _filled(base: Baseline) -> list[float]:
    """Return two whole years of values; a hole takes the value of the other year."""
    known = dict(zip(_places(base.weeks, base), base.values, strict=True))
    whole = range(2 * YEAR_WEEKS)
    return [known.get(place, known.get((place + YEAR_WEEKS) % len(whole), 0.0)) for place in whole]


def _spread(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return sqrt(fsum((value - mean) ** 2 for value in values) / len(values))
