"""How far what a model sees lies from its reference, beyond what chance does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

import numpy as np

from reports.errors import ContractError
from reports.models.certainty import chi_squared_limit, newcombe, not_computed
from reports.models.histogram import Array, ScoreHistogram
from reports.values.measure import Drift, DriftLevel, Measure

MISSING = "missing"
OTHER = "other"
MOVED = 0.1
STRONG = 0.25
LEAST_ROWS = 50
Kind = Literal["number", "category"]


@dataclass(frozen=True, slots=True)
class FeatureCounts:
    """Counts of one feature on the bins of its reference; additive over days.

    Shape: `bins` are the frozen bins in order (parts "0", "1", … of a number, the known values of
    a category); `counts` has one entry for each. `other` counts values that the reference never
    had: new categories, and numbers that are none. `edges` is the version of the bins.
    """

    feature: str
    kind: Kind
    edges: str
    bins: tuple[str, ...]
    counts: tuple[int, ...]
    missing: int = 0
    other: int = 0
    versions: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Return how many rows were seen, with missing and other ones."""
        return sum(self.counts) + self.missing + self.other

    @property
    def all_bins(self) -> Array:
        """Return all counts, the missing and the other ones last."""
        return np.array([*self.counts, self.missing, self.other], dtype=np.float64)


def on_reference(reference: FeatureCounts, counts: Mapping[str, int]) -> FeatureCounts:
    """Put counts by bin on the bins of a reference; what these do not know is other."""
    known = tuple(counts.get(name, 0) for name in reference.bins)
    missing = counts.get(MISSING, 0)
    other = sum(counts.values()) - sum(known) - missing
    names = (reference.feature, reference.kind, reference.edges, reference.bins)
    return FeatureCounts(*names, known, missing, other)


def add_counts(parts: Sequence[FeatureCounts]) -> FeatureCounts:
    """Add counts of one feature on the same bins.

    Raises: ContractError where the edges differ.
    """
    first = parts[0]
    versions = {one.edges for one in parts}
    if len(versions) > 1:
        raise ContractError(
            f"counts of {first.feature} on different edges cannot be added",
            expected=first.edges,
            got=", ".join(sorted(versions)),
        )
    names = (first.feature, first.kind, first.edges, first.bins)
    counts = tuple(sum(column) for column in zip(*(one.counts for one in parts), strict=True))
    missing, other = sum(one.missing for one in parts), sum(one.other for one in parts)
    seen = tuple(sorted({name for one in parts for name in one.versions}))
    return FeatureCounts(*names, counts, missing, other, seen)


def smoothed(counts: Array) -> Array:
    """Return shares with half a row added to each bin, so that none is empty."""
    shares: Array = (counts + 0.5) / (counts.sum() + 0.5 * len(counts))
    return shares


def population_stability(reference: Array, current: Array) -> float:
    """Return the population stability index of two rows of counts, smoothed on both sides.

    Units: nats; the customary limits 0.1 and 0.25 are those for deciles of the reference.
    """
    before, now = smoothed(reference), smoothed(current)
    return float(((now - before) * np.log(now / before)).sum())


def noise(bins: int, n_reference: int, n: int, chance: float = 0.01) -> tuple[float, float]:
    """Return what the index is without drift: on average, and at most but for a chance.

    Source: Yurdakul and Naranjo (2020), Statistical properties of the population stability
    index: without drift it is chi-squared with bins - 1, by 1/n + 1/m.
    """
    scale = 1 / n_reference + 1 / n
    return (bins - 1) * scale, chi_squared_limit(bins - 1, chance) * scale


def jensen_shannon(reference: Array, current: Array, base: float = 2.0) -> float:
    """Return the Jensen-Shannon distance, the root of the divergence, in [0, 1] with base 2."""
    p, q = reference / reference.sum(), current / current.sum()
    middle = (p + q) / 2
    parts = []
    for side in (p, q):
        held = side > 0
        parts.append(float((side[held] * np.log(side[held] / middle[held])).sum()))
    return sqrt(max(0.0, sum(parts) / 2 / log(base)))


def kolmogorov_smirnov(reference: Array, current: Array) -> tuple[float, float]:
    """Return the largest distance of distributions at bin edges, and what it may miss at most."""
    p, q = reference / reference.sum(), current / current.sum()
    distance = float(np.abs(np.cumsum(p) - np.cumsum(q)).max())
    return distance, float(np.maximum(p, q).max())


