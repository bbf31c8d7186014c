"""Two estimates against each other."""

from dataclasses import dataclass
from math import sqrt

from reports.kpis.inference.student import two_sided_t, two_sided_t_p


@dataclass(frozen=True, slots=True)
class Difference:
    """Treatment minus control, with its interval.

    Units: `diff`, `se`, `low` and `high` those of the estimates; `dof` degrees of freedom of t;
    `p` is two-sided.
    """

    diff: float
    se: float
    dof: float
    low: float
    high: float
    p: float

    @property
    def t(self) -> float:
        """Return the difference in standard errors."""
        return self.diff / self.se


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean or ratio over units that vary independently.

    Units: `variance` is that of one unit (n - 1 in its divisor), not of the mean.
    """

    value: float
    variance: float
    n: int

    @property
    def se_squared(self) -> float:
        """Return the squared standard error."""
        return self.variance / self.n


def welch_dof(control: Estimate, treatment: Estimate) -> float | None:
    """Return Satterthwaite's degrees of freedom, or nothing where nothing varies.

    Source: Welch (1947), The generalization of Student's problem.
    """
    parts = (control.se_squared, treatment.se_squared)
    if min(control.n, treatment.n) < 2 or sum(parts) <= 0:
        return None
    # Shares of the sum instead of the variances themselves: their squares cannot underflow.
    shares = (parts[0] / sum(parts), parts[1] / sum(parts))
    return 1 / (shares[0] ** 2 / (control.n - 1) + shares[1] ** 2 / (treatment.n - 1))


def welch(control: Estimate, treatment: Estimate, level: float = 0.95) -> Difference | None:
    """Return treatment minus control under unequal variances.

    There is nothing to return with fewer than two units on a side, or where nothing varies.
    """
    dof = welch_dof(control, treatment)
    if dof is None:
        return None
    se = sqrt(control.se_squared + treatment.se_squared)
    diff = treatment.value - control.value
    half = two_sided_t(dof, level) * se
    return Difference(diff, se, dof, diff - half, diff + half, two_sided_t_p(dof, diff / se))
