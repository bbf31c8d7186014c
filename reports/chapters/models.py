"""How the models do: what people got, which version gave it, and how we know."""

from reports.chapters.model.known import known_blocks
from reports.chapters.model.scores import score_blocks
from reports.chapters.model.slices import slice_blocks
from reports.chapters.model.story import story
from reports.chapters.model.versions import version_blocks
from reports.values.assessment import Assessment
from reports.values.document import Block, Chapter

ORDER = 42


def build(assessment: Assessment) -> Chapter | None:
    """Return the model chapter, or nothing where no outcomes of a model's answers are known."""
    found = assessment.models
    if found is None:
        return None
    blocks: list[Block] = []
    for use in found.models:
        blocks.append(story(use, found))
        blocks += version_blocks(use, found)
        blocks += slice_blocks(use)
        blocks += score_blocks(use, found)
        blocks += known_blocks(use)
    return Chapter("models", "How the models do", tuple(blocks)) if blocks else None
