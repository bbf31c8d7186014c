"""What is known of a model: measures, comparisons and verdicts, each with its n and its reason."""

from dataclasses import dataclass
from typing import Literal

from reports.values.interval import Interval

AlarmState = Literal["alarm", "clear", "unknown"]
AlarmRule = Literal["floor", "week", "ewma", "cusum", "none"]
Standing = Literal["better", "same", "worse", "unknown"]
DriftLevel = Literal["none", "moved", "strong", "unknown"]
Pairing = Literal["independent", "paired", "none"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number about a model; `value` is null exactly where `reason` says why.

    Units: `unit` is one of a KPI ("number", "share", "ms") or a currency; `n` counts what the
    number rests on, `se` is its standard error, `coverage` the share of predictions whose label
    is known. `bound` is how far binning can have moved the value at most, null where it cannot.
    `estimated` tells that labels were filled in by a model of how they arrive, or of how scores
    come true. `definition` names formula and binning.
    """

    name: str
    value: float | None
    n: int
    interval: Interval | None = None
    se: float | None = None
    definition: str = ""
    coverage: float | None = None
    bound: float | None = None
    estimated: bool = False
    reason: str = ""
    unit: str = "number"


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a distribution lies from its reference.

    Units: `psi` in natural units, `floor` what it is on average without drift, `limit` what it
    exceeds in one of a hundred cases without drift; `effect` is `psi` minus `floor`, not below 0.
    """

    feature: str
    psi: Measure
    floor: float | None
    limit: float | None
    effect: float | None
    distance: Measure
    ks: Measure
    missing: Measure
    unseen: Measure
    level: DriftLevel
    n_reference: int
    n: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Challenger minus champion on one measure, with the test that was used.

    `adjusted` is the difference at a common mix of slices, null where it could not be had;
    `standing` is what the reader may conclude of the challenger.
    """

    measure: str
    champion: Measure
    challenger: Measure
    difference: Measure
    pairing: Pairing
    p: float | None
    standing: Standing
    adjusted: Measure | None = None
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class SliceGap:
    """A slice against all other rows; `p_adjusted` is corrected for the number of slices."""

    slice: str
    measure: Measure
    rest: Measure
    gap: Measure
    p: float | None
    p_adjusted: float | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class FairnessGap:
    """The widest difference of one rate between groups, and the smaller by the larger rate."""

    rate: str
    groups: tuple[Measure, ...]
    highest: str
    lowest: str
    gap: Measure
    ratio: float | None


@dataclass(frozen=True, slots=True)
class SplitCheck:
    """Whether versions got the share of traffic they were meant to get."""

    chi_squared: float | None
    p: float | None
    as_planned: bool | None
    n: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CohortMaturity:
    """How much is known of the predictions of one week.

    Units: `week` is the cohort's first day since 1970-01-01; `expected` the share of labels that
    should have arrived by now, `coverage` those that have, of all predictions.
    """

    week: int
    predictions: int
    labelled: int
    positives: int
    coverage: Measure
    expected: float | None
    mature: bool | None
    positive_rate: Measure


@dataclass(frozen=True, slots=True)
class BudgetBurn:
    """How much of an error budget a period used.

    Units: `burn` 1 means exactly the allowed share of bad requests; `left` is the share of the
    budget that remains, below zero when overspent.
    """

    objective: str
    good: Measure
    target: float
    allowed: float
    bad: int
    burn: float | None
    left: float | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class SuiteComparison:
    """Two versions on the same evaluation items.

    `gained` and `lost` name items that only the later or only the earlier version passed.
    """

    suite: str
    before: Measure
    after: Measure
    difference: Measure
    p: float | None
    pairing: Pairing
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    flaky: tuple[str, ...] = ()
    standing: Standing = "unknown"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a week's value of a measure says; grey ("unknown") where too little is known.

    `distance` is the week's deviation in standard errors, above zero towards worse; `smoothed`
    and `cumulated` are those of the EWMA and of the CUSUM.
    """

    week: int
    state: AlarmState
    rule: AlarmRule
    value: float | None
    distance: float | None = None
    smoothed: float | None = None
    cumulated: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Association:
    """The KPI's share in each band, and whether it rises or falls with the score.

    `slope` is the change of the share from a band to the next; `p` is two-sided. An association
    says what goes together, for whatever reason.
    """

    bands: tuple[Measure, ...]
    slope: Measure
    p: float | None


@dataclass(frozen=True, slots=True)
class BrierSplit:
    """The Brier score in parts: score = reliability - resolution + uncertainty + within.

    Reliability is what miscalibration costs, resolution what telling cases apart gains,
    uncertainty what the labels bring along; `within` is what bins hide.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    n: int
    binning: str


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Counts of labels by predictions; additive over days.

    Shape: `counts[i][j]` are rows with label `classes[i]` and prediction `classes[j]`; `unknown`
    have no label yet.
    """

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    unknown: int = 0

    @property
    def known(self) -> int:
        """Return how many rows have a label."""
        return sum(map(sum, self.counts))

    @property
    def coverage(self) -> float | None:
        """Return the share of rows with a label, or nothing without rows."""
        total = self.known + self.unknown
        return self.known / total if total else None


@dataclass(frozen=True, slots=True)
class ClassQuality:
    """One class against all others; `support` is how many labels name it."""

    name: str
    support: int
    precision: Measure
    recall: Measure
    f1: Measure


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a judge and people agree on the same items, by chance-corrected share and by class.

    `by_class` takes the human label as the truth.
    """

    kappa: Measure
    observed: Measure
    by_class: tuple[ClassQuality, ...]


@dataclass(frozen=True, slots=True)
class DelayCurve:
    """The share of labels that are known by an age, of those that ever come within `horizon`.

    Shape: `shares[a]` is that at age a, in days; empty where `reason` says why.
    """

    shares: tuple[float, ...]
    horizon: int
    cohorts: int
    labels: int
    reason: str = ""

    def at(self, age: int) -> float | None:
        """Return the share known at an age; beyond the horizon all are."""
        if not self.shares:
            return None
        if age < 0:
            return 0.0
        return self.shares[age] if age < len(self.shares) else 1.0
