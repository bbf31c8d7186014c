"""How well the service held: availability, errors, speed, tokens, cost, and error budgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from reports.models.buckets import quantile, share_within
from reports.models.certainty import not_computed, share
from reports.models.clusters import UserSums, clustered_ratio
from reports.values.measure import BudgetBurn, Measure

LEVELS = (0.5, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class OpsCounts:
    """Requests and what they used; additive over days. A null sum is what nobody records.

    Units: tokens, USD. `priced` counts requests whose cost is known.
    """

    requests: int = 0
    errors: tuple[tuple[str, int], ...] = ()
    timeouts: int | None = None
    retries: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    reasoning_tokens: int | None = None
    cost_usd: float | None = None
    priced: int = 0

    @property
    def failed(self) -> int:
        """Return how many requests failed."""
        return sum(n for _, n in self.errors)


@dataclass(frozen=True, slots=True)
class ServiceObjective:
    """A promise about the service: the share of requests that must be good.

    Units: `limit` those of the metric, null for availability.
    """

    title: str
    metric: Literal["availability", "latency_ms", "first_token_ms"]
    target: float
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What a model's tokens cost from a day on.

    Units: `day` in days since 1970-01-01; prices in USD per million tokens.
    """

    day: int
    input_usd: float
    output_usd: float
    cached_usd: float | None = None


@dataclass(frozen=True, slots=True)
class DayTokens:
    """Tokens of one day; `cached_tokens` are part of `input_tokens`."""

    day: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0


def add_ops(parts: Sequence[OpsCounts]) -> OpsCounts:
    """Sum counts over days; what no part records stays unknown."""
    errors: dict[str, int] = {}
    for part in parts:
        for kind, n in part.errors:
            errors[kind] = errors.get(kind, 0) + n
    sums = {}
    for one in fields(OpsCounts):
        known = [getattr(part, one.name) for part in parts if one.name != "errors"]
        known = [value for value in known if value is not None]
        sums[one.name] = sum(known) if known else None
    requests, priced = sums.pop("requests") or 0, sums.pop("priced") or 0
    del sums["errors"]
    return OpsCounts(requests, tuple(sorted(errors.items())), priced=priced, **sums)


def availability(counts: OpsCounts) -> Measure:
    """Return the share of requests that did not fail."""
    good = counts.requests - counts.failed
    return share("availability", good, counts.requests, "requests without error / requests")


def error_rates(counts: OpsCounts) -> tuple[Measure, ...]:
    """Return the share of requests that each class of error hit, the most frequent first."""
    order = sorted(counts.errors, key=lambda one: (-one[1], one[0]))
    return tuple(share(kind, n, counts.requests, "errors / requests") for kind, n in order)


def reliability_rates(counts: OpsCounts) -> tuple[Measure, ...]:
    """Return shares of timeouts, retries and cached input."""
    inputs = counts.input_tokens
    return (
        _rate("timeouts", counts.timeouts, counts.requests, "timeouts / requests"),
        _rate("retries", counts.retries, counts.requests, "retries / requests"),
        _rate("cache hits", counts.cached_tokens, inputs, "cached / input tokens"),
    )


def _rate(name: str, part: int | None, whole: int | None, definition: str) -> Measure:
    if part is None or whole is None:
        return not_computed(name, "nobody records it", whole or 0)
    if part > whole:
        return not_computed(name, f"{part} exceed their base of {whole}", whole)
    if not whole:
        return not_computed(name, "there is nothing to count")
    # Tokens of one request are alike, so that their count is no sample size.
    if "tokens" in definition:
        return Measure(name, part / whole, whole, definition=definition, unit="share")
    return share(name, part, whole, definition)


def latency_quantiles(
    counts: Mapping[int, int], metric: str, levels: Sequence[float] = LEVELS, unit: str = "ms"
) -> tuple[Measure, ...]:
    """Return quantiles of a time, of tokens or of cost from its logarithmic buckets."""
    return tuple(quantile(counts, level, f"{metric} p{level * 100:g}", unit) for level in levels)


def burn_availability(objective: ServiceObjective, counts: OpsCounts) -> BudgetBurn:
    """Return how much of the error budget failed requests used."""
    return _burn(objective, availability(counts), counts.failed)


def burn_latency(objective: ServiceObjective, counts: Mapping[int, int]) -> BudgetBurn:
    """Return how much of the error budget slow requests used."""
    if objective.limit is None:
        return _burn(objective, not_computed(objective.title, "it has no limit"), 0)
    good = share_within(counts, objective.limit, objective.title)
    bad = good.n - round((good.value or 0.0) * good.n)
    return _burn(objective, good, bad)


def _burn(objective: ServiceObjective, good: Measure, bad: int) -> BudgetBurn:
    """Compare bad requests with those allowed.

    Source: Google, The Site Reliability Workbook (2018), chapter 5: burn rate.
    """
    allowed = 1 - objective.target
    if good.value is None or allowed <= 0:
        return BudgetBurn(objective.title, good, objective.target, allowed, bad, None, None, None)
    burn = bad / (allowed * good.n)
    met = good.value >= objective.target
    return BudgetBurn(*(objective.title, good, objective.target, allowed, bad), burn, 1 - burn, met)


def costs(per_request: UserSums, per_success: UserSums | None) -> tuple[Measure, ...]:
    """Return cost per request, per user and per successful task, in USD.

    Shape: in `per_request` y is a user's cost and x their requests; in `per_success` y is a user's
    whole cost, failures and retries included, and x their successful tasks.
    """
    by_user = UserSums(
        *(per_request.users, per_request.sum_y, float(per_request.users), per_request.sum_y2),
        *(float(per_request.users), per_request.sum_y),
    )
    found = (
        clustered_ratio("cost per request", per_request, "users vary independently", "USD"),
        clustered_ratio("cost per user", by_user, "cost / users", "USD"),
    )
    name = "cost per success"
    if per_success is None:
        return (*found, not_computed(name, "no success of a task is mapped", per_request.users))
    return (*found, clustered_ratio(name, per_success, "failed attempts included", "USD"))


def priced_cost(tokens: Sequence[DayTokens], prices: Sequence[Price]) -> Measure:
    """Return what tokens cost at the price of their own day.

    Cached input costs as much as other input where no price is given for it.
    Units: USD.
    """
    name, total, n = "cost at list price", 0.0, 0
    ordered = sorted(prices, key=lambda price: price.day)
    for day in tokens:
        valid = [price for price in ordered if price.day <= day.day]
        if not valid:
            return not_computed(name, "some days are before the first price", len(tokens))
        price, fresh = valid[-1], day.input_tokens - day.cached_tokens
        cached = price.input_usd if price.cached_usd is None else price.cached_usd
        parts = (fresh * price.input_usd, day.cached_tokens * cached)
        total += (sum(parts) + day.output_tokens * price.output_usd) / 1e6
        n += day.input_tokens + day.output_tokens
    if not tokens:
        return not_computed(name, "no tokens were recorded")
    return Measure(name, total, n, definition="prices by date; n counts tokens", unit="USD")
