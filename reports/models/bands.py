"""A KPI beside the scores of a model: what went with which band, never what caused what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from reports.models.certainty import normal_p, not_computed, share
from reports.values.measure import Association, Measure


@dataclass(frozen=True, slots=True)
class BandCount:
    """Rows with a score from `low` to below `high`, and for how many the KPI came true.

    Additive over days. Rows should be independent: users where users repeat.
    """

    low: float
    high: float
    n: int
    hits: int


def associate(bands: Sequence[BandCount]) -> Association:
    """Return the KPI by band of score, lowest band first, with the test for a trend.

    Source: Cochran (1954) and Armitage (1955), bands scored 0, 1, 2, …
    """
    ordered = sorted(bands, key=lambda band: band.low)
    shares = tuple(
        replace(share(_name(band), band.hits, band.n, "share of the band"), name=_name(band))
        for band in ordered
    )
    n, hits = sum(band.n for band in ordered), sum(band.hits for band in ordered)
    held = [(place, band) for place, band in enumerate(ordered) if band.n]
    if len(held) < 2:
        return Association(shares, not_computed("slope", "fewer than two bands have rows", n), None)
    base = hits / n
    if not 0 < base < 1:
        return Association(shares, not_computed("slope", "all rows are alike", n), None)
    mean = sum(place * band.n for place, band in held) / n
    spread = sum(band.n * (place - mean) ** 2 for place, band in held)
    tilt = sum((place - mean) * (band.hits - band.n * base) for place, band in held)
    value, se = tilt / spread, sqrt(base * (1 - base) / spread)
    slope = Measure(
        "slope", value, n, None, se, "change of the share per band, an association", unit="share"
    )
    return Association(shares, slope, normal_p(value / se))


def _name(band: BandCount) -> str:
    return f"{band.low:g} to {band.high:g}"
