"""What the data suggest, in blocks: named as suggestions, with what was measured."""

from reports.values.document import Block, Cell, Prose, Quantity, Table, TableColumn
from reports.values.roadmap import Suggestion

_KINDS = {
    "funnel": "funnel loss",
    "slice": "failing segment",
    "guardrail": "breached guardrail",
    "signal": "unanswered signal",
    "action": "late action",
}


def suggestion_blocks(found: tuple[Suggestion, ...]) -> list[Block]:
    """Return the suggestions as a table, or nothing."""
    if not found:
        return []
    columns = (
        TableColumn("Suggestion", width=3),
        TableColumn("Kind", width=1.3),
        TableColumn("Reach or n", "right"),
        TableColumn("Evidence", width=1.5),
        TableColumn("From", "right"),
        TableColumn("To or due", "right"),
    )
    caption = (
        (
            "Suggestions come from this week's numbers. They enter the roadmap only when somebody "
            "adds them."
        ),
    )
    first = Prose((f"The data suggest first: {found[0].what}.",))
    return [first, Table("Suggested by the data", columns, tuple(map(_row, found)), caption)]


def _row(one: Suggestion) -> tuple[Cell, ...]:
    reach = None if one.reach is None else Quantity(one.reach, one.unit)
    return (one.what, _KINDS[one.kind], reach, one.evidence, one.since, one.until)
