"""A total's change, as the sum of what its segments changed by."""

from collections.abc import Sequence

from reports.kpis.attribution.effect import Effect, Part


def contributions(before: Sequence[Part], now: Sequence[Part]) -> tuple[Effect, ...]:
    """Return each segment's change of the mean week.

    Shape: (sum, number of weeks) of the same segments in the same order on both sides.
    """
    return tuple(
        Effect(new[0] / new[1] - old[0] / old[1]) for old, new in zip(before, now, strict=True)
    )
