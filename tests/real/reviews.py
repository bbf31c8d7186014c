"""Reviews of real data, and every one of their readings beside a plain computation."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.rendering import review_to_json
from reports.values.document import KpiRecord, Review
from reports.values.job import Built, Job, Outcome, Request
from reports.values.reading import Reading
from tests.real.frames import Expected, Oracle

DATA = "PRODUCT_REVIEW_DATA"
LONG_AFTER = datetime(2026, 9, 1, tzinfo=UTC)
EXACT, BUCKETED = 1e-9, 0.0101


@dataclass(frozen=True, slots=True)
class Published:
    """A workspace with the reviews of several weeks, and what became of each."""

    folder: Path
    environment: Mapping[str, str]
    reviews: Mapping[str, Review]
    outcomes: Mapping[str, Outcome]


def job_of(folder: Path, data: Path, week: str, as_of: datetime | None = None) -> Job:
    """Return the job of a week, as of a time long after it unless another is given."""
    workspace = load_workspace(folder, {DATA: str(data)})
    request = Request(week, "", as_of)
    now = as_of or LONG_AFTER
    return pipeline.plan(workspace, request, now=now, new_run_id=lambda: f"run-{week}")[0]


def publish_weeks(folder: Path, data: Path, name: str, weeks: Sequence[str]) -> Published:
    """Publish the review of each week, as JSON only, in one workspace."""
    shutil.copytree(Path(__file__).parent / name, folder)
    reviews: dict[str, Review] = {}
    outcomes: dict[str, Outcome] = {}
    for week in weeks:
        job = job_of(folder, data, week)
        pipeline.begin(job, "weekly")
        extraction = pipeline.read_facts(job)
        reviews[week] = pipeline.write_review(job, extraction)
        files = {"review.json": review_to_json(reviews[week])}
        built = Built(job, extraction, reviews[week], files)
        outcomes[week] = pipeline.publish_review(built, finished_at=LONG_AFTER)
    return Published(folder, {DATA: str(data)}, reviews, outcomes)


def record_of(review: Review, kpi: str) -> KpiRecord:
    """Return one KPI of a review."""
    return next(record for record in review.kpis if record.definition.name == kpi)


def last_week(review: Review, kpi: str) -> Reading:
    """Return a KPI's reading of the review's own week."""
    return record_of(review, kpi).readings.last_week


def readings_of(record: KpiRecord) -> tuple[Reading, ...]:
    """Return all readings of a KPI: 26 weeks, six a year earlier, 12 months, 12 a year earlier."""
    known = record.readings
    return (*known.history, *known.weeks_prior_year, *known.months, *known.months_prior_year)


def differences(review: Review, oracle: Oracle) -> tuple[list[str], int]:
    """Return what differs from the plain computation, and how many readings were compared."""
    found, compared = [], 0
    for record in review.kpis:
        for reading in readings_of(record):
            span = (reading.period.start, reading.period.end)
            expected = oracle.expect(record.definition.name, span)
            compared += 1
            if not _agree(record, reading, expected):
                found.append(f"{record.definition.name} {span}: {expected} but {reading}")
    return found, compared


def _agree(record: KpiRecord, reading: Reading, expected: Expected) -> bool:
    """Compare value, days behind it, and what the reading says of itself."""
    if expected.value is None:
        told = reading.value is None and reading.status == "missing" and bool(reading.reason)
        return told and (expected.present, expected.expected) == _days(reading)
    tolerance = BUCKETED if record.definition.kind == "quantile" else EXACT
    status = "ok" if expected.present >= expected.expected else "partial"
    return (
        reading.value == pytest.approx(expected.value, rel=tolerance, abs=1e-6)
        and (status, expected.present, expected.expected)
        == (reading.status, reading.days_present, reading.days_expected)
        and (status == "ok" or f"{expected.present} of {expected.expected} days" in reading.reason)
    )


def _days(reading: Reading) -> tuple[int, int]:
    return reading.days_present, reading.days_expected
