"""What each KPI of a review means, for the place where its name stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reports.values.document import Review
from reports.values.kpi import Kpi

# How definitions say that n is the number in the column before it, and that it is a part of the n
# that the review shows.
_SAME = "the same number"
_PART = " in the bucket"


@dataclass(frozen=True, slots=True)
class Term:
    """A KPI's definition with what it is computed from and what its n counts, in words."""

    kpi: Kpi
    source: str
    counted: str


def glossary_of(review: Review) -> Mapping[str, Term]:
    """Return the definitions of a review by the names of their KPIs."""
    definitions = [record.definition for record in review.kpis]
    titles = {kpi.name: kpi.title for kpi in definitions}
    return {kpi.name: Term(kpi, source_of(kpi, titles), counted_by(kpi)) for kpi in definitions}


def source_of(kpi: Kpi, titles: Mapping[str, str]) -> str:
    """Name the relations a KPI is read from, or its formula with titles for names.

    Example: a formula "sales / visits" becomes "Sales / Visits"
    """
    if kpi.query is not None:
        return ", ".join(kpi.query.relations)
    return re.sub(r"[a-z_][a-z0-9_]*", lambda name: titles.get(name[0], name[0]), kpi.formula)


def counted_by(kpi: Kpi) -> str:
    """Say what n counts, or nothing where the definition does not."""
    meaning = ""
    for column in kpi.columns:
        meaning = meaning if column.meaning == _SAME else column.meaning
        if column.name == "n":
            return meaning.removesuffix(_PART)
    return ""
