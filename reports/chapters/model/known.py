"""How much is known of the last weeks' answers."""

from reports.chapters.model.words import words_of
from reports.values.document import Block, Cell, Quantity, Table, TableColumn
from reports.values.models import CohortKnown, Models, ModelUse


def known_blocks(use: ModelUse, models: Models) -> list[Block]:
    """Return the share of known outcomes by week of answers."""
    if not use.cohorts:
        return []
    columns = (
        TableColumn("Answers of the week of", width=1.4),
        TableColumn("Answers", "right"),
        TableColumn("Outcomes known", "right"),
        TableColumn("Share known", "right"),
    )
    rows = tuple(map(_row, use.cohorts))
    return [Table(f"How much is known: {use.name}", columns, rows, (words_of(models).caution,))]


def _row(one: CohortKnown) -> tuple[Cell, ...]:
    known = Quantity(one.labelled / one.predictions, "share") if one.predictions else None
    return (
        one.week.start,
        Quantity(one.predictions, "count"),
        Quantity(one.labelled, "count"),
        known,
    )
