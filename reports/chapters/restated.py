"""Numbers that earlier reviews published and that are others now."""

from reports.values.assessment import Assessment
from reports.values.document import Cell, Chapter, Prose, Quantity, Table, TableColumn
from reports.values.restatement import Restatement

ORDER = 35

_COLUMNS = (
    TableColumn("KPI", width=1.6),
    TableColumn("From", "right", 1.0),
    TableColumn("To", "right", 1.0),
    TableColumn("Published", "right"),
    TableColumn("In the review of", "right", 1.1),
    TableColumn("Now", "right"),
    TableColumn("n", "right", 0.8),
    TableColumn("Cause", width=1.8),
)


def build(assessment: Assessment) -> Chapter | None:
    """Return the restated numbers, or nothing where all stand as they were published."""
    found = assessment.restated
    if not found:
        return None
    told = Prose(
        (
            Quantity(len(found), "count"),
            (
                " published numbers have moved by more than their KPI tolerates. The reviews that "
                "stated them stay as they are."
            ),
        )
    )
    table = Table("Restated numbers", _COLUMNS, tuple(map(_row, found)))
    return Chapter("restated", "Restated", (told, table))


def _row(one: Restatement) -> tuple[Cell, ...]:
    return (
        one.title,
        one.period.start,
        one.period.last_day,
        Quantity(one.published, one.unit),
        f"{one.stated_in.week_label} r{one.stated_in.revision}",
        Quantity(one.now, one.unit)
        if one.now is not None
        else Quantity(None, one.unit, status="missing", reason="no longer known"),
        Quantity(one.n, "count"),
        one.cause,
    )
