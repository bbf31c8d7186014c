"""How the models do: what people got, which version gave it, and how we know."""

from reports.chapters.model.decisions import decision_blocks
from reports.chapters.model.known import known_blocks
from reports.chapters.model.scores import score_blocks
from reports.chapters.model.service import service_blocks
from reports.chapters.model.slices import slice_blocks
from reports.chapters.model.story import story
from reports.chapters.model.suites import suite_blocks
from reports.chapters.model.tools import tool_blocks
from reports.chapters.model.versions import version_blocks
from reports.values.assessment import Assessment
from reports.values.document import Block, Chapter
from reports.values.models import Models, ModelUse

ORDER = 42


def build(assessment: Assessment) -> Chapter | None:
    """Return the model chapter, or nothing where nothing of models is known."""
    blocks: list[Block] = []
    compared: set[str] = set()
    if found := assessment.models:
        compared = {use.name for use in found.models if use.champion}
        blocks += [block for use in found.models for block in _quality(use, found)]
    if service := assessment.service:
        blocks += service_blocks(service, compared)
        blocks += suite_blocks(service) + tool_blocks(service)
    return Chapter("models", "How the models do", tuple(blocks)) if blocks else None


def _quality(use: ModelUse, found: Models) -> list[Block]:
    blocks = [story(use, found), *version_blocks(use, found), *slice_blocks(use)]
    return [*blocks, *decision_blocks(use), *score_blocks(use, found), *known_blocks(use, found)]
