"""A product's change, shared out fairly over its factors."""

from collections.abc import Sequence
from itertools import combinations
from math import factorial, fsum, prod

MOST_FACTORS = 6


def shapley_product(before: Sequence[float], now: Sequence[float]) -> tuple[float, ...]:
    """Return what each factor adds to the change of a product.

    A factor's effect is the mean, over all orders in which the factors could change one after
    the other, of what its own step does. The effects add up to the change; factors may be zero
    or negative, which logarithms would not allow.
    Shape: the same one to six factors in the same order on both sides.
    Raises: ValueError for any other number of factors.
    Source: Shapley (1953), A value for n-person games.
    """
    if len(before) != len(now) or not 0 < len(now) <= MOST_FACTORS:
        raise ValueError(f"{len(before)} and {len(now)} factors, not the same 1 to {MOST_FACTORS}")
    return tuple(_effect(before, now, factor) for factor in range(len(now)))


def _effect(before: Sequence[float], now: Sequence[float], factor: int) -> float:
    """Return the weighted mean of a factor's step over what may have changed before it."""
    others = [index for index in range(len(now)) if index != factor]
    step = now[factor] - before[factor]
    return fsum(
        _weight(size, len(others)) * step * prod(_factors(before, now, others, set(changed)))
        for size in range(len(others) + 1)
        for changed in combinations(others, size)
    )


def _factors(
    before: Sequence[float], now: Sequence[float], others: Sequence[int], changed: set[int]
) -> list[float]:
    return [now[index] if index in changed else before[index] for index in others]


def _weight(size: int, others: int) -> float:
    """Return the share of orders in which exactly these `size` factors changed before."""
    return factorial(size) * factorial(others - size) / factorial(others + 1)
