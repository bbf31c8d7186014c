"""How much is known of the last weeks' answers."""

from reports.values.document import Block, Cell, Quantity, Table, TableColumn
from reports.values.models import CohortKnown, ModelUse


def known_blocks(use: ModelUse) -> list[Block]:
    """Return the share of known outcomes by week of answers."""
    if not use.cohorts:
        return []
    columns = (
        TableColumn("Answers of the week of", width=1.4),
        TableColumn("Answers", "right"),
        TableColumn("Outcomes known", "right"),
        TableColumn("Share known", "right"),
    )
    caption = (
        (
            "Outcomes come late; the share of right answers of young weeks rests on those that "
            "came early."
        ),
    )
    rows = tuple(map(_row, use.cohorts))
    return [Table(f"How much is known: {use.name}", columns, rows, caption)]


def _row(one: CohortKnown) -> tuple[Cell, ...]:
    known = Quantity(one.labelled / one.predictions, "share") if one.predictions else None
    return (
        one.week.start,
        Quantity(one.predictions, "count"),
        Quantity(one.labelled, "count"),
        known,
    )
