"""Experiments read from sums over users: the split, effects, weekly looks, margins."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Literal

ALPHA = 0.05
FLAGGED_BELOW = 0.001
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Arm:
    """Sums over the users of one variant; the user is the unit.

    Units: `total` and `squares` of what each did since exposed, `before` and `before_squares` of
    what each did before, `products` of both.
    """

    users: int
    total: float
    squares: float
    before: float = 0.0
    before_squares: float = 0.0
    products: float = 0.0

    @property
    def mean(self) -> float:
        """Return the mean per user."""
        return self.total / self.users

    @property
    def variance(self) -> float:
        """Return the sample variance between users."""
        return _spread(self.squares, self.total, self.total, self.users)

    @property
    def variance_before(self) -> float:
        """Return the sample variance of what users did before."""
        return _spread(self.before_squares, self.before, self.before, self.users)

    @property
    def covariance(self) -> float:
        """Return the sample covariance of before and since."""
        return _spread(self.products, self.before, self.total, self.users)


@dataclass(frozen=True, slots=True)
class Split:
    """Whether users fell into variants as planned; a flagged one makes every effect unreadable."""

    chi2: float
    dof: int
    p: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Lift:
    """Treatment minus control per user, and relative to the control's mean.

    `theta` is how much of the past was taken out, `reduction` the share of variance that saved.
    """

    diff: float
    se: float
    dof: float
    low: float
    high: float
    p: float
    relative: float
    relative_se: float
    theta: float = 0.0
    reduction: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """A difference that may be looked at every week: its interval holds at all looks together."""

    diff: float
    se: float
    half_width: float
    p: float
    rho: float

    @property
    def low(self) -> float:
        """Return the lower end."""
        return self.diff - self.half_width

    @property
    def high(self) -> float:
        """Return the upper end."""
        return self.diff + self.half_width


@dataclass(frozen=True, slots=True)
class Margin:
    """A guardrail against its margin, one-sided; `bound` must clear `null`."""

    diff: float
    se: float
    null: float
    z: float
    p: float
    bound: float
    kept: bool


def split(observed: Sequence[int], shares: Sequence[float]) -> Split:
    """Test counts against planned shares.

    Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch; flagged below 0.001.
    """
    from scipy.special import chdtrc  # noqa: PLC0415  its import takes 0.3 s; few reviews need it

    whole = sum(shares)
    wanted = [sum(observed) * share / whole for share in shares]
    chi2 = sum((got - want) ** 2 / want for got, want in zip(observed, wanted, strict=True))
    p = float(chdtrc(len(wanted) - 1, chi2))
    return Split(chi2, len(wanted) - 1, p, p < FLAGGED_BELOW)


def lift(control: Arm, treatment: Arm, *, adjust: bool = True) -> Lift:
    """Return the effect with Welch's interval, and what users did before taken out.

    Theta is pooled over both arms. The relative error goes through the control's mean (delta).
    Source: Welch (1947); Deng et al. (2013), CUPED.
    """
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415  its import takes 0.3 s

    theta = _theta(control, treatment) if adjust else 0.0
    parts = [_adjusted_variance(arm, theta) / arm.users for arm in (control, treatment)]
    plain = sqrt(sum(arm.variance / arm.users for arm in (control, treatment)))
    before = [arm.before / arm.users for arm in (control, treatment)]
    diff = treatment.mean - control.mean - theta * (before[1] - before[0])
    se = sqrt(sum(parts))
    users = (control.users, treatment.users)
    freedom = sum(parts) ** 2 / sum(part**2 / (n - 1) for part, n in zip(parts, users, strict=True))
    reach = float(stdtrit(freedom, 1 - ALPHA / 2)) * se
    spread = sum(parts) + _through_the_mean(control, treatment, theta)
    return Lift(
        diff,
        se,
        freedom,
        diff - reach,
        diff + reach,
        2 * float(stdtr(freedom, -abs(diff / se))),
        diff / control.mean,
        sqrt(spread) / abs(control.mean),
        theta,
        1 - (se / plain) ** 2,
    )


def look(control: Arm, treatment: Arm, *, tuned_for: int, alpha: float = ALPHA) -> Look:
    """Return an interval that holds however often one looks, tightest at a number of users.

    Source: Waudby-Smith et al. (2021), time-uniform central limit theory.
    """
    diff = treatment.mean - control.mean
    se = sqrt(control.variance / control.users + treatment.variance / treatment.users)
    return sequence(diff, se, control.users + treatment.users, tuned_for=tuned_for, alpha=alpha)


def sequence(diff: float, se: float, users: int, *, tuned_for: int, alpha: float = ALPHA) -> Look:
    """Return a confidence sequence for a difference with its error."""
    rho = sqrt((-2 * log(alpha) + log(-2 * log(alpha) + 1)) / tuned_for)
    grown = users * rho**2 + 1
    spread = se**2 * users
    half = sqrt(spread * 2 * grown * log(sqrt(grown) / alpha)) / (users * rho)
    power = (users * rho * diff) ** 2 / (2 * spread * grown) - log(grown) / 2
    return Look(diff, se, half, 1.0 if power <= 0 else exp(-power), rho)


def non_inferior(
    control: tuple[int, int],
    treatment: tuple[int, int],
    margin: float,
    better: Literal["higher", "lower"],
    alpha: float = ALPHA,
) -> Margin:
    """Test that a share did not get worse by more than a margin, one-sided.

    Shape: hits and users of each arm. Units: `margin` a fraction of the control's share.
    Source: the unpooled z test with the margin taken as fixed.
    """
    (hits, n), (others, m) = control, treatment
    base, now = hits / n, others / m
    se = sqrt(base * (1 - base) / n + now * (1 - now) / m)
    side = 1 if better == "higher" else -1
    diff, null = now - base, -side * margin * base
    z = side * (diff - null) / se
    bound = diff - side * _NORMAL.inv_cdf(1 - alpha) * se
    return Margin(diff, se, null, z, 1 - _NORMAL.cdf(z), bound, side * (bound - null) > 0)


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Return p-values of which none is false with 95 %, in the order given.

    Source: Holm (1979).
    """
    order = sorted(range(len(p)), key=lambda at: p[at])
    found, highest = [0.0] * len(p), 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, p[at] * (len(p) - place)))
        found[at] = highest
    return tuple(found)


def _theta(control: Arm, treatment: Arm) -> float:
    """Return the slope of since on before, over all users of both arms."""
    both = Arm(
        control.users + treatment.users,
        control.total + treatment.total,
        control.squares + treatment.squares,
        control.before + treatment.before,
        control.before_squares + treatment.before_squares,
        control.products + treatment.products,
    )
    return both.covariance / both.variance_before if both.variance_before > 0 else 0.0


def _through_the_mean(control: Arm, treatment: Arm, theta: float) -> float:
    """Return what the noise of the control's mean adds to the relative variance, times its square.

    The ratio of plain means stands for that of the truth, which the past is no part of.
    """
    gain = treatment.mean / control.mean - 1
    shared = control.variance - theta * control.covariance
    return (gain**2 * control.variance + 2 * gain * shared) / control.users


def _adjusted_variance(arm: Arm, theta: float) -> float:
    return arm.variance + theta**2 * arm.variance_before - 2 * theta * arm.covariance


def _spread(products: float, first: float, second: float, n: int) -> float:
    return (products - first * second / n) / (n - 1)
