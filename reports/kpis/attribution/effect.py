"""What a segment adds to a change, and the sums it follows from."""

from dataclasses import dataclass

# A segment's numerator and denominator; of a total: its sum over weeks, and how many weeks.
Part = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a segment adds to a KPI's change.

    `mix` comes from its weight, `rate` from its own ratio; both are null for totals.
    Units: the KPI's.
    """

    effect: float
    mix: float | None = None
    rate: float | None = None


def ratio_of(part: Part) -> float | None:
    """Return numerator by denominator, or nothing where there is nothing to divide by."""
    return part[0] / part[1] if part[1] else None
