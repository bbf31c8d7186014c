"""Seasonal factors from complete cycles, so that limits can follow the time of year."""

from collections.abc import Sequence
from math import fsum


def seasonal_factors(values: Sequence[float], period: int) -> tuple[float, ...]:
    """Return the mean at each position of a cycle divided by the mean of all values.

    Shape: `values` are complete cycles.
    Raises: ValueError for an incomplete cycle or a mean of zero.
    """
    cycles, left = divmod(len(values), period)
    if cycles == 0 or left:
        raise ValueError(f"{len(values)} values are no whole cycles of {period}")
    grand = fsum(values) / len(values)
    if grand == 0:
        raise ValueError("values with a mean of zero have no factors")
    return tuple(fsum(values[place::period]) / cycles / grand for place in range(period))
