"""The third stage: signals get their reasons, numbers their intervals, objectives their state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reports.kpis.attribution.segments import Breakdown, SegmentSeries
from reports.kpis.attribution.shapley import MOST_FACTORS, shapley_product
from reports.kpis.attribution.split import attribute
from reports.kpis.shapes import factors
from reports.stages.assessment import assess
from reports.stages.evidence import BASE_WEEKS, explained_weeks, parts_of, watched_kpis
from reports.stages.outlook import objective_states
from reports.stages.segments import segment_series
from reports.stages.sureness import week_buckets, with_intervals
from reports.store import Store
from reports.values.assessment import Assessment
from reports.values.calendar import Period, day_of, epoch_day
from reports.values.fact import FactColumns, FactSeries
from reports.values.job import Evidence, Extraction, Job
from reports.values.kpi import Kpi
from reports.values.query import PAIR_KINDS
from reports.values.reading import Reading
from reports.values.record import Annotation, Cause
from reports.values.signal import Attribution, FactorEffect, SegmentMove, Signal, Signals

Facts = Mapping[FactSeries, FactColumns]

_KINDS = ("incident", "annotation", "release", "iteration")


def explain(job: Job, extraction: Extraction, store: Store) -> Assessment:
    """Return the assessment with reasons, intervals and the state of objectives."""
    assessment = extraction.assessment or assess(job, extraction, store)
    evidence = extraction.evidence
    start, end = epoch_day(explained_weeks(job)[0].start), epoch_day(job.week.end)
    facts = store.facts.load(evidence.series, start=start, end=end)
    explainer = _Explainer(job, assessment, evidence, facts)
    told = replace(assessment, signals=explainer.explain_all(assessment.signals))
    sure = with_intervals(told, evidence, facts, week_buckets(job, extraction, store))
    return replace(sure, objectives=objective_states(sure), unread=evidence.unread)


@dataclass(frozen=True, slots=True)
class _Explainer:
    """What the reasons of one review's signals are found in."""

    job: Job
    assessment: Assessment
    evidence: Evidence
    facts: Facts

    def explain_all(self, signals: Signals) -> Signals:
        """Return the signals with their reasons, and segments that moved without one."""
        found = tuple(self.explain(signal) for signal in signals.found)
        signalling = {signal.kpi for signal in found}
        quiet = [kpi for kpi in self._watched() if kpi.name not in signalling]
        splits = [
            (kpi, split) for kpi in quiet for split in self._attributions(kpi, self.job.week.start)
        ]
        return replace(
            signals,
            found=found,
            segment_moves=tuple(move for kpi, split in splits for move in _moves(kpi, split)),
            segments_watched=sum(len(split.contributions) for _, split in splits),
        )

    def explain(self, signal: Signal) -> Signal:
        """Return a signal with its reasons and with what coincided with it."""
        kpi = next(kpi for kpi in self.assessment.kpis if kpi.name == signal.kpi)
        return replace(
            signal,
            attributions=tuple(self._attributions(kpi, signal.since)),
            factors=self._factors(signal, kpi),
            causes=self._causes(signal),
        )

    def _watched(self) -> list[Kpi]:
        names = watched_kpis(self.job)
        return [kpi for kpi in self.assessment.kpis if kpi.name in names]

    def _attributions(self, kpi: Kpi, since: date) -> list[Attribution]:
        """Split a KPI's change since a day over each dimension that makes up the whole."""
        found = [
            self._split(kpi, dimension, series, since)
            for (name, dimension), series in self.evidence.segments.items()
            if name == kpi.name
        ]
        return [split for split in found if split is not None]

    def _split(
        self, kpi: Kpi, dimension: str, series: tuple[FactSeries, ...], since: date
    ) -> Attribution | None:
        weeks = explained_weeks(self.job)
        columns = [self.facts[each] for each in series]
        base = Period(since - timedelta(days=7 * BASE_WEEKS), since, "rolling")
        kind = kpi.kind if kpi.query is not None else "ratio"
        breakdown = Breakdown(dimension, segment_series(columns, weeks), self._whole(kpi, weeks))
        minimum_cell = self.job.workspace.minimum_cell
        return attribute(kind, breakdown, self.job.week, base, minimum_cell)

    def _whole(self, kpi: Kpi, weeks: Sequence[Period]) -> SegmentSeries:
        """Return the weeks of a KPI that are not split, from its readings."""
        kpis = {item.name: item for item in self.assessment.kpis}
        parts = [self._by_period(part.name) for part in parts_of(kpi, kpis)]
        found = [[part.get(week) for week in weeks] for part in parts]
        if len(found) == 1:
            return _whole_of_query(weeks, found[0], paired=kpi.kind in PAIR_KINDS)
        top, bottom = found
        return SegmentSeries(
            tuple(weeks),
            tuple(r.value if r else None for r in top),
            tuple(r.value if r else None for r in bottom),
            tuple(r.n if r else 0 for r in bottom),
        )

    def _by_period(self, name: str) -> dict[Period, Reading]:
        return {reading.period: reading for reading in self.assessment.weekly[name]}

    def _factors(self, signal: Signal, kpi: Kpi) -> tuple[FactorEffect, ...]:
        """Share the change since the week before a stretch began out over a product's factors."""
        names = factors(kpi)
        known = {item.name: item for item in self.assessment.kpis}
        if not names or len(names) > MOST_FACTORS or any(name not in known for name in names):
            return ()
        before = self.job.product.calendar.week_of(signal.since).shifted(-7)
        sides = [
            [self._value(name, period) for name in names] for period in (before, self.job.week)
        ]
        values = [[value for value in side if value is not None] for side in sides]
        if any(len(side) < len(names) for side in values):
            return ()
        effects = shapley_product(*values)
        return tuple(
            FactorEffect(name, known[name].title, effect)
            for name, effect in zip(names, effects, strict=True)
        )

    def _value(self, name: str, period: Period) -> float | None:
        reading = self._by_period(name).get(period)
        return reading.value if reading else None

    def _causes(self, signal: Signal) -> tuple[Cause, ...]:
        """Return what fell into the week a stretch began, or into the week before."""
        first, last = signal.since - timedelta(days=7), signal.since + timedelta(days=6)
        records, product = self.job.workspace.records, self.job.product.name
        found = [cause for cause in self._released() if first <= cause.on <= last]
        found += [
            Cause(item.kind, item.text, item.first_day, _until(item.first_day, item.last_day))
            for item in records.annotations
            if _concerns(item, product, signal.kpi)
            and item.first_day <= last
            and item.last_day >= first
        ]
        found += [
            Cause("iteration", item.name, item.first_day, item.last_day)
            for item in records.iterations
            if (not item.products or product in item.products)
            and (first <= item.first_day <= last or first <= item.last_day <= last)
        ]
        return tuple(sorted(found, key=lambda cause: _nearness(cause, signal.since)))

    def _released(self) -> list[Cause]:
        series = self.evidence.releases
        if series is None:
            return []
        columns = self.facts[series]
        pairs = zip(columns.start, columns.segment, strict=True)
        return [Cause("release", label, day_of(day)) for day, label in pairs]


