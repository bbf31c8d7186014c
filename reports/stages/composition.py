"""The third stage: chapters become one Review value, all that rendering needs."""

from reports import __version__
from reports.chapters import build_chapters
from reports.values.assessment import Assessment
from reports.values.document import KpiRecord, Review
from reports.values.job import Job


def compose(job: Job, assessment: Assessment) -> Review:
    """Return the review of a job."""
    return Review(
        product=job.product.name,
        product_title=job.product.title,
        workspace_title=job.workspace.title,
        week_label=job.week_label,
        week=job.week,
        zone=job.product.calendar.zone,
        as_of=job.as_of,
        revision=job.revision,
        cover=job.product.cover,
        chapters=build_chapters(assessment),
        kpis=tuple(
            KpiRecord(kpi, assessment.readings[kpi.name], assessment.query_hashes.get(kpi.name, ()))
            for kpi in assessment.kpis
        ),
        owner=job.product.owner,
        code_version=__version__,
        page_size=job.workspace.page_size,
        history_as_of=assessment.history_as_of,
        definition_hashes=tuple((kpi.name, kpi.definition_hash) for kpi in assessment.kpis),
    )
