"""A ratio's change, split into shifts between segments and changes inside them."""

from collections.abc import Sequence
from math import fsum

from reports.kpis.attribution.effect import Effect, Part


def mix_rate(before: Sequence[Part], now: Sequence[Part]) -> tuple[Effect, ...] | None:
    """Return each segment's mix and rate effect, or nothing where a side has no ratio.

    With w a segment's share of all denominators, r its own ratio and R the overall one:
    rate = mean w x change of r, mix = change of w x (mean r - mean R). All effects add up to the
    change of R; turning the sides round turns the signs round. A segment that is on one side
    only has no rate effect: all it adds is mix.
    Shape: the same segments in the same order on both sides.
    Source: Kitagawa (1955), Components of a difference between two rates; equal to the Shapley
    value of the two factors.
    """
    tops = [fsum(part[0] for part in side) for side in (before, now)]
    bottoms = [fsum(part[1] for part in side) for side in (before, now)]
    if not (bottoms[0] and bottoms[1]):
        return None
    middle = (tops[0] / bottoms[0] + tops[1] / bottoms[1]) / 2
    return tuple(
        _effect(old, new, (bottoms[0], bottoms[1]), middle)
        for old, new in zip(before, now, strict=True)
    )


def _effect(before: Part, now: Part, all_of: tuple[float, float], middle: float) -> Effect:
    """Return a segment's effect, given all denominators and the mean overall ratio."""
    old_weight, new_weight = before[1] / all_of[0], now[1] / all_of[1]
    shift = new_weight - old_weight
    effect = now[0] / all_of[1] - before[0] / all_of[0] - shift * middle
    if not (before[1] and now[1]):
        return Effect(effect, effect, 0.0)
    old, new = before[0] / before[1], now[0] / now[1]
    mix, rate = shift * ((old + new) / 2 - middle), (old_weight + new_weight) / 2 * (new - old)
    return Effect(effect, mix, rate)
