"""Quantiles and tail areas of Student's t distribution, with any positive degrees of freedom."""


def two_sided_t(dof: float, level: float) -> float:
    """Return how many standard errors an interval reaches to either side."""
    from scipy.special import stdtrit  # noqa: PLC0415  its import takes 0.3 s; few reviews need it

    return float(stdtrit(dof, (1 + level) / 2))


def two_sided_t_p(dof: float, t: float) -> float:
    """Return the chance of a deviation at least as large, to either side."""
    from scipy.special import stdtr  # noqa: PLC0415  its import takes 0.3 s; few reviews need it

    return 2 * float(stdtr(dof, -abs(t)))
