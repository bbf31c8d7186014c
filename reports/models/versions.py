"""Two versions of a model against each other, over the same days and the same mix of slices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from reports.models.certainty import (
    chi_squared_p,
    normal_interval,
    normal_p,
    not_computed,
)
from reports.models.histogram import Array
from reports.models.suites import mcnemar_p
from reports.values.kpi import Better
from reports.values.measure import Comparison, Measure, Pairing, SplitCheck, Standing

UNPLANNED = 0.001


@dataclass(frozen=True, slots=True)
class SlicePair:
    """One measure of two versions in one slice over the same days."""

    slice: str
    champion: Measure
    challenger: Measure


@dataclass(frozen=True, slots=True)
class JointCell:
    """Rows that two versions both scored, by the bin of either score; additive over days."""

    champion_bin: int
    challenger_bin: int
    n_labelled: int
    n_pos: int


@dataclass(frozen=True, slots=True)
class JointDecisions:
    """Labelled rows that two versions both decided; additive over days."""

    both_right: int
    only_champion: int
    only_challenger: int
    both_wrong: int


def common_days(days: Iterable[Iterable[int]]) -> frozenset[int]:
    """Return the days on which all versions ran, the only ones they may be compared on."""
    sets = [frozenset(one) for one in days]
    return frozenset.intersection(*sets) if sets else frozenset()


def compare_independent(champion: Measure, challenger: Measure, better: Better) -> Comparison:
    """Compare versions that served different requests.

    Source: the two-sided normal test with both standard errors.
    """
    gap = _gap(champion, challenger)
    p = _p(gap)
    standing = judge(gap, p, better)
    pairing: Pairing = "none" if p is None else "independent"
    return Comparison(champion.name, champion, challenger, gap, pairing, p, standing)


def with_mix(
    comparison: Comparison, pairs: Sequence[SlicePair], better: Better, least: int = 2
) -> Comparison:
    """Add the difference at a common mix of slices, and let it decide.

    Slices weigh as much as both versions together have rows in them; those that one version
    lacks are left out and named by their share.
    """
    usable = [pair for pair in pairs if _p(_gap(pair.champion, pair.challenger)) is not None]
    total = sum(pair.champion.n + pair.challenger.n for pair in pairs)
    kept = sum(pair.champion.n + pair.challenger.n for pair in usable)
    if len(usable) < least or not kept:
        reason = f"{len(usable)} of {len(pairs)} slices have both versions"
        return replace(comparison, adjusted=not_computed("difference at equal mix", reason, kept))
    value, spread = 0.0, 0.0
    for pair in usable:
        gap, weight = _gap(pair.champion, pair.challenger), _weight(pair, kept)
        value += weight * (gap.value or 0.0)
        spread += (weight * (gap.se or 0.0)) ** 2
    se = sqrt(spread)
    definition = f"{len(usable)} slices at the mix of both versions, {kept / total:.0%} of rows"
    interval = normal_interval(value, se, kept)
    unit = comparison.difference.unit
    adjusted = Measure("difference at equal mix", value, kept, interval, se, definition, unit=unit)
    p = _p(adjusted)
    standing = judge(adjusted, p, better)
    return replace(comparison, adjusted=adjusted, p_adjusted=p, standing=standing)


def compare_areas(cells: Sequence[JointCell], champion: Measure, challenger: Measure) -> Comparison:
    """Compare AUCs of versions that scored the same rows.

    Shape: `champion` and `challenger` are measured on these rows.
    Source: DeLong, DeLong and Clarke-Pearson (1988), with their covariance.
    """
    pos = np.array([cell.n_pos for cell in cells], dtype=np.float64)
    neg = np.array([cell.n_labelled - cell.n_pos for cell in cells], dtype=np.float64)
    p, n = float(pos.sum()), float(neg.sum())
    if p < 2 or n < 2:
        gap = not_computed("difference", "a class has fewer than two labels", int(p + n))
        return Comparison("AUC", champion, challenger, gap, "none", None, "unknown")
    bins = np.array([[cell.champion_bin, cell.challenger_bin] for cell in cells]).T
    placed = [_placements(one, pos, neg) for one in bins]
    above, below = (placed[1][side] - placed[0][side] for side in (0, 1))
    value = float((pos * above).sum() / p)
    of_pos = float((pos * (above - value) ** 2).sum() / (p - 1) / p)
    of_neg = float((neg * (below - value) ** 2).sum() / (n - 1) / n)
    se = sqrt(of_pos + of_neg)
    gap = _difference(value, se, int(p + n), "same rows, DeLong covariance")
    chance = _p(gap)
    standing = judge(gap, chance, "higher")
    return Comparison("AUC", champion, challenger, gap, "paired", chance, standing)


def _placements(bins: NDArray[np.int64], pos: Array, neg: Array) -> tuple[Array, Array]:
    """Return the share of negatives below, and of positives above, for each cell."""
    low, place = np.unique(bins, return_inverse=True)
    p, n = (np.bincount(place, weights=one, minlength=len(low)) for one in (pos, neg))
    below = (np.cumsum(n) - n / 2) / n.sum()
    above = (p.sum() - np.cumsum(p) + p / 2) / p.sum()
    return below[place], above[place]


def compare_decisions(cells: JointDecisions) -> Comparison:
    """Compare the accuracy of versions that decided the same rows, with McNemar's exact test."""
    n = cells.both_right + cells.only_champion + cells.only_challenger + cells.both_wrong
    if not n:
        nothing = not_computed("accuracy", "no common row has a label")
        return Comparison("accuracy", nothing, nothing, nothing, "none", None, "unknown")
    rates = [
        Measure(
            "accuracy", (cells.both_right + own) / n, n, definition="right / labelled", unit="share"
        )
        for own in (cells.only_champion, cells.only_challenger)
    ]
    moved = cells.only_champion + cells.only_challenger
    net = cells.only_challenger - cells.only_champion
    se = sqrt(max(0.0, moved - net * net / n)) / n
    gap = replace(_difference(net / n, se, n, "same rows, McNemar"), unit="share")
    p = mcnemar_p(cells.only_challenger, cells.only_champion)
    standing = judge(gap, p, "higher")
    return Comparison("accuracy", rates[0], rates[1], gap, "paired", p, standing)


