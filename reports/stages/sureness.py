"""How sure the week's numbers are: intervals over users, of shares, and of quantiles."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from math import isclose

from reports.kpis.inference.proportions import Proportion, wilson
from reports.kpis.inference.quantiles import quantile_interval
from reports.kpis.inference.ratios import RatioSums, ratio_interval
from reports.kpis.readings import ALL
from reports.store import Store
from reports.values.assessment import Assessment
from reports.values.calendar import epoch_day
from reports.values.fact import FactColumns, FactSeries
from reports.values.interval import Interval
from reports.values.job import Evidence, Extraction, Job
from reports.values.kpi import Kpi
from reports.values.reading import Reading

Facts = Mapping[FactSeries, FactColumns]

_SHOWN = frozenset({"ok", "partial"})


def with_intervals(
    assessment: Assessment, evidence: Evidence, facts: Facts, buckets: Mapping[str, Counter[int]]
) -> Assessment:
    """Return the assessment with an interval for each reading of the week that allows one.

    Shape: `buckets` has the week's counts per bucket of each quantile KPI.
    """
    kpis = {kpi.name: kpi for kpi in assessment.kpis}
    found = dict(assessment.readings)
    for name, readings in assessment.readings.items():
        series = evidence.moments.get(name)
        sums = _sums(facts[series]) if series is not None else None
        interval = _interval(kpis[name], readings.last_week, sums, buckets.get(name))
        found[name] = replace(readings, interval=interval)
    return replace(assessment, readings=found)


def week_buckets(job: Job, extraction: Extraction, store: Store) -> dict[str, Counter[int]]:
    """Return the week's counts per bucket of each quantile KPI."""
    start, end = epoch_day(job.week.start), epoch_day(job.week.end)
    series = {
        kpi.name: extraction.series[kpi.name] for kpi in extraction.kpis if kpi.kind == "quantile"
    }
    facts = store.facts.load(
        [one for group in series.values() for one in group], start=start, end=end
    )
    found: dict[str, Counter[int]] = {}
    for name, group in series.items():
        counts = found.setdefault(name, Counter())
        for columns in (facts[one] for one in group):
            for bucket, segment, n in zip(columns.bucket, columns.segment, columns.n, strict=True):
                counts[bucket] += n if segment == ALL else 0
    return found


def _interval(
    kpi: Kpi, reading: Reading, sums: RatioSums | None, counts: Counter[int] | None
) -> Interval | None:
    if reading.status not in _SHOWN:
        return None
    if counts is not None and kpi.quantile is not None:
        return quantile_interval(counts, kpi.quantile)
    if sums is not None and _same(sums, reading) and (found := ratio_interval(sums)) is not None:
        return _within(kpi, found)
    if kpi.unit != "share" or reading.numerator is None or reading.denominator is None:
        return None
    if not 0 <= reading.numerator <= reading.denominator == reading.n:
        return None
    return wilson(Proportion(reading.numerator, reading.n))


def _same(sums: RatioSums, reading: Reading) -> bool:
    """Tell whether the sums give the number itself; rows without a user may be missing in them."""
    ratio = sums.numerator / sums.denominator if sums.denominator else None
    return ratio is not None and isclose(ratio, reading.value or 0.0, rel_tol=0.005)


def _within(kpi: Kpi, interval: Interval) -> Interval:
    """Keep the interval of a share between none and all."""
    if kpi.unit != "share":
        return interval
    return replace(interval, low=max(interval.low, 0.0), high=min(interval.high, 1.0))


def _sums(columns: FactColumns) -> RatioSums | None:
    """Return the sums over users that the five rows of a week hold."""
    values = dict(zip(columns.bucket, columns.first, strict=True))
    known = [value for place in range(5) if (value := values.get(place)) is not None]
    if len(known) < 5:
        return None
    numerator_sq, denominator_sq, product, numerator, denominator = known
    users = columns.n[0]
    return RatioSums(numerator, denominator, numerator_sq, denominator_sq, product, users)
