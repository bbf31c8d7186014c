"""What the numbers rest on: freshness, days with data, rows read, and what was left out."""

from reports.values.assessment import Assessment, NotComputed, RelationNote
from reports.values.document import (
    Block,
    Callout,
    Cell,
    Chapter,
    Note,
    Prose,
    Quantity,
    Span,
    Table,
    TableColumn,
)
from reports.values.gate import GateVerdict
from reports.values.relation import KEYS

ORDER = 90


def build(assessment: Assessment) -> Chapter:
    """Return the data notes."""
    blocks: list[Block] = [Prose(_as_of(assessment)), _relations(assessment)]
    late = [note for note in assessment.relations if _is_late(note)]
    if late:
        blocks.append(_incomplete(late))
    if assessment.gate is not None and assessment.gate.checks:
        blocks.append(_gate(assessment.gate))
    blocks += [_repeated(*item) for item in sorted(assessment.repeated.items()) if item[1]]
    if assessment.not_computed:
        blocks.append(_left_out("Left out", "KPI", assessment.not_computed))
    if assessment.unread:
        blocks.append(_left_out("Reasons not looked for", "Query", assessment.unread))
    if assessment.unmapped:
        names = ", ".join(assessment.unmapped)
        blocks.append(Note((f"Not mapped in this workspace, so nothing is said about: {names}.",)))
    return Chapter("data_notes", "Data notes", tuple(blocks))


def _as_of(assessment: Assessment) -> tuple[Span, ...]:
    if assessment.history_as_of is None:
        return (
            "Everything is counted as it was known at ",
            assessment.as_of,
            ". Nothing dated after the week's end is used.",
        )
    partly = [note.relation for note in assessment.relations if not note.known_at]
    told: tuple[Span, ...] = (
        "Rebuilt as known at ",
        assessment.history_as_of,
        ". Nothing dated after the week's end is used.",
    )
    if not partly:
        return told
    return (
        *told,
        (
            f" These relations do not say when a row became known, so they are taken as "
            f"they are today: {', '.join(partly)}."
        ),
    )


def _relations(assessment: Assessment) -> Table:
    columns = (
        TableColumn("Relation", width=1.4),
        TableColumn("Rows in the week", "right"),
        TableColumn("Days with rows", "right"),
        TableColumn("Days expected", "right"),
        TableColumn("Newest day with rows", "right", 1.4),
        TableColumn("Says when known", "left", 1.1),
    )
    rows = tuple(_relation_row(note) for note in assessment.relations)
    return Table(
        "Rows read and how fresh they are",
        columns,
        rows,
        (
            (
                "Rows of the week after internal users were left out. The newest day is the "
                "last one up to the week's end."
            ),
        ),
    )


def _relation_row(note: RelationNote) -> tuple[Cell, ...]:
    newest: Cell = note.newest if note.newest is not None else "no rows"
    return (
        note.relation,
        Quantity(note.rows, "count"),
        Quantity(note.days_present, "count"),
        f"as {note.covered_by}" if note.covered_by else Quantity(note.days_expected, "count"),
        newest,
        "yes" if note.known_at else "no",
    )


def _is_late(note: RelationNote) -> bool:
    return not note.covered_by and note.days_present < note.days_expected


def _incomplete(late: list[RelationNote]) -> Callout:
    spans: list[Span] = []
    for note in late:
        spans += [f"{note.relation} has rows on ", Quantity(note.days_present, "count"), " of "]
        spans += [Quantity(note.days_expected, "days"), ". "]
    spans.append("Numbers over such a week are marked.")
    return Callout("warning", "Incomplete week", tuple(spans))


def _gate(gate: GateVerdict) -> Block:
    """Print the verdict: a line where all is complete, what was found where it is not."""
    if gate.complete:
        return Note(
            (
                (
                    "Gate: each relation is complete for the week by its days, newest row, volume, "
                    "keys and columns."
                ),
            )
        )
    spans: list[Span] = []
    for one in gate.failures:
        spans += [f"{one.relation}, {one.kind}: ", *one.said, ". "]
    return Callout("warning", "Gate: not complete for this week", tuple(spans))


def _repeated(relation: str, count: int) -> Callout:
    """Warn of keys that stand in several rows."""
    several = count > 1
    spans: tuple[Span, ...] = (
        Quantity(count, "count"),
        f" {KEYS[relation]}s occur" if several else f" {KEYS[relation]} occurs",
        (
            f" in more than one row of {relation} in this week. Each row is counted, so numbers "
            f"over {relation} may be too high; an outcome is counted once."
        ),
    )
    return Callout("warning", f"Repeated {KEYS[relation]}", spans)


def _left_out(title: str, what: str, omitted: tuple[NotComputed, ...]) -> Table:
    columns = (TableColumn(what, width=1), TableColumn("Not computed, because", width=3))
    return Table(title, columns, tuple((item.title, item.reason) for item in omitted))
