"""What is asked of the pipeline, and what it hands from stage to stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from reports.values.assessment import Assessment, NotComputed
from reports.values.calendar import Period
from reports.values.document import Review
from reports.values.fact import FactSeries
from reports.values.kpi import Kpi
from reports.values.ledger import PublishedReview
from reports.values.material import Material
from reports.values.workspace import Product, Workspace


@dataclass(frozen=True, slots=True)
class Request:
    """What a person or a schedule asked for; empty fields stand for the defaults.

    `revise` asks for a further revision of a published week, for a `reason` that it states;
    `restate` says how many past weeks are read again, "all" of them, or as many as usual.
    """

    week: str = ""
    product: str = ""
    as_of: datetime | None = None
    revise: bool = False
    reason: str = ""
    restate: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One review to build.

    `pinned` tells that the as_of was asked for, so facts are read as known then. `fresh` tells
    that this run has just read the facts of many weeks, so only missing ones are asked for; `ahead`
    has those of its weeks that come after this one, to be asked for in the same statements.
    `own_as_of` tells that each of them has an instant of its own. `remark` is printed on the first
    page; `heard_until` is the instant up to which comments count, where that is later than the
    as_of.
    """

    workspace: Workspace
    product: Product
    week: Period
    week_label: str
    as_of: datetime
    pinned: bool
    run_id: str
    started_at: datetime
    revision: int = 1
    published: PublishedReview | None = None
    revision_reason: str = ""
    fresh: bool = False
    remark: str = ""
    heard_until: datetime | None = None
    ahead: tuple[Period, ...] = ()
    own_as_of: bool = False

    @property
    def known_as_of(self) -> datetime | None:
        """Return the instant facts are limited to, or nothing for current facts."""
        return self.as_of if self.pinned else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which facts explain a week: asked once it is known which KPIs signal.

    Shape: `segments` by KPI and dimension, the weeks of its query, or of numerator and
    denominator of a formula; `moments` by KPI, sums over users in the week; `releases` by day;
    `unread` tells what the warehouse failed to answer, and why.
    """

    segments: Mapping[tuple[str, str], tuple[FactSeries, ...]] = field(default_factory=dict)
    moments: Mapping[str, FactSeries] = field(default_factory=dict)
    releases: FactSeries | None = None
    unread: tuple[NotComputed, ...] = ()

    @property
    def series(self) -> tuple[FactSeries, ...]:
        """Return every series once."""
        groups = [*self.segments.values(), tuple(self.moments.values())]
        found = [series for group in groups for series in group]
        return tuple(dict.fromkeys([*found, *([self.releases] if self.releases else [])]))


@dataclass(frozen=True, slots=True)
class Extraction:
    """Which facts a job rests on; the facts themselves lie in the store.

    Shape: `series` by KPI name, one per grain; `days` by relation, its row counts per day;
    `repeated` by relation, how many keys stand in several rows of the week; `first_days` by
    relation, the first day that ever had rows.
    `daily` names the relations whose rows carry a day instead of an instant.
    `goes_on` tells that a week without any row is a gap, as rows of later days are known.
    `assessment` is what the facts say before they are explained.
    """

    kpis: tuple[Kpi, ...]
    series: Mapping[str, tuple[FactSeries, ...]]
    days: Mapping[str, FactSeries]
    known_at: frozenset[str]
    not_computed: tuple[NotComputed, ...]
    unmapped: tuple[str, ...]
    statements: int
    repeated: Mapping[str, FactSeries] = field(default_factory=dict)
    goes_on: bool = False
    first_days: Mapping[str, date] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    daily: frozenset[str] = frozenset()
    assessment: Assessment | None = None
    material: Material = field(default_factory=Material)


@dataclass(frozen=True, slots=True)
class Built:
    """A review with its files, ready to be published."""

    job: Job
    extraction: Extraction
    review: Review
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job: a published review, one that was there already, or an error."""

    product: str
    week_label: str
    state: str
    review: PublishedReview | None = None
    folder: str = ""
    error: str = ""
    exit_code: int = 0
