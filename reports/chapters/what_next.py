"""What next: decisions, the roadmap in tiers, what the data suggest, and the market."""

from reports.chapters.outlook.market import market_blocks
from reports.chapters.outlook.ranking import ranking_blocks
from reports.chapters.outlook.suggestions import suggestion_blocks
from reports.values.assessment import Assessment
from reports.values.document import Block, Chapter, Prose

ORDER = 70


def build(assessment: Assessment) -> Chapter | None:
    """Return the last step of the review, or nothing where nothing is planned or suggested."""
    told = assessment.what_next
    if told is None:
        return None
    blocks: list[Block] = []
    if assessment.decisions:
        blocks.append(Prose(_decisions(assessment)))
    blocks += ranking_blocks(told)
    blocks += suggestion_blocks(told.suggestions)
    if told.market:
        blocks += market_blocks(told.market)
    return Chapter("next", "What next", tuple(blocks))


def _decisions(assessment: Assessment) -> tuple[str, ...]:
    """Say once more what has to be decided; the first page has owners and days."""
    questions = "; ".join(f"{item.question} ({item.owner})" for item in assessment.decisions)
    return (f"Decisions needed now: {questions}.",)
