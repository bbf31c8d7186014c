"""The third stage: chapters become one Review value, all that rendering needs."""

from collections.abc import Sequence
from dataclasses import replace

from reports import __version__
from reports.chapters import build_chapters
from reports.rendering import MissingGlyph, unprintable
from reports.roadmap.ranking import mark_of
from reports.stages.gate import with_banner
from reports.values.assessment import Assessment
from reports.values.audience import LARGEST_MAIL_BYTES, MailEdition, mail_edition
from reports.values.document import KpiRecord, Note, Review
from reports.values.job import Job

_MOST = 5


def compose(job: Job, assessment: Assessment) -> Review:
    """Return the review of a job, with a note on characters that the page cannot show."""
    review = with_banner(_review(job, assessment), assessment.gate, job.remark)
    missing = unprintable(review)
    if not missing:
        return review
    *chapters, last = review.chapters
    noted = replace(last, blocks=(*last.blocks, _missing_glyphs(missing)))
    return replace(review, chapters=(*chapters, noted))


def _mails(job: Job) -> tuple[MailEdition, ...]:
    """Return the messages that the audiences of a product need, each once."""
    found = {
        mail_edition(one, job.workspace.language)
        for one in job.workspace.audiences
        if not one.products or job.product.name in one.products
    }
    return tuple(sorted(found))


def _missing_glyphs(missing: Sequence[MissingGlyph]) -> Note:
    """Name characters that no font of the page has, and the fields they stand in."""
    codes = [f"U+{ord(glyph.character):04X}" for glyph in missing]
    fields = list(dict.fromkeys(field for glyph in missing for field in glyph.fields))
    told = (
        "The fonts of the page lack characters, which print as blanks unless the machine has a "
        f"font for them: {_some(codes)}. They stand in {_some(fields)}."
    )
    return Note((told,))


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"{', '.join(names[:_MOST])}{more}"


def _review(job: Job, assessment: Assessment) -> Review:
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
            KpiRecord(
                kpi,
                assessment.readings[kpi.name],
                assessment.query_hashes.get(kpi.name, ()),
                assessment.normal.get(kpi.name),
            )
            for kpi in assessment.kpis
        ),
        owner=job.product.owner,
        code_version=__version__,
        page_size=job.workspace.page_size,
        history_as_of=assessment.history_as_of,
        definition_hashes=tuple((kpi.name, kpi.definition_hash) for kpi in assessment.kpis),
        signals=assessment.signals,
        objectives=assessment.objectives,
        language=job.workspace.language,
        look=job.workspace.look,
        pdf_variant=job.workspace.pdf_variant,
        revision_reason=job.revision_reason if job.revision > 1 else "",
        mails=_mails(job),
        archive_url=job.workspace.mail.archive_url if job.workspace.mail else "",
        marks=tuple(map(mark_of, assessment.what_next.items)) if assessment.what_next else (),
        largest_mail_bytes=job.workspace.mail.largest_bytes
        if job.workspace.mail
        else LARGEST_MAIL_BYTES,
    )
