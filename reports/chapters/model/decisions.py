"""How many of the cases a model picks are right, and how many it misses."""

from reports.values.document import Block, Cell, Quantity, Table, TableColumn
from reports.values.measure import Measure
from reports.values.models import ModelUse

_NAMES = {"precision": "Precision", "recall": "Recall", "F1": "F1", "accuracy": "Accuracy"}


def decision_blocks(use: ModelUse) -> list[Block]:
    """Return precision, recall, F1 and accuracy of each version, or nothing without decisions."""
    rows = tuple(
        _row(one.version, measure)
        for one in use.versions
        for measure in one.decisions
        if measure.value is not None
    )
    if not rows:
        return []
    columns = (
        TableColumn("Version", width=1.2),
        TableColumn("Measure", width=1.2),
        TableColumn("Estimate", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("n", "right"),
    )
    caption = (
        (
            "The last four weeks, answers with a known outcome. Precision: of the cases picked, "
            "how many were right; recall: of the cases there were, how many were picked; F1: "
            "both in one."
        ),
    )
    return [Table(f"Decisions in numbers: {use.name}", columns, rows, caption)]


def _row(version: str, measure: Measure) -> tuple[Cell, ...]:
    low = Quantity(measure.interval.low, "share") if measure.interval else None
    high = Quantity(measure.interval.high, "share") if measure.interval else None
    value = None if measure.value is None else Quantity(measure.value, "share")
    return (version, _NAMES[measure.name], value, low, high, Quantity(measure.n, "count"))
