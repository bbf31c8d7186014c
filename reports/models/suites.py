"""Evaluation suites: pass rates by version, and two versions compared item by item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import comb, sqrt

from reports.models.certainty import newcombe, not_computed, share, two_sided_z
from reports.values.interval import Interval
from reports.values.measure import Measure, Pairing, Standing, SuiteComparison


@dataclass(frozen=True, slots=True)
class ItemRuns:
    """How often a version passed one item of a suite; additive over days."""

    suite: str
    item: str
    version: str
    passes: int
    runs: int

    @property
    def passed(self) -> bool:
        """Tell whether most runs passed; half of them is not most."""
        return 2 * self.passes > self.runs

    @property
    def flaky(self) -> bool:
        """Tell whether runs of the same item ended differently."""
        return 0 < self.passes < self.runs


def add_runs(runs: Iterable[ItemRuns]) -> tuple[ItemRuns, ...]:
    """Sum runs of the same suite, item and version."""
    totals: dict[tuple[str, str, str], tuple[int, int]] = {}
    for one in runs:
        key = (one.suite, one.item, one.version)
        passes, count = totals.get(key, (0, 0))
        totals[key] = (passes + one.passes, count + one.runs)
    return tuple(ItemRuns(*key, *totals[key]) for key in sorted(totals))


def pass_rate(items: Iterable[ItemRuns]) -> Measure:
    """Return pass@1: the mean over items of the share of their runs that passed.

    Items vary independently, runs of one item do not.
    """
    rates = [one.passes / one.runs for one in items if one.runs]
    n = len(rates)
    if not n:
        return not_computed("pass rate", "the suite has no runs")
    if all(rate in {0.0, 1.0} for rate in rates):
        return share("pass rate", sum(rates), n, "items passed / items")
    value = sum(rates) / n
    se = sqrt(sum((rate - value) ** 2 for rate in rates) / max(1, n - 1) / n)
    half = two_sided_z(0.95) * se
    ends = (max(0.0, value - half), min(1.0, value + half))
    interval = Interval(*ends, "normal over items", n) if n > 1 else None
    return Measure(
        "pass rate", value, n, interval, se, "mean over items of passed runs", unit="share"
    )


def pass_hat(items: Iterable[ItemRuns], k: int) -> Measure:
    """Return pass^k: the chance that k runs of an item all pass; items with fewer are left out."""
    rates = [comb(one.passes, k) / comb(one.runs, k) for one in items if one.runs >= k]
    name = f"pass^{k}"
    if not rates:
        return not_computed(name, f"no item has {k} runs")
    value, n = sum(rates) / len(rates), len(rates)
    se = sqrt(sum((rate - value) ** 2 for rate in rates) / max(1, n - 1) / n)
    return Measure(name, value, n, None, se, f"chance that {k} runs all pass", unit="share")


def mcnemar_p(gained: int, lost: int) -> float:
    """Return the exact two-sided chance of so uneven a split of the items that changed.

    Source: McNemar (1947); the binomial test of Fay (2010), doubled at its smaller tail.
    """
    changed, fewer = gained + lost, min(gained, lost)
    if not changed:
        return 1.0
    tail = sum(comb(changed, k) for k in range(fewer + 1))
    return min(1.0, float(2 * tail / 2**changed))


def compare_versions(
    runs: Iterable[ItemRuns], suite: str, before: str, after: str
) -> SuiteComparison:
    """Compare two versions on the items both ran; without common items, as independent.

    An item counts as passed where most of its runs did.
    """
    sides: dict[str, dict[str, ItemRuns]] = {before: {}, after: {}}
    for one in add_runs(runs):
        if one.suite == suite and one.version in sides:
            sides[one.version][one.item] = one
    old, new = sides[before], sides[after]
    rates = (pass_rate(old.values()), pass_rate(new.values()))
    common = sorted(old.keys() & new.keys())
    flaky = tuple(sorted({one.item for side in (old, new) for one in side.values() if one.flaky}))
    if not common:
        return _independent(suite, rates, (old, new), flaky)
    gained = tuple(item for item in common if new[item].passed and not old[item].passed)
    lost = tuple(item for item in common if old[item].passed and not new[item].passed)
    difference = _paired_difference(len(gained), len(lost), len(common))
    p = mcnemar_p(len(gained), len(lost))
    standing = _standing(difference.value, p)
    changes = (gained, lost, flaky)
    return SuiteComparison(suite, *rates, difference, p, "paired", *changes, standing)


def _paired_difference(gained: int, lost: int, n: int) -> Measure:
    """Return the difference of two shares on the same items.

    Source: Agresti and Min (2005), Statistics in Medicine 24: half an item added to each cell.
    """
    value = (gained - lost) / n
    total = n + 2
    centre = (gained - lost) / total
    se = sqrt(max(0.0, gained + lost + 1 - (gained - lost) ** 2 / total)) / total
    half = two_sided_z(0.95) * se
    ends = (max(-1.0, centre - half), min(1.0, centre + half))
    interval = Interval(*ends, "Agresti-Min", n)
    return Measure(
        "difference", value, n, interval, se, "after minus before, same items", unit="share"
    )


def _independent(
    suite: str,
    rates: tuple[Measure, Measure],
    sides: tuple[Mapping[str, ItemRuns], Mapping[str, ItemRuns]],
    flaky: tuple[str, ...],
) -> SuiteComparison:
    passed = [(float(sum(one.passed for one in side.values())), len(side)) for side in sides]
    found = newcombe(passed[0], passed[1])
    pairing: Pairing = "none"
    standing: Standing = "unknown"
    if found.value is not None and found.interval is not None:
        pairing, outside = "independent", not found.interval.low <= 0 <= found.interval.high
        standing = _standing(found.value, 0.0 if outside else 1.0)
    difference = replace(found, definition="after minus before, no common items")
    return SuiteComparison(suite, *rates, difference, None, pairing, flaky=flaky, standing=standing)


def _standing(difference: float | None, p: float) -> Standing:
    if difference is None:
        return "unknown"
    if p >= 0.05 or difference == 0:
        return "same"
    return "better" if difference > 0 else "worse"
