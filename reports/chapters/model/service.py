"""Whether people got an answer, how long they waited, and what it cost."""

from collections.abc import Set as AbstractSet
from itertools import groupby

from reports.values.charts import SmallMultiples, SmallPanel
from reports.values.document import Block, Cell, Note, Prose, Quantity, Span, Table, TableColumn
from reports.values.measure import Measure
from reports.values.service import Service, ServiceTrend, ServiceUse

_MOST_ERRORS = 3
_MOST_MODELS = 3
_MOST_ROWS = 12
_MOST_PRICED = 4
# What one person costs is no mean.
_LEAST_PEOPLE = 2
_UNKNOWN = "unknown"
_TITLES = {"availability": "Requests that ended well", "latency": "How long slow answers take"}
_SUBTITLES = {
    "availability": "Share of requests that ended well, by week, all versions of a model together",
    "latency": "What one answer in twenty takes longer than, by week, all versions together",
}


def service_blocks(service: Service, compared: AbstractSet[str] = frozenset()) -> list[Block]:
    """Return sentence, weeks and versions; waits of `compared` models are told elsewhere."""
    if not service.versions:
        return []
    blocks: list[Block] = []
    told = _models(service)
    for model, found in groupby(service.versions, key=lambda one: one.model):
        if model not in told:
            continue
        versions = tuple(found)
        spans = _spans(service, model, versions)
        if model not in compared:
            spans += _slower(versions)
        if spans:
            blocks.append(Prose(tuple(spans)))
    blocks += [chart for name in _TITLES for chart in _weeks(service, told, name)]
    blocks.append(_table(service))
    blocks += _nameless(service)
    if any(_priced(one) for one in service.versions):
        blocks.append(_costs(service))
    return blocks


def _models(service: Service) -> tuple[str, ...]:
    """Return the models asked most; requests that no model is known of are told apart."""
    names = dict.fromkeys(one.model for one in service.versions if one.model != _UNKNOWN)
    return tuple(names)[:_MOST_MODELS] or (_UNKNOWN,)


def _nameless(service: Service) -> list[Block]:
    """Say how requests ended that are in no model's share, for its errors look rarer so."""
    found = [one.availability for one in service.versions if one.model == _UNKNOWN]
    lost = next((one for one in found if one is not None and one.value is not None), None)
    if lost is None or lost.value is None or _models(service) == (_UNKNOWN,):
        return []
    told: list[Span] = ["No model is known of ", Quantity(lost.n, "count"), " requests, "]
    told += [Quantity(lost.value, "share"), " of which ended well; "]
    return [Note((*told, "they belong to no row, so the shares of models leave them out."))]


def _spans(service: Service, model: str, versions: tuple[ServiceUse, ...]) -> list[Span]:
    trends = {one.measure: one for one in service.trends if one.model == model}
    told: list[Span] = []
    answered, waits = trends.get("availability"), trends.get("latency")
    if answered is not None:
        told += _answered(model, answered)
    if waits is not None:
        told += _waited(model, waits)
    return told + _spent(versions)


def _answered(model: str, trend: ServiceTrend) -> list[Span]:
    now = trend.weeks[-1]
    if now.value is None:
        return [f"{model}: too few requests this week to say how many ended well."]
    told: list[Span] = [f"{model}: ", Quantity(now.value, "share"), " of "]
    told += [Quantity(now.n, "count"), " requests of the week ended well", *_usual(trend)]
    return told


def _waited(model: str, trend: ServiceTrend) -> list[Span]:
    now = trend.weeks[-1]
    if now.value is None:
        return []
    told: list[Span] = [f" One answer in twenty of {model} takes longer than "]
    return [*told, Quantity(now.value, "ms"), *_usual(trend)]


def _usual(trend: ServiceTrend) -> list[Span]:
    """Say how the week lies beside the weeks before it, and that only beyond noise."""
    if trend.low is None or trend.high is None or trend.usual is None:
        return [", with too few weeks before to say whether that is usual."]
    ends: list[Span] = [Quantity(trend.low, trend.unit), " to "]
    high = min(trend.high, 1.0) if trend.unit == "share" else trend.high
    ends.append(Quantity(high, trend.unit))
    word = {0: ", as usual (", 1: ", more than usual (", -1: ", less than usual ("}[trend.beyond]
    return [word, *ends, ")."]


def _spent(versions: tuple[ServiceUse, ...]) -> list[Span]:
    told: list[Span] = []
    for one in versions:
        costs = {cost.name: cost for cost in one.costs}
        success, user = costs.get("cost per success"), costs.get("cost per user")
        if success is None or success.value is None or user is None or user.value is None:
            continue
        if user.n < _LEAST_PEOPLE:
            continue
        subject = " An" if one.version == _UNKNOWN else f" With {one.version} an"
        told += [f"{subject} answer that ended well cost "]
        told += [Quantity(success.value, success.unit), ", failed attempts included, and a person "]
        told += [Quantity(user.value, user.unit), " in the week."]
    return told


