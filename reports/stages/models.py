"""Models of a product in the last weeks: the tables they rest on, and what they say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from reports.models import overview
from reports.models.histogram import COLUMNS
from reports.stages import model_measures as measures_of
from reports.stages.material import Desk, Shelf
from reports.values.assessment import Assessment
from reports.values.calendar import Period, day_of, epoch_day
from reports.values.fact import FactTable, Value
from reports.values.job import Job
from reports.values.measure import Measure
from reports.values.models import Models, ModelUse, VersionCounts, VersionUse

# The usual level comes from older weeks than those in which versions are compared.
HISTORY_WEEKS = 26
COMPARED_WEEKS = 12
RECENT_WEEKS = 4
SHOWN_COHORTS = 6
_RELATIONS = frozenset({"predictions", "outcomes"})
_KEY = ("model", "version")
_COUNTS = ("predictions", "labelled", "positives")

_QUALITY, _DECIDED = "models.quality", "models.right"
_MEASURES = {
    "scores": ("bin", *(name for name in COLUMNS if name != "n_selected")),
    "latency": ("bucket", "n", "start"),
    "requests": ("requests", "failed"),
    "cost": ("priced", "cost_usd"),
    "decisions": measures_of.DECISIONS,
}

Days = overview.Days
Key = tuple[str, str]
# Segment, day, model, version and counts.
Quality = tuple[str, int, str, str, VersionCounts]


def gather(desk: Desk) -> None:
    """Ask for the tables of models, as far as the product has the columns."""
    key = _DECIDED if _is_decided(desk) else _QUALITY
    quality = desk.queries["model_right" if key == _DECIDED else "model_quality"].query
    if not desk.has("predictions", "outcomes") or not desk.can_ask(quality):
        return
    weeks = _weeks(desk.job, COMPARED_WEEKS)
    days = tuple(day for week in weeks for day in week.each_day())
    history = _weeks(desk.job, HISTORY_WEEKS)
    desk.ask(key, quality, tuple(day for week in history for day in week.each_day()))
    for dimension in desk.job.product.dimensions:
        if desk.can_ask(quality, dimension):
            desk.ask(f"models.quality.{dimension}", quality, days, dimension)
    for name in _MEASURES:
        query = desk.queries[f"model_{name}"].query
        if desk.can_ask(query):
            desk.ask(f"models.{name}", query, _weeks(desk.job, RECENT_WEEKS))
    brought = desk.queries["model_releases"].query
    if desk.has("releases") and desk.can_ask(brought):
        desk.ask("models.releases", brought, weeks)


def _is_decided(desk: Desk) -> bool:
    """Tell whether predictions name classes; a number is hardly ever met exactly."""
    warehouse = desk.reader.warehouse
    named = not desk.has("predictions") or not warehouse.is_measured("predictions", "predicted")
    return named and desk.can_ask(desk.queries["model_right"].query)


def build(shelf: Shelf, assessment: Assessment) -> Assessment:
    """Add what the tables say of models."""
    right = shelf.table(_DECIDED)
    table = right or shelf.table(_QUALITY)
    if table is None or not table.rows:
        return assessment
    weeks, recent = (_weeks(shelf.job, n) for n in (COMPARED_WEEKS, RECENT_WEEKS))
    whole, sheets = _by_version(table), _read(shelf, weeks)
    found = Models(
        period=Period(recent[0].start, recent[-1].end, "rolling"),
        compared=Period(weeks[0].start, weeks[-1].end, "rolling"),
        models=tuple(_model(sheets, name, versions) for name, versions in whole.items()),
        kpis=tuple(_hanging(shelf.job, assessment)),
        decided=right is not None,
    )
    return replace(assessment, models=found)


def _weeks(job: Job, count: int) -> tuple[Period, ...]:
    return job.product.calendar.weeks_until(job.week, count)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The tables of all models, each read once: rows by name of the table, model and version."""

    shelf: Shelf
    weeks: tuple[Period, ...]
    rows: Mapping[str, Mapping[Key, Sequence[tuple[float, ...]]]]
    releases: Mapping[Key, tuple[date, str]]
    cuts: Mapping[str, Sequence[Quality]]

    @property
    def lately(self) -> frozenset[int]:
        """Return the days of the last weeks."""
        first, last = self.weeks[-RECENT_WEEKS], self.weeks[-1]
        return frozenset(range(epoch_day(first.start), epoch_day(last.end)))


def _read(shelf: Shelf, weeks: tuple[Period, ...]) -> _Sheets:
    rows: dict[str, dict[Key, list[tuple[float, ...]]]] = {}
    for name, columns in _MEASURES.items():
        grouped: dict[Key, list[tuple[float, ...]]] = defaultdict(list)
        for model, version, *rest in _rows(shelf.table(f"models.{name}"), (*_KEY, *columns)):
            grouped[str(model), str(version)].append(tuple(map(_float, rest)))
        rows[name] = grouped
    cuts = {
        dimension: tuple(_quality(shelf.table(f"models.quality.{dimension}")))
        for dimension in shelf.job.product.dimensions
    }
    return _Sheets(shelf, weeks, rows, _releases(shelf), cuts)


