"""How the models of a product do, as numbers; the model chapter is built from it."""

from dataclasses import dataclass
from datetime import date

from reports.values.calendar import Period
from reports.values.charts import ReliabilityBin
from reports.values.measure import Alarm, Comparison, Measure
from reports.values.reading import Reading


@dataclass(frozen=True, slots=True)
class VersionCounts:
    """Answers of a version in one period, those with a known outcome, and those that were right."""

    predictions: int = 0
    labelled: int = 0
    positives: int = 0

    def __add__(self, other: "VersionCounts") -> "VersionCounts":
        """Add two periods."""
        return VersionCounts(
            self.predictions + other.predictions,
            self.labelled + other.labelled,
            self.positives + other.positives,
        )


@dataclass(frozen=True, slots=True)
class VersionUse:
    """One version of a model in the last weeks; `since` is null where it is older than these.

    Shape: `weeks` has the share of right answers in each of the weeks compared, oldest first, also
    those without the version; `scores` are AUC, Brier score, log loss and calibration error where
    scores are recorded, `decisions` precision, recall, F1 and accuracy where what was predicted is
    0 or 1, `bins` what they promised beside what came true.
    """

    version: str
    since: date | None
    release: str
    counts: VersionCounts
    right: Measure
    failed: Measure | None = None
    p50: Measure | None = None
    p95: Measure | None = None
    cost: Measure | None = None
    scores: tuple[Measure, ...] = ()
    decisions: tuple[Measure, ...] = ()
    bins: tuple[ReliabilityBin, ...] = ()
    weeks: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class SliceVersus:
    """Challenger against champion inside one slice; `p_adjusted` counts all slices looked at."""

    dimension: str
    segment: str
    comparison: Comparison
    p_adjusted: float | None


@dataclass(frozen=True, slots=True)
class CohortKnown:
    """How many outcomes of a week's answers are known."""

    week: Period
    predictions: int
    labelled: int


@dataclass(frozen=True, slots=True)
class ModelUse:
    """One model: its versions, the newest last, and the newest against the one before.

    Shape: `champion` is the version before; `days` are those on which both ran; `mix` is the
    dimension at whose common mix the difference was taken, if any. `slices` are the largest
    differences first. `waits` are the slow answers of champion and newest in the weeks in which
    both ran on the same days.
    """

    name: str
    versions: tuple[VersionUse, ...]
    champion: str = ""
    comparison: Comparison | None = None
    days: int = 0
    mix: str = ""
    slices: tuple[SliceVersus, ...] = ()
    cohorts: tuple[CohortKnown, ...] = ()
    alarm: Alarm | None = None
    usual: float | None = None
    waits: tuple[Measure, Measure] | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """All models of a product; `kpis` are titles of those that hang on outcomes, by objective.

    `decided` tells whether an answer counts as right because it said what turned out to be so;
    else because its outcome is 1.
    """

    period: Period
    compared: Period
    models: tuple[ModelUse, ...]
    kpis: tuple[tuple[str, str], ...] = ()
    decided: bool = False