def _slower(versions: tuple[ServiceUse, ...]) -> list[Span]:
    """Name the newest version where its slow answers differ from those before beyond noise."""
    timed = [one for one in versions if len(one.latency) > 1]
    if len(timed) < 2:
        return []
    old, new = timed[-2].latency[1], timed[-1].latency[1]
    if not (old.interval and new.interval and old.value and new.value):
        return []
    slower = new.interval.low > old.interval.high
    if not slower and new.interval.high >= old.interval.low:
        return []
    word = " is slower than " if slower else " is faster than "
    told: list[Span] = [
        f" {timed[-1].version}{word}{timed[-2].version}: one answer in twenty over "
    ]
    return [*told, Quantity(new.value, "ms"), " against ", Quantity(old.value, "ms"), "."]


def _weeks(service: Service, models: tuple[str, ...], name: str) -> list[Block]:
    panels = tuple(
        SmallPanel(one.model, one.weeks)
        for one in service.trends
        if one.measure == name
        and one.model in models
        and any(week.value is not None for week in one.weeks)
    )
    known = [week.value for one in panels for week in one.readings if week.value is not None]
    if not known:
        return []
    unit, worst = ("share", min(known)) if name == "availability" else ("ms", max(known))
    caption = ("The worst of these weeks: ", Quantity(worst, unit), ".")
    return [SmallMultiples(_TITLES[name], _SUBTITLES[name], unit, panels, caption=caption)]


def _table(service: Service) -> Table:
    columns = (
        TableColumn("Version", width=2.4),
        TableColumn("Requests", "right"),
        TableColumn("Ended well", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("Median", "right"),
        TableColumn("One in 20 over", "right"),
        TableColumn("One in 100 over", "right"),
        TableColumn("First token, one in 20 over", "right"),
    )
    caption: tuple[Span, ...] = (
        "The last four weeks. Times are within 1 %; a version nobody asked has no row.",
        *_errors(service),
    )
    return Table("Service of each version", columns, tuple(map(_row, _rows(service))), caption)


def _rows(service: Service) -> tuple[ServiceUse, ...]:
    return tuple(one for one in service.versions if one.model != _UNKNOWN)[:_MOST_ROWS]


def _row(one: ServiceUse) -> tuple[Cell, ...]:
    answered = one.availability
    interval = answered.interval if answered else None
    times: list[Cell] = [_cell(found) for found in one.latency] or [None] * 3
    return (
        _name(one),
        Quantity(answered.n, "count") if answered else None,
        _cell(answered),
        Quantity(interval.low, "share") if interval else None,
        Quantity(interval.high, "share") if interval else None,
        *times,
        _cell(one.first_token[1]) if one.first_token else None,
    )


def _name(one: ServiceUse) -> str:
    return one.model if one.version == _UNKNOWN else f"{one.model} {one.version}"


def _errors(service: Service) -> list[Span]:
    """Name the most frequent classes of error of each version."""
    told: list[Span] = []
    for one in _rows(service):
        for found in one.errors[:_MOST_ERRORS]:
            if found.value is not None:
                told += [f" Of {_name(one)}, "]
                told += [Quantity(found.value, "share"), f" ended as {found.name}."]
    return told


def _priced(one: ServiceUse) -> bool:
    return any(cost.value is not None for cost in one.costs)


def _costs(service: Service) -> Table:
    columns = (
        TableColumn("Version", width=2.4),
        TableColumn("Cost", width=1.4),
        TableColumn("Mean", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("People", "right"),
    )
    caption = (
        (
            "The week's requests with a known cost and a known person, for the versions asked "
            "most. A success pays for the failed attempts too."
        ),
    )
    rows = tuple(
        (_name(one), *_cost(found))
        for one in _rows(service)[:_MOST_PRICED]
        for found in one.costs
        if found.value is not None
    )
    return Table("What an answer costs", columns, rows, caption)


def _cost(found: Measure) -> tuple[Cell, ...]:
    interval = found.interval
    return (
        found.name,
        _cell(found),
        Quantity(interval.low, found.unit) if interval else None,
        Quantity(interval.high, found.unit) if interval else None,
        Quantity(found.n, "users"),
    )


def _cell(measure: Measure | None) -> Cell:
    known = measure is not None and measure.value is not None
    return Quantity(measure.value, measure.unit) if measure and known else None
