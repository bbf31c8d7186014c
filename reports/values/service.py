"""How well models served a product, as numbers; a part of the model chapter rests on them."""

from dataclasses import dataclass

from reports.values.calendar import Period
from reports.values.measure import Measure, SuiteComparison
from reports.values.reading import Reading


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """One version of a model in the last weeks; costs are those of the review's week.

    Shape: `errors` are shares of requests by class, the most frequent first; `latency` and
    `first_token` hold median, 95th and 99th percentile where times are recorded; `costs` are per
    request, per user and per good answer where costs and users are.
    """

    model: str
    version: str
    availability: Measure | None
    errors: tuple[Measure, ...] = ()
    latency: tuple[Measure, ...] = ()
    first_token: tuple[Measure, ...] = ()
    costs: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceTrend:
    """A measure of a whole model by week, oldest first, beside what is usual.

    `low` and `high` hold the next week 19 times in 20; null where too few weeks came before.
    """

    model: str
    measure: str
    unit: str
    weeks: tuple[Reading, ...]
    usual: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def beyond(self) -> int:
        """Return 1 or -1 where the week lies above or below what is usual, else 0."""
        now = self.weeks[-1].value if self.weeks else None
        if now is None or self.low is None or self.high is None:
            return 0
        return (now > self.high) - (now < self.low)


@dataclass(frozen=True, slots=True)
class SuiteUse:
    """One suite of evaluations: the newest version against the one before."""

    model: str
    before: str
    after: str
    comparison: SuiteComparison


@dataclass(frozen=True, slots=True)
class Service:
    """All a review knows of service: versions, weeks, suites of evaluations and tools.

    `period` is that of versions and suites, `week` that of costs and tools; `tools` are shares of
    failed calls, most calls first.
    """

    week: Period
    period: Period
    versions: tuple[ServiceUse, ...] = ()
    trends: tuple[ServiceTrend, ...] = ()
    suites: tuple[SuiteUse, ...] = ()
    tools: tuple[Measure, ...] = ()