def _model(sheets: _Sheets, name: str, history: Mapping[str, Days]) -> ModelUse:
    long = _weeks(sheets.shelf.job, HISTORY_WEEKS)
    known = overview.cohorts(history.values(), long)
    alarm, usual = overview.last_alarm(history, long, known)
    versions = overview.since(history, epoch_day(sheets.weeks[0].start))
    if not versions:
        return ModelUse(name, (), alarm=alarm, usual=usual)
    order = overview.order_of(versions)
    uses = tuple(
        _version(sheets, (name, version), versions[version])
        for version in order
        if overview.total(versions[version], sheets.lately).predictions
    )
    use = ModelUse(name, uses, cohorts=known[-SHOWN_COHORTS:], alarm=alarm, usual=usual)
    newest = order[-1]
    champion = overview.champion_of(versions, newest)
    if not champion:
        return use
    sides = (versions[champion], versions[newest])
    cuts = _cuts(sheets, name, champion, newest)
    comparison, days, mix = overview.compared(*sides, cuts)
    slices = overview.versus(*sides, cuts)
    waits = _waits(sheets, (name, champion), (name, newest), sides)
    told = replace(use, champion=champion, comparison=comparison, waits=waits)
    return replace(told, days=days, mix=mix, slices=slices)


def _version(sheets: _Sheets, key: Key, days: Days) -> VersionUse:
    counts = overview.total(days, sheets.lately)
    latency = sheets.rows["latency"].get(key, ())
    measures, bins = measures_of.scores(sheets.rows["scores"].get(key, ()))
    begun = min(days)
    first = day_of(begun) if begun > epoch_day(sheets.weeks[0].start) else None
    since, title = sheets.releases.get(key, (first, ""))
    return VersionUse(
        key[1],
        since,
        title,
        counts,
        overview.right_share(counts),
        failed=measures_of.failed(sheets.rows["requests"].get(key, ())),
        p50=measures_of.middle(latency),
        p95=measures_of.slow(latency),
        cost=measures_of.cost(sheets.rows["cost"].get(key, ())),
        scores=measures,
        bins=bins,
        decisions=measures_of.decisions(sheets.rows["decisions"].get(key, ())),
        weeks=overview.week_readings(days, sheets.weeks),
    )


def _waits(
    sheets: _Sheets, champion: Key, newest: Key, sides: tuple[Days, Days]
) -> tuple[Measure, Measure] | None:
    """Return slow answers in the weeks in which both versions ran on the same days."""
    weeks = {epoch_day(one.start) for one in overview.shared_weeks(*sides, sheets.weeks)}
    rows = (sheets.rows["latency"].get(key, ()) for key in (champion, newest))
    old, new = (measures_of.slow([row for row in each if row[2] in weeks]) for each in rows)
    return (old, new) if old and new else None


def _cuts(
    sheets: _Sheets, model: str, champion: str, challenger: str
) -> dict[str, dict[str, tuple[Days, Days]]]:
    """Return the days of both versions by dimension and slice."""
    found: dict[str, dict[str, tuple[Days, Days]]] = {}
    for dimension, rows in sheets.cuts.items():
        slices: dict[str, dict[str, dict[int, VersionCounts]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for segment, day, name, version, counts in rows:
            if name == model:
                slices[segment][version][day] = counts
        if slices:
            found[dimension] = {
                segment: (versions[champion], versions[challenger])
                for segment, versions in sorted(slices.items())
            }
    return found


def _releases(shelf: Shelf) -> dict[Key, tuple[date, str]]:
    """Return day and title of the release that brought each version, the last one where several."""
    columns = (*_KEY, "title", "release_id", "released_s")
    zone = ZoneInfo(shelf.job.product.calendar.zone)
    return {
        (str(model), str(version)): (_local_day(at_s, zone), str(title or release))
        for model, version, title, release, at_s in _rows(shelf.table("models.releases"), columns)
    }


def _local_day(at_s: Value, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(_float(at_s), zone).date()


def _hanging(job: Job, assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Give the titles of objectives' KPIs that are computed from predictions or outcomes."""
    reads = {
        kpi.name: kpi.title
        for kpi in assessment.kpis
        if kpi.query is not None and _RELATIONS & set(kpi.query.relations)
    }
    for objective in job.product.objectives:
        for one in objective.kpis:
            if one.kpi in reads:
                yield reads[one.kpi], objective.title


def _by_version(table: FactTable) -> Mapping[str, Mapping[str, Days]]:
    found: dict[str, dict[str, dict[int, VersionCounts]]] = defaultdict(lambda: defaultdict(dict))
    for _, day, model, version, counts in _quality(table):
        found[model][version][day] = counts
    return found


def _quality(table: FactTable | None) -> Iterator[Quality]:
    """Give segment, day, model, version and counts of each row."""
    for row in _rows(table, ("start", "segment", *_KEY, *_COUNTS)):
        day, segment, model, version, *counts = row
        numbers = VersionCounts(*(int(_float(one)) for one in counts))
        yield str(segment), cast("int", day), str(model), str(version), numbers


def _rows(table: FactTable | None, names: tuple[str, ...]) -> Iterator[tuple[Value, ...]]:
    if table is None:
        return
    places = [table.columns.index(name) for name in names]
    for row in table.rows:
        yield tuple(row[at] for at in places)


def _float(value: Value) -> float:
    return float(cast("float", value or 0))