def _whole_of_query(
    weeks: Sequence[Period], readings: Sequence[Reading | None], *, paired: bool
) -> SegmentSeries:
    """Return the weeks of a KPI with a query: numerators above denominators, or values alone."""
    return SegmentSeries(
        tuple(weeks),
        tuple((r.numerator if paired else r.value) if r else None for r in readings),
        tuple(r.denominator if r and paired else None for r in readings),
        tuple(r.n if r else 0 for r in readings),
    )


def _nearness(cause: Cause, since: date) -> tuple[int, bool, date]:
    """Put what people wrote down first, then what fell into the week itself."""
    return (_KINDS.index(cause.kind), cause.on < since, cause.on)


def _moves(kpi: Kpi, split: Attribution) -> list[SegmentMove]:
    """Return the segments of a KPI that moved beyond their own noise."""
    return [
        SegmentMove(
            kpi=kpi.name,
            title=kpi.title,
            unit=kpi.unit,
            change_unit=kpi.change,
            dimension=split.dimension,
            segment=part.segment,
            base=split.base,
            before=part.before,
            now=part.now,
            effect=part.effect,
            n=part.n,
        )
        for part in split.contributions
        if part.named
    ]


def _until(first: date, last: date) -> date | None:
    return last if last > first else None


def _concerns(item: Annotation, product: str, kpi: str) -> bool:
    return (not item.products or product in item.products) and (not item.kpis or kpi in item.kpis)