def check_split(counts: Mapping[str, int], planned: Mapping[str, float]) -> SplitCheck:
    """Test whether versions got their planned shares of traffic; if not, compare nothing.

    Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch; p below 0.001 is a mismatch.
    """
    n = sum(counts.get(name, 0) for name in planned)
    whole = sum(planned.values())
    if len(planned) < 2 or min(planned.values()) <= 0 or not n:
        return SplitCheck(None, None, None, n, "not computed, because no split was planned")
    wanted = {name: n * share / whole for name, share in planned.items()}
    if min(wanted.values()) < 5:
        return SplitCheck(None, None, None, n, "not computed, because a version has under 5 rows")
    value = sum((counts.get(name, 0) - one) ** 2 / one for name, one in wanted.items())
    p = chi_squared_p(value, len(wanted) - 1)
    return SplitCheck(value, p, p >= UNPLANNED, n)


def judge(gap: Measure, p: float | None, better: Better) -> Standing:
    """Return what may be concluded of a difference at 5 %."""
    if p is None or gap.value is None or better == "none":
        return "unknown"
    if p >= 0.05 or gap.value == 0:
        return "same"
    return "better" if (gap.value > 0) == (better == "higher") else "worse"


def _gap(champion: Measure, challenger: Measure) -> Measure:
    n = champion.n + challenger.n
    for side in (champion, challenger):
        if side.value is None:
            return Measure("difference", None, n, reason=side.reason)
    if champion.value is None or challenger.value is None:
        return not_computed("difference", "a side has no value", n)
    value = challenger.value - champion.value
    if champion.se is None or challenger.se is None:
        definition = "challenger minus champion, no error"
        return Measure("difference", value, n, definition=definition, unit=champion.unit)
    se = sqrt(champion.se**2 + challenger.se**2)
    found = _difference(value, se, n, "challenger minus champion, different rows")
    return replace(found, unit=champion.unit)


def _difference(value: float, se: float, n: int, definition: str) -> Measure:
    return Measure("difference", value, n, normal_interval(value, se, n), se, definition)


def _p(gap: Measure) -> float | None:
    if gap.value is None or not gap.se:
        return None
    return normal_p(gap.value / gap.se)


def _weight(pair: SlicePair, total: int) -> float:
    return (pair.champion.n + pair.challenger.n) / total
