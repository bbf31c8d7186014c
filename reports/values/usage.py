"""How people use a product in a week, as numbers; the usage chapter is built from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reports.values.calendar import Period
from reports.values.interval import Interval
from reports.values.reading import Reading


@dataclass(frozen=True, slots=True)
class GrowthWeek:
    """Where those who were active in a week came from, and how many of the week before left.

    Counts are null where a `reason` says why they mean nothing.
    """

    period: Period
    new: int | None
    retained: int | None
    resurrected: int | None
    churned: int | None
    reason: str = ""

    @property
    def active(self) -> int | None:
        """Return how many were active."""
        if self.new is None or self.retained is None or self.resurrected is None:
            return None
        return self.new + self.retained + self.resurrected

    @property
    def quick_ratio(self) -> float | None:
        """Return those won by those lost, or nothing where nobody was lost.

        Source: Hsu (2015), Diligence at Social Capital, growth accounting.
        """
        if self.new is None or self.resurrected is None or not self.churned:
            return None
        return (self.new + self.resurrected) / self.churned


@dataclass(frozen=True, slots=True)
class CohortUse:
    """Those who began in one week, and how many of them came later.

    Shape: `bounded` counts those active in week 1, 2, … after the first; `unbounded` those active
    in that week or any later one. Weeks that are not over are left out.
    """

    start: Period
    size: int
    bounded: tuple[int, ...]
    unbounded: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SegmentRetention:
    """How many of a segment's cohorts came back at one age, all complete cohorts together."""

    dimension: str
    segment: str
    age: int
    returned: int
    size: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class RetentionUse:
    """Weekly cohorts, oldest first, with what the latest complete one is compared with.

    Shape: `usual` maps an age to lowest, mean and highest share of the cohorts before the latest
    complete one.
    """

    cohorts: tuple[CohortUse, ...]
    usual: Mapping[int, tuple[float, float, float]] = field(default_factory=dict)
    segments: tuple[SegmentRetention, ...] = ()
    holds_from: date | None = None


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """One step of a funnel: who reached it, and which share of those at the step before.

    Units: `median_s` seconds since the step before. `named` tells that the share lies beyond what
    the weeks before let expect.
    """

    title: str
    users: int
    before_users: int | None = None
    interval: Interval | None = None
    total_interval: Interval | None = None
    median_s: float | None = None
    p: float | None = None
    named: bool = False
    higher: bool = False


@dataclass(frozen=True, slots=True)
class FunnelSegment:
    """How many of a segment's entries went all the way."""

    dimension: str
    segment: str
    entries: int
    finished: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class FunnelUse:
    """A funnel of the entries whose window closed in the review's week.

    Shape: `before` is the period of the four weeks of entries that stages are compared with.
    """

    name: str
    window_days: int
    entered: Period
    stages: tuple[FunnelStage, ...]
    open_entries: int
    before: Period | None = None
    segments: tuple[FunnelSegment, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of what one person does or brings, and how unevenly it is spread.

    Units: quantiles in `unit`; `top_share` is the share of all by the most active tenth.
    """

    unit: str
    mean: float
    p50: float
    p90: float
    p99: float
    top_share: float | None
    users: int


@dataclass(frozen=True, slots=True)
class EngagementUse:
    """How many come, how often, and what they do.

    Shape: `days_28` and `days_7` count people by their active days, from 1 on; the tuple of the
    week before stands beside them where it is known.
    """

    period: Period
    mean_daily: float
    weekly: int
    monthly: int
    stickiness: float
    days_28: tuple[int, ...]
    days_28_before: tuple[int, ...] = ()
    days_7: tuple[int, ...] = ()
    actions: Spread | None = None
    value: Spread | None = None


@dataclass(frozen=True, slots=True)
class FeatureUse:
    """One event: who does it, how often, and whether those who did came back.

    Shape: `returned` of `earlier` did it in the week before and came again; `others_returned` of
    `others_earlier` were active then without it. `weeks` has the reach of a new one by week, from
    its release or its first week on.
    """

    name: str
    users: int
    active: int
    actions: int
    reach: Interval | None
    earlier: int
    returned: int
    others_earlier: int
    others_returned: int
    kept: Interval | None
    others_kept: Interval | None
    usual_reach: float | None = None
    new_since: Period | None = None
    released: date | None = None
    weeks: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentUse:
    """How many people a segment has now, beside what its weeks before let expect.

    `adjusted_p` is adjusted for the number of segments that were compared.
    """

    dimension: str
    segment: str
    users: int
    usual: float
    low: float
    high: float
    weeks: int
    adjusted_p: float
    named: bool


@dataclass(frozen=True, slots=True)
class FeedbackShare:
    """Thumbs by segment or version: how many are up, of all that are up or down."""

    by: str
    label: str
    ups: int
    rated: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class FeedbackUse:
    """What people said in the week.

    Shape: `kinds` are kind, pieces and people; `answers` counts predictions that could be rated.
    """

    pieces: int
    ups: int
    rated: int
    answers: int | None
    interval: Interval | None
    kinds: tuple[tuple[str, int, int], ...]
    shares: tuple[FeedbackShare, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """All a review knows of usage beside its KPIs; what could not be told is absent."""

    growth: tuple[GrowthWeek, ...] = ()
    growth_holds_from: date | None = None
    retention: RetentionUse | None = None
    funnels: tuple[FunnelUse, ...] = ()
    engagement: EngagementUse | None = None
    features: tuple[FeatureUse, ...] = ()
    segments: tuple[SegmentUse, ...] = ()
    compared_segments: int = 0
    feedback: FeedbackUse | None = None
