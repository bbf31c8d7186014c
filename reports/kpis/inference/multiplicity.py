"""P-values adjusted for how many questions were asked."""

from collections.abc import Sequence
from itertools import accumulate


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """Return p-values that control the share of false findings, in the order given.

    Source: Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """
    order = sorted(range(len(p)), key=lambda index: p[index], reverse=True)
    ranks = range(len(p), 0, -1)
    raised = (p[index] * len(p) / rank for index, rank in zip(order, ranks, strict=True))
    return _in_place(order, accumulate(raised, min))


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Return p-values that control the chance of any false finding, in the order given.

    Source: Holm (1979), A simple sequentially rejective multiple test procedure.
    """
    order = sorted(range(len(p)), key=lambda index: p[index])
    ranks = range(len(p), 0, -1)
    raised = (p[index] * rank for index, rank in zip(order, ranks, strict=True))
    return _in_place(order, accumulate(raised, max))


def _in_place(order: Sequence[int], adjusted: "accumulate[float]") -> tuple[float, ...]:
    """Put adjusted values back where their p-values stood, none above one."""
    by_index = dict(zip(order, adjusted, strict=True))
    return tuple(min(1.0, by_index[index]) for index in range(len(order)))
