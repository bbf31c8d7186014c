"""What a split says in one word."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, fsum

from reports.kpis.attribution.effect import Effect, Part
from reports.kpis.attribution.noise import Noise
from reports.values.signal import Verdict

# Below this share of the largest effect, a difference is what rounding leaves.
ROUNDING = 1e-9
# What segments must add beyond their part, as a share of the change, to be its story.
STORY = 0.25


@dataclass(frozen=True, slots=True)
class Findings:
    """The effects of all segments, their noise, and their parts of the whole before.

    Shape: one entry per segment; `noise` is null where it is not known. `shares` add up to one.
    """

    effects: tuple[Effect, ...]
    noise: tuple[Noise, ...] | None
    shares: tuple[float, ...]

    @property
    def change(self) -> float:
        """Return the whole change."""
        return fsum(one.effect for one in self.effects)

    @property
    def named(self) -> tuple[bool, ...]:
        """Tell which effects are beyond their noise; none is where that is not known."""
        least = ROUNDING * max(abs(one.effect) for one in self.effects)
        return tuple(
            limit is not None and abs(one.effect) > max(limit, least)
            for one, limit in zip(self.effects, self.limits, strict=True)
        )

    @property
    def limits(self) -> tuple[float | None, ...]:
        """Return how large each effect gets without a cause."""
        if self.noise is None:
            return (None,) * len(self.effects)
        return tuple(one.effect for one in self.noise)


def shares_of(before: Sequence[Part]) -> tuple[float, ...]:
    """Return each segment's part of the whole value, or none at all where there was no whole."""
    whole = fsum(part[0] for part in before)
    return tuple(part[0] / whole if whole else 0.0 for part in before)


def judge(findings: Findings) -> Verdict:
    """Say whether the mix moved, some segments stand out, or neither.

    mix        there is no cause to look for inside a segment: the shifts between segments add
               more than the rates do, which means that they go the way of the change and make up
               more than half of it, and no segment's own rate moved that way beyond its noise
    segments   there is a place to look: an effect is beyond its noise, and the segments did not
               all move alike
    spread     no segment is a place to look: none is beyond its noise, or they moved alike, each
               in proportion to its part of the whole. Segments that depart from that by more
               than their noise make up less than a quarter of the change.
    """
    if _mix_alone(findings):
        return "mix"
    named = sum(findings.named)
    return "spread" if named == 0 or (named > 1 and _alike(findings)) else "segments"


def _mix_alone(findings: Findings) -> bool:
    mix = fsum(one.mix or 0.0 for one in findings.effects)
    rate = fsum(one.rate or 0.0 for one in findings.effects)
    if abs(mix) <= abs(rate):
        return False
    if findings.noise is None:
        return True
    way, pairs = copysign(1.0, mix), zip(findings.effects, findings.noise, strict=True)
    return not any((one.rate or 0.0) * way > own.rate for one, own in pairs)


def _alike(findings: Findings) -> bool:
    """Tell whether hardly any of the change is beyond each segment's part of it."""
    change = findings.change
    rows = zip(findings.effects, findings.limits, findings.shares, strict=True)
    departures = ((abs(one.effect - part * change), limit or 0.0) for one, limit, part in rows)
    beyond = fsum(departure for departure, limit in departures if departure > limit)
    return beyond < STORY * abs(change)
