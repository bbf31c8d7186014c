"""Charts of the chapters: one value per family, of numbers, units and periods; no drawing.

A null number says why in the `reason` beside it. Every family has a title that states its
finding, a subtitle that says what is shown and in which unit, and a caption of sentences.
"""

from dataclasses import dataclass
from typing import Literal

from reports.values.calendar import Period
from reports.values.interval import Interval
from reports.values.kpi import Better, ChangeUnit
from reports.values.quantity import Form, Span
from reports.values.reading import Reading, Status
from reports.values.signal import NormalRange, Signal

Mark = Literal["none", "favourable", "adverse", "neutral"]
StepKind = Literal["segment", "mix", "rate", "rest"]


@dataclass(frozen=True, slots=True)
class Datum:
    """One number of a chart.

    `value` is null unless the status is ok or partial. `mark` tells that it lies beyond normal
    variation, and whether that is good news.
    """

    value: float | None
    n: int = 0
    status: Status = "ok"
    reason: str = ""
    mark: Mark = "none"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who began in one period.

    Shape: `kept` has one entry per age, youngest first; ages still to come are left out.
    """

    start: Period
    size: int
    kept: tuple[Datum, ...]


@dataclass(frozen=True, slots=True)
class CohortHeatmap:
    """How much of each cohort is left at each age, oldest cohort first.

    Units: cells in `unit`, mostly share; ages count periods of the cohorts' grain and begin at
    `first_age`. `overall` is all cohorts pooled.
    """

    title: str
    subtitle: str
    unit: str
    cohorts: tuple[Cohort, ...]
    overall: tuple[Datum, ...] = ()
    first_age: int = 1
    better: Better = "higher"
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many reached a step, and how many in the period before.

    The mark of `now` belongs to the share of the step before that went on to this one.
    """

    title: str
    now: Datum
    before: Datum | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps that follow each other, in the order in which they are taken."""

    title: str
    subtitle: str
    unit: str
    period: Period
    steps: tuple[FunnelStep, ...]
    period_before: Period | None = None
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class GrowthPeriod:
    """Where those who were active in a period came from, and how many had left by then.

    `churned` is a positive count of those who were active in the period before and not in this.
    """

    period: Period
    new: float | None
    retained: float | None
    resurrected: float | None
    churned: float | None
    status: Status = "ok"
    reason: str = ""
    mark: Mark = "none"


@dataclass(frozen=True, slots=True)
class StackedGrowth:
    """New, retained and resurrected above zero, churned below, oldest period first."""

    title: str
    subtitle: str
    unit: str
    periods: tuple[GrowthPeriod, ...]
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """What one reason adds to a change.

    Units: `effect` and `noise` those of the KPI; `noise` is how large the effect gets without a
    cause, and `named` tells that it lies beyond that.
    """

    title: str
    kind: StepKind
    effect: float | None
    noise: float | None = None
    named: bool = False
    n: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A change from base to now, split into its reasons; what they leave open is drawn as such."""

    title: str
    subtitle: str
    unit: str
    better: Better
    change_unit: ChangeUnit
    base_period: Period
    period: Period
    base: Datum
    now: Datum
    steps: tuple[WaterfallStep, ...]
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class DotRow:
    """What was observed beside what was expected; `note` is a verdict in a word or two."""

    title: str
    observed: Datum
    observed_interval: Interval | None = None
    expected: Datum | None = None
    expected_interval: Interval | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DotInterval:
    """Rows of points with their intervals on a common axis, with a line at zero if asked for."""

    title: str
    subtitle: str
    unit: str
    rows: tuple[DotRow, ...]
    period: Period | None = None
    form: Form = "value"
    better: Better = "none"
    zero: bool = True
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class HistogramBin:
    """How many lie from `low` to below `high`; a null bound is open."""

    low: float | None
    high: float | None
    now: float | None
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place on the value axis worth naming, such as the median or a limit."""

    title: str
    value: float
    target: bool = False


@dataclass(frozen=True, slots=True)
class Histogram:
    """A distribution in bins that follow each other and are drawn equally wide.

    Units: bounds and landmarks in `unit`; bins hold counts, of `n` and `n_before` in all.
    """

    title: str
    subtitle: str
    unit: str
    period: Period
    n: int
    bins: tuple[HistogramBin, ...]
    landmarks: tuple[Landmark, ...] = ()
    period_before: Period | None = None
    n_before: int = 0
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Predictions with a probability from `low` to `high`: their mean, and what came true."""

    low: float
    high: float
    predicted: float | None
    observed: float | None
    n: int
    interval: Interval | None = None
    mark: Mark = "none"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReliabilityDiagram:
    """Observed shares against predicted probabilities, with the count of each bin.

    Units: all shares; `error` is the expected calibration error.
    """

    title: str
    subtitle: str
    period: Period
    bins: tuple[ReliabilityBin, ...]
    error: Datum | None = None
    before: tuple[ReliabilityBin, ...] = ()
    period_before: Period | None = None
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallPanel:
    """One small line: its readings, oldest first, with the year before and the normal range."""

    title: str
    readings: tuple[Reading, ...]
    before: tuple[Reading, ...] = ()
    normal: NormalRange | None = None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """Small lines on one scale; `target` holds for all of them."""

    title: str
    subtitle: str
    unit: str
    panels: tuple[SmallPanel, ...]
    target: float | None = None
    caption: tuple[Span, ...] = ()


Figure = (
    CohortHeatmap
    | Funnel
    | StackedGrowth
    | Waterfall
    | DotInterval
    | Histogram
    | ReliabilityDiagram
    | SmallMultiples
)
