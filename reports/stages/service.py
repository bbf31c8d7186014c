"""Service of models in a week: the tables it rests on, and what they say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from reports.models.buckets import quantile
from reports.models.clusters import UserSums
from reports.models.generative import ToolCount, tool_error_rates
from reports.models.service import (
    OpsCounts,
    availability,
    costs,
    error_rates,
    latency_quantiles,
)
from reports.models.suites import ItemRuns, compare_versions
from reports.stages.material import Desk, Shelf
from reports.usage.noise import expect
from reports.values.assessment import Assessment
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactTable, Value
from reports.values.job import Job
from reports.values.measure import Measure
from reports.values.reading import Reading
from reports.values.service import Service, ServiceTrend, ServiceUse, SuiteUse

COMPARED_WEEKS = 13
RECENT_WEEKS = 4
FEWEST_REQUESTS = 30
_LEVELS = (0.5, 0.95, 0.99)
_GOOD = "ok"
_WEEKLY = ("model_statuses", "model_latency", "model_first_token")

Key = tuple[str, str]
Counts = Mapping[str, int]
Buckets = Mapping[int, int]


def gather(desk: Desk) -> None:
    """Ask for the tables of service, as far as the product has the columns."""
    compared, week = _weeks(desk.job, COMPARED_WEEKS), (desk.job.week,)
    if desk.has("predictions"):
        for name in _WEEKLY:
            _ask(desk, name, compared)
        _ask(desk, "model_user_cost", week)
    if desk.has("evaluations"):
        _ask(desk, "evaluation_items", compared)
    if desk.has("tool_calls"):
        _ask(desk, "tool_statuses", week)


def build(shelf: Shelf, assessment: Assessment) -> Assessment:
    """Add what the tables say of service."""
    weeks = _weeks(shelf.job, COMPARED_WEEKS)
    recent = weeks[-RECENT_WEEKS:]
    statuses = _counted(shelf.table("service.model_statuses"), "status", "requests")
    latency = _counted(shelf.table("service.model_latency"), "bucket", "n")
    found = Service(
        week=shelf.job.week,
        period=Period(recent[0].start, recent[-1].end, "rolling"),
        versions=tuple(_versions(shelf, statuses, latency, recent)),
        trends=(*_availabilities(statuses, weeks), *_waits(latency, weeks)),
        suites=tuple(_suites(shelf.table("service.evaluation_items"), recent)),
        tools=_tools(shelf.table("service.tool_statuses")),
    )
    told = found.versions or found.suites or found.tools
    return replace(assessment, service=found) if told else assessment


def _weeks(job: Job, count: int) -> tuple[Period, ...]:
    return job.product.calendar.weeks_until(job.week, count)


def _ask(desk: Desk, name: str, periods: Sequence[Period]) -> None:
    query = desk.queries[name].query
    if desk.can_ask(query):
        desk.ask(f"service.{name}", query, periods)


# By first day of the week: counts of each model and version.
Weekly = Mapping[int, Mapping[Key, dict[Value, int]]]


def _counted(table: FactTable | None, by: str, n: str) -> Weekly:
    found: dict[int, dict[Key, dict[Value, int]]] = defaultdict(lambda: defaultdict(dict))
    for start, model, version, key, count in _rows(table, ("start", "model", "version", by, n)):
        found[cast("int", start)][str(model), str(version)][key] = cast("int", count)
    return found


def _versions(
    shelf: Shelf, statuses: Weekly, latency: Weekly, recent: Sequence[Period]
) -> Iterator[ServiceUse]:
    """Give the models asked most first, their versions in the order in which they came."""
    first_token = _counted(shelf.table("service.model_first_token"), "bucket", "n")
    paid = _paid(shelf.table("service.model_user_cost"))
    ended, took, begun = (_by_key(one, recent) for one in (statuses, latency, first_token))
    since = _since((statuses, latency, first_token))
    found = {*ended, *took, *begun, *paid}
    asked: dict[str, int] = defaultdict(int)
    for (model, _), statuses_of in ended.items():
        asked[model] += sum(statuses_of.values())
    for key in sorted(found, key=lambda one: (-asked[one[0]], one[0], since.get(one, 0), one[1])):
        counts = _ops(cast("Counts", ended.get(key, {})))
        yield ServiceUse(
            *key,
            availability(counts) if counts.requests else None,
            error_rates(counts) if counts.requests else (),
            _quantiles(took.get(key, {}), "latency"),
            _quantiles(begun.get(key, {}), "first token"),
            paid.get(key, ()),
        )


def _by_key(weekly: Weekly, weeks: Sequence[Period]) -> dict[Key, dict[Value, int]]:
    """Add up weeks."""
    found: dict[Key, dict[Value, int]] = defaultdict(lambda: defaultdict(int))
    for week in weeks:
        for key, counts in weekly.get(epoch_day(week.start), {}).items():
            for one, n in counts.items():
                found[key][one] += n
    return dict(found)


def _since(tables: Sequence[Weekly]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for weekly in tables:
        for start, versions in weekly.items():
            for key in versions:
                found[key] = min(start, found.get(key, start))
    return found


def _ops(statuses: Counts) -> OpsCounts:
    errors = tuple(sorted((name, n) for name, n in statuses.items() if name != _GOOD))
    return OpsCounts(sum(statuses.values()), errors)


def _quantiles(counts: Mapping[Value, int], name: str) -> tuple[Measure, ...]:
    return latency_quantiles(cast("Buckets", counts), name, _LEVELS) if counts else ()


def _paid(table: FactTable | None) -> dict[Key, tuple[Measure, ...]]:
    names = ("users", "cost", "requests", "good", "cost2", "requests2", "good2")
    found = {}
    columns = ("model", "version", *names, "cost_requests", "cost_good")
    for model, version, *rest in _rows(table, columns):
        users, cost, asked, good, cost2, asked2, good2, by_asked, by_good = map(_float, rest)
        each = UserSums(int(users), cost, asked, cost2, asked2, by_asked)
        success = UserSums(int(users), cost, good, cost2, good2, by_good)
        found[str(model), str(version)] = costs(each, success)
    return found


def _availabilities(statuses: Weekly, weeks: Sequence[Period]) -> Iterator[ServiceTrend]:
    for model in _models(statuses):
        readings = []
        for week in weeks:
            pooled = cast("Counts", _pooled(statuses, week, model))
            good, n = pooled.get(_GOOD, 0), sum(pooled.values())
            readings.append(_reading(week, good / n if n else None, n))
        yield _trend(model, "availability", "share", readings)


def _waits(latency: Weekly, weeks: Sequence[Period]) -> Iterator[ServiceTrend]:
    for model in _models(latency):
        readings = []
        for week in weeks:
            found = quantile(cast("Buckets", _pooled(latency, week, model)), 0.95)
            readings.append(_reading(week, found.value, found.n))
        yield _trend(model, "latency", "ms", readings)


def _models(weekly: Weekly) -> list[str]:
    return sorted({model for versions in weekly.values() for model, _ in versions})


def _pooled(weekly: Weekly, week: Period, model: str) -> dict[Value, int]:
    """Add up the versions of a model: what people met, whichever version answered."""
    total: dict[Value, int] = defaultdict(int)
    for (name, _), counts in weekly.get(epoch_day(week.start), {}).items():
        for key, n in counts.items() if name == model else ():
            total[key] += n
    return total


def _reading(week: Period, value: float | None, n: int) -> Reading:
    if value is None:
        return Reading(week, None, "missing", "nothing was recorded")
    if n < FEWEST_REQUESTS:
        return Reading(week, None, "insufficient", "too few requests", n=n)
    return Reading(week, value, "ok", n=n)


def _trend(model: str, measure: str, unit: str, readings: Sequence[Reading]) -> ServiceTrend:
    *before, last = readings
    trend = ServiceTrend(model, measure, unit, tuple(readings))
    known = [one.value for one in before if one.value is not None]
    usual = None if last.value is None else expect(known, last.value)
    return replace(trend, usual=usual.usual, low=usual.low, high=usual.high) if usual else trend


def _suites(table: FactTable | None, recent: Sequence[Period]) -> Iterator[SuiteUse]:
    """Compare the two newest versions of each model in each suite on their last weeks' runs."""
    columns = ("start", "suite", "model", "version", "item", "passes", "runs")
    since: dict[tuple[str, str, str], int] = {}
    found: dict[Key, list[ItemRuns]] = defaultdict(list)
    for at, *names, passes, count in _rows(table, columns):
        start, (suite, model, version, item) = cast("int", at), map(str, names)
        key = (suite, model, version)
        since[key] = min(start, since.get(key, start))
        if start >= epoch_day(recent[0].start):
            run = ItemRuns(suite, item, version, cast("int", passes), cast("int", count))
            found[suite, model].append(run)
    for (suite, model), runs in sorted(found.items()):
        versions = {one.version for one in runs}
        order = sorted(versions, key=lambda one: (since[suite, model, one], one))
        if len(order) > 1:
            before, after = order[-2:]
            yield SuiteUse(model, before, after, compare_versions(runs, suite, before, after))


def _tools(table: FactTable | None) -> tuple[Measure, ...]:
    counts = []
    for tool, status, calls in _rows(table, ("tool", "status", "calls")):
        n = cast("int", calls)
        errors = () if status == _GOOD else ((str(status), n),)
        counts.append(ToolCount(str(tool), n, errors))
    return tool_error_rates(tuple(counts))


def _rows(table: FactTable | None, names: tuple[str, ...]) -> Iterator[tuple[Value, ...]]:
    if table is None:
        return
    places = [table.columns.index(name) for name in names]
    for row in table.rows:
        yield tuple(row[at] for at in places)


def _float(value: Value) -> float:
    return float(cast("float", value or 0))
