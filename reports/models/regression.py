"""Quality of predicted numbers, from moments that add up without losing digits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import reduce
from math import isfinite, sqrt

from reports.models.buckets import quantile
from reports.models.certainty import mean_of, normal_interval, not_computed
from reports.values.measure import Measure


@dataclass(frozen=True, slots=True)
class RegressionMoments:
    """Moments of labels (y), predictions (p) and errors (e = p - y) of labelled rows.

    `m2_*` are sums of squared distances from the mean of the group itself, `co_yp` the sum of
    their products; they are merged by Chan's rule, never added. All other sums add up.
    `sum_ape` is that of |e / y| over the `n_ape` rows with y != 0, `sum_ape2` of its squares.
    """

    n: int = 0
    mean_y: float = 0.0
    m2_y: float = 0.0
    m2_p: float = 0.0
    mean_e: float = 0.0
    m2_e: float = 0.0
    co_yp: float = 0.0
    sum_abs_e: float = 0.0
    sum_e4: float = 0.0
    n_ape: int = 0
    sum_ape: float = 0.0
    sum_ape2: float = 0.0
    sum_abs_y: float = 0.0
    sum_abs_ey: float = 0.0
    n_predictions: int = 0

    def __add__(self, other: "RegressionMoments") -> "RegressionMoments":
        return merge_moments((self, other))

    @property
    def coverage(self) -> float | None:
        """Return the share of predictions with a label, or nothing without predictions."""
        return self.n / self.n_predictions if self.n_predictions else None

    @property
    def mse(self) -> float:
        """Return the mean squared error."""
        return self.mean_e**2 + self.m2_e / self.n


def merge_moments(parts: Iterable[RegressionMoments]) -> RegressionMoments:
    """Merge moments of groups of rows.

    Source: Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance.
    """
    return reduce(_merge, parts, RegressionMoments())


def _merge(a: RegressionMoments, b: RegressionMoments) -> RegressionMoments:
    n = a.n + b.n
    share, weight = (b.n / n, a.n * b.n / n) if n else (0.0, 0.0)
    d_y, d_e = b.mean_y - a.mean_y, b.mean_e - a.mean_e
    # Errors are small where labels are large: their mean keeps the digits that theirs lose.
    d_p = d_y + d_e
    return RegressionMoments(
        n=n,
        mean_y=a.mean_y + d_y * share,
        m2_y=a.m2_y + b.m2_y + d_y * d_y * weight,
        m2_p=a.m2_p + b.m2_p + d_p * d_p * weight,
        mean_e=a.mean_e + d_e * share,
        m2_e=a.m2_e + b.m2_e + d_e * d_e * weight,
        co_yp=a.co_yp + b.co_yp + d_y * d_p * weight,
        sum_abs_e=a.sum_abs_e + b.sum_abs_e,
        sum_e4=a.sum_e4 + b.sum_e4,
        n_ape=a.n_ape + b.n_ape,
        sum_ape=a.sum_ape + b.sum_ape,
        sum_ape2=a.sum_ape2 + b.sum_ape2,
        sum_abs_y=a.sum_abs_y + b.sum_abs_y,
        sum_abs_ey=a.sum_abs_ey + b.sum_abs_ey,
        n_predictions=a.n_predictions + b.n_predictions,
    )


def regression_measures(moments: RegressionMoments) -> tuple[Measure, ...]:
    """Return all measures of predicted numbers, or for each why it cannot be had."""
    ways = {
        "bias": _bias,
        "MAE": _mae,
        "RMSE": _rmse,
        "R²": _r_squared,
        "MAPE": _mape,
        "WMAPE": _wmape,
        "calibration slope": _slope,
    }
    if not all(isfinite(getattr(moments, one.name)) for one in fields(moments)):
        return tuple(not_computed(name, "a value is not finite", moments.n) for name in ways)
    if not moments.n:
        return tuple(not_computed(name, "no prediction has a label yet") for name in ways)
    return tuple(way(moments) for way in ways.values())


def _measure(name: str, value: float, se: float | None, m: RegressionMoments,
             definition: str) -> Measure:  # fmt: skip
    interval = normal_interval(value, se, m.n) if se is not None and m.n > 1 else None
    return Measure(name, value, m.n, interval, se, definition, m.coverage)


def _bias(m: RegressionMoments) -> Measure:
    se = sqrt(m.m2_e / (m.n - 1) / m.n) if m.n > 1 else None
    return _measure("bias", m.mean_e, se, m, "mean of prediction minus label")


def _mae(m: RegressionMoments) -> Measure:
    found = mean_of("MAE", (m.n, m.sum_abs_e, m.mse * m.n), "")
    return _measure("MAE", m.sum_abs_e / m.n, found.se, m, "mean of |prediction - label|")


def _rmse(m: RegressionMoments) -> Measure:
    value = sqrt(m.mse)
    spread = max(0.0, m.sum_e4 / m.n - m.mse**2)
    se = sqrt(spread / m.n) / (2 * value) if value > 0 and m.n > 1 else None
    return _measure("RMSE", value, se, m, "root of the mean squared error")


def _r_squared(m: RegressionMoments) -> Measure:
    """Return one minus squared error by squared distance from the mean of the labels.

    Source: the error is that of Olkin and Finn (1995), for one predictor.
    """
    if m.n < 2 or m.m2_y <= 0:
        return not_computed("R²", "the labels do not vary", m.n)
    value = 1 - m.mse * m.n / m.m2_y
    inside = 4 * value * (1 - value) ** 2 * (m.n - 2) ** 2 / ((m.n**2 - 1) * (m.n + 3))
    se = sqrt(inside) if value > 0 else None
    return _measure("R²", value, se, m, "1 - squared error / variance of labels")


def _mape(m: RegressionMoments) -> Measure:
    left_out = m.n - m.n_ape
    definition = f"mean of |error / label|; {left_out} rows with label 0 left out"
    if not m.n_ape:
        return not_computed("MAPE", "every label is 0", m.n)
    found = mean_of("MAPE", (m.n_ape, m.sum_ape, m.sum_ape2), definition)
    return replace(found, coverage=m.coverage, unit="share")


def _wmape(m: RegressionMoments) -> Measure:
    if m.sum_abs_y <= 0:
        return not_computed("WMAPE", "every label is 0", m.n)
    value = m.sum_abs_e / m.sum_abs_y
    squares_y = m.m2_y + m.n * m.mean_y**2
    squares = m.mse * m.n - 2 * value * m.sum_abs_ey + value**2 * squares_y
    se = sqrt(max(0.0, squares) * m.n / (m.n - 1)) / m.sum_abs_y if m.n > 1 else None
    definition = "sum of |error| / sum of |label|; no row left out"
    return replace(_measure("WMAPE", value, se, m, definition), unit="share")


def _slope(m: RegressionMoments) -> Measure:
    name = "calibration slope"
    if m.n < 3 or m.m2_p <= 0:
        return not_computed(name, "the predictions do not vary", m.n)
    value = m.co_yp / m.m2_p
    rest = max(0.0, m.m2_y - value * m.co_yp)
    se = sqrt(rest / (m.n - 2) / m.m2_p)
    return _measure(name, value, se, m, "slope of label on prediction; 1 is right")


def residual_quantiles(
    counts: Mapping[int, int], levels: tuple[float, ...] = (0.05, 0.5, 0.95)
) -> tuple[Measure, ...]:
    """Return quantiles of the errors from their signed logarithmic buckets."""
    return tuple(quantile(counts, level, f"residual p{level * 100:g}") for level in levels)
