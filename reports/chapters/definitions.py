"""What each number means and where it comes from."""

from reports.values.assessment import Assessment
from reports.values.document import Cell, Chapter, Note, Table, TableColumn
from reports.values.kpi import Kpi

ORDER = 95

_BETTER = {"higher": "higher is better", "lower": "lower is better", "none": "neither"}
_HASH_SHOWN = 12


def build(assessment: Assessment) -> Chapter | None:
    """Return definitions and provenance of every KPI of the review."""
    if not assessment.kpis:
        return None
    meaning = Table(
        "What each KPI says",
        (
            TableColumn("KPI", width=1.5),
            TableColumn("Why it is here", width=3.4),
            TableColumn("Direction", width=1.1),
        ),
        tuple((kpi.title, kpi.why, _BETTER[kpi.better]) for kpi in assessment.kpis),
    )
    origin = Table(
        "Where each KPI comes from",
        (
            TableColumn("KPI", width=2.1),
            TableColumn("Kind", width=0.8),
            TableColumn("Computed from", width=1.9),
            TableColumn("Definition", width=1.1),
            TableColumn("Query", width=1.1),
            TableColumn("Owner", width=1),
        ),
        tuple(_origin(assessment, kpi) for kpi in assessment.kpis),
    )
    note = Note(
        (
            (
                "Definition and query are the first characters of their SHA-256; the manifest "
                "beside this document has them whole."
            ),
        )
    )
    return Chapter("definitions", "Definitions and provenance", (meaning, origin, note))


def _origin(assessment: Assessment, kpi: Kpi) -> tuple[Cell, ...]:
    hashes = assessment.query_hashes.get(kpi.name, ())
    return (
        kpi.name,
        kpi.kind,
        kpi.formula if kpi.query is None else ", ".join(kpi.query.relations),
        kpi.definition_hash[:_HASH_SHOWN],
        " ".join(item[:_HASH_SHOWN] for item in hashes) or "of its operands",
        kpi.owner or "not named",
    )