def feature_drift(reference: FeatureCounts, current: FeatureCounts) -> Drift:
    """Measure how far a feature lies from its reference.

    The level compares the index less its average noise with 0.1 and 0.25, and asks that it lies
    beyond what chance does in one of a hundred cases. No value but its bin counts, so that one
    outlier cannot change it.
    """
    obstacle = _obstacle(reference, current)
    if obstacle:
        return _unknown(reference, current, obstacle)
    before, now = reference.all_bins, current.all_bins
    held = (before + now) > 0
    before, now = before[held], now[held]
    index = population_stability(before, now)
    floor, limit = noise(max(2, len(before)), reference.n, current.n)
    kind = "frozen deciles" if reference.kind == "number" else "known values"
    binning = f"{kind} of the reference ({reference.edges}), missing and other apart"
    distance = jensen_shannon(before, now)
    return Drift(
        feature=reference.feature,
        psi=Measure("PSI", index, current.n, definition=f"{binning}, half a row added"),
        floor=floor,
        limit=limit,
        effect=max(0.0, index - floor),
        distance=Measure("Jensen-Shannon", distance, current.n, definition=f"base 2, {binning}"),
        ks=_ks(reference, current),
        missing=_share_moved("missing", (reference.missing, current.missing), reference, current),
        unseen=_share_moved("unseen", (reference.other, current.other), reference, current),
        level=_level(index, floor, limit),
        n_reference=reference.n,
        n=current.n,
    )


def rank_drift(drifts: Sequence[Drift]) -> tuple[Drift, ...]:
    """Order features by their effect beyond noise, the unknown ones last."""
    return tuple(
        sorted(drifts, key=lambda one: (one.effect is None, -(one.effect or 0.0), one.feature))
    )


def score_drift(reference: ScoreHistogram, current: ScoreHistogram, version: str) -> Drift:
    """Measure how far scores of one version moved, on deciles of its reference scores."""
    rows = reference.column("n")
    inside = np.cumsum(rows)
    steps = [inside[-1] * part / 10 for part in range(1, 10)] if len(rows) else []
    cuts = sorted({int(np.searchsorted(inside, step)) for step in steps})
    sides = []
    for one in (reference, current):
        place = np.searchsorted(np.array(cuts), np.arange(len(rows)), side="left")
        counts = np.bincount(place, weights=one.column("n"), minlength=len(cuts) + 1)
        numbers = tuple(int(count) for count in counts)
        names = tuple(str(part) for part in range(len(numbers)))
        edges = f"{one.grid.version}, {version}"
        sides.append(
            FeatureCounts(*("score", "number", edges, names, numbers), one.n_null, one.n_outside)
        )
    return feature_drift(sides[0], sides[1])


def label_drift(reference: Mapping[str, int], current: Mapping[str, int]) -> Drift:
    """Measure how far the mix of labels moved; of mature cohorts only, by the caller's choice."""
    names = tuple(sorted(reference))
    counts = tuple(reference[name] for name in names)
    base = FeatureCounts("label", "category", "labels", names, counts)
    return feature_drift(base, on_reference(base, current))


def _obstacle(reference: FeatureCounts, current: FeatureCounts) -> str:
    if len(reference.versions) > 1:
        return f"its reference mixes versions {', '.join(reference.versions)}"
    if reference.edges != current.edges or reference.bins != current.bins:
        return f"it was counted on edges {current.edges}, not {reference.edges}"
    fewer = min(reference.n, current.n)
    return f"a side has {fewer} rows, fewer than {LEAST_ROWS}" if fewer < LEAST_ROWS else ""


def _level(index: float, floor: float, limit: float) -> DriftLevel:
    if index <= limit or index - floor <= MOVED:
        return "none"
    return "strong" if index - floor > STRONG else "moved"


def _ks(reference: FeatureCounts, current: FeatureCounts) -> Measure:
    name = "KS"
    if reference.kind != "number":
        return not_computed(name, "categories have no order", current.n)
    before, now = (np.array(one.counts, dtype=np.float64) for one in (reference, current))
    if not before.sum() or not now.sum():
        return not_computed(name, "a side has no values", current.n)
    distance, missed = kolmogorov_smirnov(before, now)
    definition = "largest distance at bin edges; the true one is larger by the bound at most"
    return Measure(name, distance, current.n, definition=definition, bound=missed)


def _share_moved(
    name: str, counts: tuple[int, int], reference: FeatureCounts, current: FeatureCounts
) -> Measure:
    """Return the share now; its interval is that of the change since the reference."""
    change = newcombe((counts[0], reference.n), (counts[1], current.n))
    definition = f"share of rows; reference {counts[0] / reference.n:.4f}; interval of the change"
    now, interval = counts[1] / current.n, change.interval
    return Measure(name, now, current.n, interval, change.se, definition, unit="share")


def _unknown(reference: FeatureCounts, current: FeatureCounts, reason: str) -> Drift:
    def nothing(name: str) -> Measure:
        return not_computed(name, reason, current.n)

    return Drift(
        feature=reference.feature,
        psi=nothing("PSI"),
        floor=None,
        limit=None,
        effect=None,
        distance=nothing("Jensen-Shannon"),
        ks=nothing("KS"),
        missing=nothing("missing"),
        unseen=nothing("unseen"),
        level="unknown",
        n_reference=reference.n,
        n=current.n,
    )
