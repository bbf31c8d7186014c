"""From facts to the review value: readings, comparisons and chapters of many KPIs and weeks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import process_time

import pytest

from reports.catalog import load_catalog
from reports.kpis.spans import review_spans
from reports.stages.assessment import assess
from reports.stages.composition import compose
from reports.stages.explanation import explain
from reports.store import Store, open_store
from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.document import Review
from reports.values.fact import FactColumns, FactSeries
from reports.values.job import Evidence, Extraction, Job
from reports.values.kpi import Kpi
from reports.values.relation import RelationMapping
from reports.values.workspace import Product, WarehouseSource, Workspace
from tests.benchmarks.stopwatch import medians

GROUP = "From facts to the review, processor time"
ENDED = datetime(2026, 11, 16, 6, tzinfo=UTC)
CALENDAR = Calendar("Europe/Berlin")
LAST = CALENDAR.week("2026-W46")
DIMENSIONS = ("country", "plan", "platform", "feature")
EXPLAINED = 20
DEFAULTS = '[defaults]\nunit = "count"\nbetter = "higher"\nchapter = "engagement"\n'
KPI = """
[kpi_{number:03}]
title = "KPI {number}"
why = "It is one of many."
relation = "events"
aggregate = "count"
filter = "name = 'step {number}'"
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is put together, and in how many seconds; with the reasons of signals or without."""

    kpis: int
    weeks: int
    limit_s: float
    explained: bool = False

    def __str__(self) -> str:
        reasons = ", with attribution" if self.explained else ""
        return f"{self.kpis} KPIs, {self.weeks} week{'s' if self.weeks > 1 else ''}{reasons}"


@dataclass(frozen=True, slots=True)
class Assembly:
    """A store with facts of some KPIs, ready to become reviews."""

    job: Job
    extraction: Extraction
    store: Store

    def review(self, week: Period, *, explained: bool) -> Review:
        """Return the review of a week."""
        label = CALENDAR.week_label(week)
        job = Job(self.job.workspace, self.job.product, week, label, ENDED, False, "run", ENDED)
        if explained:
            return compose(job, explain(job, self.extraction, self.store))
        return compose(job, assess(job, self.extraction, self.store))


def bulk_file(folder: Path, count: int) -> Path:
    """Write so many KPIs into a kpis.toml."""
    path = folder / "kpis.toml"
    path.write_text(DEFAULTS + "".join(KPI.format(number=number) for number in range(count)))
    return path


@contextmanager
def assembled(folder: Path, kpis: int, weeks: Sequence[Period]) -> Iterator[Assembly]:
    """Give an assembly whose store holds all that the reviews of the weeks may ask for."""
    catalog = load_catalog([], bulk_file(folder, kpis))
    days = Period(review_spans(CALENDAR, weeks[0]).days[0].start, LAST.end, "day").each_day()
    random = Random(1)  # noqa: S311 nothing secret
    product = Product(
        "sample", "Sample", CALENDAR, {"events": RelationMapping("events", table="events")}
    )
    ledger = f"sqlite:///{folder}/ledger.sqlite"
    workspace = Workspace(folder, "Sample", WarehouseSource(""), (product,), folder, ledger)
    with open_store(ledger) as store:
        series = {name: (_fill(store, name, days, random),) for name in catalog.kpis}
        recorded = {"events": _fill(store, "rows", days, random)}
        chosen: tuple[Kpi, ...] = tuple(catalog.kpis.values())
        segments = {
            (name, dimension): (_fill_segments(store, f"{name} {dimension}", random),)
            for name in list(catalog.kpis)[:EXPLAINED]
            for dimension in DIMENSIONS
        }
        evidence = Evidence(segments=segments)
        extraction = Extraction(chosen, series, recorded, frozenset(), (), (), 0, evidence=evidence)
        job = Job(workspace, product, LAST, "2026-W46", ENDED, False, "run", ENDED)
        yield Assembly(job, extraction, store)


def _fill_segments(store: Store, name: str, random: Random) -> FactSeries:
    """Store two years of weeks with ten segments each."""
    series = FactSeries("sample", name, "week")
    weeks = CALENDAR.weeks_until(LAST, 110)
    cells = [(week, f"segment {k}") for week in weeks for k in range(10)]
    values = tuple(random.randrange(50, 150) for _ in cells)
    facts = FactColumns(
        periods=weeks,
        start=tuple(epoch_day(week.start) for week, _ in cells),
        end=tuple(epoch_day(week.end) for week, _ in cells),
        segment=tuple(segment for _, segment in cells),
        bucket=(0,) * len(cells),
        first=tuple(map(float, values)),
        second=(None,) * len(cells),
        n=values,
    )
    store.facts.write(series, facts, run_id="run", read_at=ENDED)
    return series


def _fill(store: Store, name: str, days: Sequence[Period], random: Random) -> FactSeries:
    series = FactSeries("sample", name, "day")
    count, starts = len(days), tuple(epoch_day(day.start) for day in days)
    values = tuple(random.randrange(50, 150) for _ in days)
    facts = FactColumns(
        periods=tuple(days),
        start=starts,
        end=tuple(start + 1 for start in starts),
        segment=("all",) * count,
        bucket=(0,) * count,
        first=tuple(map(float, values)),
        second=(None,) * count,
        n=values,
    )
    store.facts.write(series, facts, run_id="run", read_at=ENDED)
    return series


@pytest.mark.parametrize(
    "size",
    [
        Size(200, 1, 0.75),
        Size(200, 1, 1.0, explained=True),
        Size(20, 52, 5.0),
        Size(20, 52, 8.0, explained=True),
    ],
    ids=str,
)
def test_reviews_are_put_together_quickly(tmp_path, record, repetitions, size):
    """Many KPIs of a week, and many weeks of some KPIs, take little processor time."""
    asked = CALENDAR.weeks_until(LAST, size.weeks)
    with assembled(tmp_path, size.kpis, asked) as assembly:
        assert size.kpis == len(assembly.review(LAST, explained=size.explained).kpis)

        taken = medians(
            lambda: [assembly.review(week, explained=size.explained) for week in asked],
            repetitions=repetitions,
            clock=process_time,
        )
    figure = record(GROUP, str(size), *taken, bound=size.limit_s)

    assert figure.holds, figure


def test_bulk_kpis_are_read_quickly(tmp_path, record, repetitions):
    """Reading two hundred KPIs from kpis.toml comes before, once in a run."""
    path = bulk_file(tmp_path, 200)
    taken = medians(lambda: load_catalog([], path), repetitions=repetitions, clock=process_time)
    record(GROUP, "before it: reading a kpis.toml of 200", *taken)
