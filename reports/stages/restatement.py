"""Compare what earlier reviews published with what the same numbers are now."""

from collections.abc import Mapping
from dataclasses import replace

from reports import __version__
from reports.kpis.restatement import Origin, restatements
from reports.store import Store
from reports.store.archive import Archive
from reports.values.assessment import Assessment
from reports.values.calendar import Period
from reports.values.job import Job
from reports.values.ledger import ReviewKey
from reports.values.reading import KpiReadings, Reading


def add_restatements(job: Job, assessment: Assessment, store: Store) -> Assessment:
    """Return the assessment with the numbers that have to be restated.

    What a review says as known at an instant is never compared with what is known now.
    """
    if job.pinned:
        return assessment
    stated = store.ledger.published_readings(job.product.name, before_week_label=job.week_label)
    if not stated:
        return assessment
    published = {one.key: one for one in store.ledger.reviews(job.product.name)}
    archive = Archive(job.workspace.archive)
    origins: dict[ReviewKey, Origin] = {}
    for key in {one.stated_in for one in stated}:
        review = published.get(key)
        if review is not None:
            origins[key] = Origin(archive.definitions(key), review.code_version)
    readings = {name: _by_period(one) for name, one in assessment.readings.items()}
    found = restatements(assessment.kpis, stated, readings, origins, __version__)
    return replace(assessment, restated=found)


def _by_period(known: KpiReadings) -> Mapping[Period, Reading]:
    readings = (
        *(*known.history, *known.weeks_prior_year),
        *(*known.months, *known.months_prior_year),
        *(known.mtd.reading, known.qtd.reading, known.ytd.reading),
    )
    return {one.period: one for one in readings}
