"""How people use the product, and where they leave."""

from reports.chapters.people.engagement import engagement_blocks
from reports.chapters.people.feedback import feedback_blocks
from reports.chapters.people.funnels import funnel_blocks
from reports.chapters.people.growth import growth_blocks
from reports.chapters.people.reach import feature_blocks, segment_blocks
from reports.chapters.people.retention import retention_blocks
from reports.values.assessment import Assessment
from reports.values.document import Block, Callout, Chapter

ORDER = 45


def build(assessment: Assessment) -> Chapter | None:
    """Return the usage chapter, or nothing where no usage is known."""
    usage = assessment.usage
    if usage is None:
        return None
    blocks: list[Block] = []
    if assessment.dominated:
        told = (
            "One user makes nearly all events here, so shares and means of people mean nothing.",
        )
        blocks.append(Callout("warning", "Figures per person mean nothing", told))
    else:
        blocks += growth_blocks(usage) + engagement_blocks(usage.engagement)
        blocks += retention_blocks(usage.retention)
        blocks += [block for use in usage.funnels for block in funnel_blocks(use)]
        blocks += feature_blocks(usage.features) + segment_blocks(usage)
    blocks += feedback_blocks(usage.feedback)
    return Chapter("usage", "How people use it", tuple(blocks)) if blocks else None
