"""How large a segment's effect gets without a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from reports.kpis.attribution.cells import Cells
from reports.kpis.attribution.effect import Part
from reports.kpis.attribution.segments import Window

FEWEST_WEEKS = 8
SPREADS = 3.0


@dataclass(frozen=True, slots=True)
class Noise:
    """What one segment's effect, and its rate effect alone, stay within without a cause."""

    effect: float
    rate: float


def learn_noise(cells: Cells, window: Window) -> tuple[Noise, ...] | None:
    """Return three times the root mean square of each segment's effects in earlier weeks.

    Each week before the base that has as many weeks before it as the base counts is set against
    these, just as the current week is set against the base. There is nothing to return with
    fewer than eight such weeks.
    """
    size, past = len(window.base), window.past
    found = [cells.effects(past[k - size : k], past[k]) for k in range(size, len(past))]
    known = [effects for effects in found if effects is not None]
    if len(known) < FEWEST_WEEKS:
        return None
    return tuple(
        Noise(_spread([one.effect for one in own]), _spread([one.rate or 0.0 for one in own]))
        for own in zip(*known, strict=True)
    )


def sampling_noise(
    before: Sequence[Part], now: Sequence[Part], observed: tuple[int, int]
) -> tuple[Noise, ...] | None:
    """Return three standard errors of each segment's effects, counting units of a share.

    A segment's effect is the change of w (r - R), the mean over all units of: in the segment,
    success minus R. Where a side has fewer observations than units in its denominators, these
    are what counts. There is nothing to return where the parts are no shares.
    Shape: the same segments on both sides; `observed` are all observations before and now.
    """
    if not all(map(_is_share, (*before, *now))):
        return None
    totals = (fsum(part[1] for part in before), fsum(part[1] for part in now))
    tops = (fsum(part[0] for part in before), fsum(part[0] for part in now))
    middle = (tops[0] / totals[0] + tops[1] / totals[1]) / 2
    units = (min(totals[0], observed[0] or totals[0]), min(totals[1], observed[1] or totals[1]))
    found = []
    for old, new in zip(before, now, strict=True):
        weights = (old[1] / totals[0], new[1] / totals[1])
        sides = ((old, weights[0], units[0]), (new, weights[1], units[1]))
        effect = sum(_effect_variance(*side, middle) for side in sides)
        rate = sum(weights) ** 2 / 4 * sum(_rate_variance(*side) for side in sides)
        found.append(Noise(SPREADS * sqrt(effect), SPREADS * sqrt(rate)))
    return tuple(found)


def _is_share(part: Part) -> bool:
    """Tell whether a part counts some of the units it is divided by."""
    return 0 <= part[0] <= part[1] and part[0].is_integer() and part[1].is_integer()


def _effect_variance(part: Part, weight: float, units: float, middle: float) -> float:
    """Return the variance of w (r - R) for R as known."""
    rate = part[0] / part[1] if part[1] else 0.0
    squares = weight * (rate * (1 - middle) ** 2 + (1 - rate) * middle**2)
    return max(0.0, squares - (weight * (rate - middle)) ** 2) / units


def _rate_variance(part: Part, weight: float, units: float) -> float:
    """Return the variance of a segment's own share."""
    rate = part[0] / part[1] if part[1] else 0.0
    return rate * (1 - rate) / (weight * units) if weight else 0.0


def _spread(effects: Sequence[float]) -> float:
    return SPREADS * sqrt(fsum(effect * effect for effect in effects) / len(effects))
