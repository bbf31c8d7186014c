"""Every KPI of the demo beside a plain pandas computation from the raw rows."""

from datetime import datetime
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.demo.story import FIRST_WEEK
from reports.values.document import KpiRecord, Review
from reports.values.job import Request
from reports.values.reading import Reading
from tests.demo import oracle

pytestmark = pytest.mark.slow

BUCKETED = {"latency_p50", "latency_p95"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo with a tenth of its users."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder, scale=0.1)
    return folder


def review_of(folder: Path, week: str) -> Review:
    """Return the review of a week, as known on the demo's Monday."""
    workspace = load_workspace(folder, {})
    as_of = datetime.fromisoformat(DEMO_AS_OF)
    request = Request(week, "", as_of)
    job = pipeline.plan(workspace, request, now=as_of, new_run_id=lambda: "run")[0]
    return pipeline.write_review(job, pipeline.read_facts(job))


def readings_of(record: KpiRecord) -> tuple[Reading, ...]:
    """Return all readings of a KPI."""
    known = record.readings
    return (*known.history, *known.weeks_prior_year, *known.months, *known.months_prior_year)


@pytest.mark.parametrize("week", [DEMO_WEEK, "2026-W14"])
def test_every_kpi_equals_the_plain_computation(demo: Path, week: str):
    """All weeks and months of all KPIs agree; W14 follows a clock change."""
    review = review_of(demo, week)
    rows = oracle.load_rows(demo / "data" / "demo.duckdb", as_of=datetime.fromisoformat(DEMO_AS_OF))
    first_day = review.week.start.fromisocalendar(int(FIRST_WEEK[:4]), int(FIRST_WEEK[-2:]), 1)
    spans = sorted({r.period for k in review.kpis for r in readings_of(k)})
    spans = [span for span in spans if span.start >= first_day]
    expected = oracle.compute(rows, [(span.start, span.end) for span in spans])
    compared = 0

    for record in review.kpis:
        name = record.definition.name
        numbers = dict(zip(spans, expected[name], strict=True))
        tolerance = 0.0101 if name in BUCKETED else 1e-9
        for reading in readings_of(record):
            if reading.period in numbers:
                number, value = numbers[reading.period], reading.value
                close = None if value is None else pytest.approx(value, rel=tolerance)
                assert number == close, f"{name} {reading.period}"
                compared += 1

    assert set(oracle.SHIPPED) <= {record.definition.name for record in review.kpis}
    assert compared > 800


def test_the_demo_says_that_it_is_simulated(demo: Path):
    """The cover tells the reader before any number does."""
    assert "Simulated" in review_of(demo, DEMO_WEEK).cover
