"""What may be done next, and what the market did: the values of the last step of a review."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.values.reading import Reading

Method = Literal["rice", "ice", "wsjf"]
ItemStatus = Literal["idea", "planned", "doing", "done", "dropped"]
# 5 % and 95 % values: nine times in ten the truth lies between them.
Span90 = tuple[float, float]


@dataclass(frozen=True, slots=True)
class JobScores:
    """What weighted shortest job first asks for, on the team's own scale."""

    business_value: float
    time_criticality: float
    risk_opportunity: float
    job_size: float


@dataclass(frozen=True, slots=True)
class Target:
    """What an item would reach: a segment, an event or a step of a funnel."""

    segment: tuple[str, str] | None = None
    feature: str = ""
    funnel: str = ""
    step: str = ""

    @property
    def label(self) -> str:
        """Return what is reached, in words."""
        if self.segment:
            return f"{self.segment[0]}: {self.segment[1]}"
        return f"{self.step} of {self.funnel}" if self.funnel else self.feature

    @property
    def named(self) -> bool:
        """Tell whether anything is named, so that its reach can be measured."""
        return bool(self.segment or self.feature or self.funnel)


@dataclass(frozen=True, slots=True)
class RoadmapItem:
    """One thing that could be done, with guesses as 5 % and 95 % values.

    Units: `reach` people a week; `impact` relative change of the KPI for those reached; `effort`
    in the team's unit; `confidence` from 0 to 1.
    """

    name: str
    title: str
    owner: str
    status: ItemStatus
    objective: str = ""
    kpi: str = ""
    area: str = ""
    target: Target = Target()
    reach: Span90 | None = None
    impact: Span90 | None = None
    effort: Span90 | None = None
    confidence: float = 1.0
    job: JobScores | None = None
    depends_on: tuple[str, ...] = ()
    bets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Everything `roadmap.toml` says."""

    method: Method = "rice"
    items: tuple[RoadmapItem, ...] = ()


@dataclass(frozen=True, slots=True)
class MarketSettings:
    """Which market series belong to a product, and where they come from.

    `series` are those compared with, all where none is named; `own` is the product's own series
    among them; `total` tells that all of them together are a whole, of which shares can be told.
    """

    kpi: str = ""
    own: str = ""
    series: tuple[str, ...] = ()
    total: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A score that is not known exactly; for weighted shortest job first a single number."""

    median: float
    mean: float
    low: float
    high: float
    mu: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What an item was scored with in a week, kept for the week after."""

    item: str
    reach: float | None
    impact: float | None
    effort: float | None
    confidence: float
    median: float | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item with its score, or the reason why it has none.

    `measured` is the mean of the last four weeks of what the item names, and `measured_change`
    the last week against it as a fraction. `beats_next` is the chance to beat the item below.
    """

    item: RoadmapItem
    score: Score | None
    reason: str = ""
    rank: int | None = None
    tier: int | None = None
    beats_next: float | None = None
    measured: float | None = None
    measured_change: float | None = None
    confidence: float = 1.0
    confidence_from: int = 0
    before: Mark | None = None
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the data point at; it enters no roadmap by itself.

    `since` and `until` are the first and last day of what was looked at, or the day it was due.
    """

    kind: Literal["funnel", "slice", "guardrail", "signal", "action"]
    what: str
    reach: int | None
    unit: str
    evidence: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MarketSeries:
    """One series by week, indexed to 100 in a common week; missing weeks are missing.

    Units: `readings` index points; `share` and `growth_share` fractions of the whole.
    """

    name: str
    own: bool
    readings: tuple[Reading, ...]
    first: float | None
    last: float | None
    change: float | None
    rank: int | None
    rank_before: int | None
    share: float | None = None
    growth_share: float | None = None
    newest: date | None = None
    late: str = ""


@dataclass(frozen=True, slots=True)
class Market:
    """The market beside the product, from a common week on.

    `moved` is the market's own week: how far it lies from what its weeks before let expect,
    nothing where that is within its usual range; `coincides` names own signals of that week.
    """

    since: date
    source: str
    series: tuple[MarketSeries, ...]
    total: bool
    moved: Literal["", "up", "down"] = ""
    coincides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatNext:
    """What the numbers say about priorities."""

    method: Method
    items: tuple[ScoredItem, ...] = ()
    base_rate: tuple[int, int] | None = None
    suggestions: tuple[Suggestion, ...] = ()
    market: Market | None = None
