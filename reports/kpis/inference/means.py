"""The lift of a mean over another from n, mean and variance of both sides."""

from dataclasses import dataclass
from math import expm1, log, sqrt

from reports.kpis.inference.difference import Estimate, welch_dof
from reports.kpis.inference.normal import two_sided_z
from reports.kpis.inference.student import two_sided_t, two_sided_t_p


@dataclass(frozen=True, slots=True)
class Lift:
    """Treatment by control, minus one.

    `low` and `high` come from the delta method, with t. `log_ratio_low` and `log_ratio_high`
    come from the logarithm of the ratio, with the normal distribution; they are null unless both
    means have the same sign, and where they would be too large to write.
    Units: fractions; `p` is two-sided.
    """

    lift: float
    se: float
    dof: float
    low: float
    high: float
    p: float
    log_ratio_low: float | None
    log_ratio_high: float | None


def relative_lift(control: Estimate, treatment: Estimate, level: float = 0.95) -> Lift | None:
    """Return the relative difference; the control's mean counts as uncertain, too.

    There is nothing to return where the control's mean is zero, with fewer than two units on a
    side, or where nothing varies.
    Source: Deng, Knoblich and Lu (2018), Applying the delta method in metric analytics.
    """
    dof = welch_dof(control, treatment)
    if dof is None or control.value == 0:
        return None
    ratio = treatment.value / control.value
    se = sqrt(treatment.se_squared + ratio**2 * control.se_squared) / abs(control.value)
    if se == 0:
        return None
    half = two_sided_t(dof, level) * se
    lift = (treatment.value - control.value) / control.value
    p = two_sided_t_p(dof, lift / se)
    return Lift(
        lift, se, dof, lift - half, lift + half, p, *_log_interval(control, treatment, level)
    )


def _log_interval(
    control: Estimate, treatment: Estimate, level: float
) -> tuple[float, float] | tuple[None, None]:
    """Return the interval of the lift on the scale of logarithms, turned back."""
    ratio = treatment.value / control.value
    if ratio <= 0:
        return (None, None)
    relative = (side.se_squared / side.value**2 for side in (control, treatment))
    half = two_sided_z(level) * sqrt(sum(relative))
    try:
        return (expm1(log(ratio) - half), expm1(log(ratio) + half))
    except OverflowError:
        return (None, None)
