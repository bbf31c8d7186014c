"""How the definition of a KPI changed from review to review."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.rendering.language import marked
from reports.values.kpi import Kpi
from reports.values.ledger import ReviewKey
from reports.values.site import KpiExtract

# The fields that a definition's hash covers, as people call them.
_COVERED = {
    "query": marked("query"),
    "formula": marked("formula"),
    "kind": marked("kind"),
    "unit": marked("unit"),
    "quantile": marked("quantile"),
    "minimum_n": marked("minimum n"),
    "partial": marked("part weeks"),
    "dimensions": marked("dimensions"),
}
_OPERANDS = marked("the indicators it is computed from")


@dataclass(frozen=True, slots=True)
class DefinitionSpan:
    """A definition and the reviews that used it; `changed` names what is new in it."""

    definition: Kpi
    first: ReviewKey
    last: ReviewKey
    changed: tuple[str, ...] = ()


def definition_spans(extracts: Mapping[ReviewKey, KpiExtract]) -> tuple[DefinitionSpan, ...]:
    """Return the definitions by their hashes; each is worded as its last review has it."""
    found: list[DefinitionSpan] = []
    for key, one in extracts.items():
        before, kpi = found[-1] if found else None, one.definition
        if before is None:
            found.append(DefinitionSpan(kpi, key, key))
        elif before.definition.definition_hash == kpi.definition_hash:
            found[-1] = DefinitionSpan(kpi, before.first, key, before.changed)
        else:
            found.append(DefinitionSpan(kpi, key, key, _changed(before.definition, kpi)))
    return tuple(found)


def redefined(was: ReviewKey, now: ReviewKey, extracts: Mapping[ReviewKey, KpiExtract]) -> bool:
    """Tell whether two reviews are known to use different definitions."""
    if was not in extracts or now not in extracts:
        return False
    before, after = extracts[was].definition, extracts[now].definition
    return before.definition_hash != after.definition_hash


def _changed(before: Kpi, after: Kpi) -> tuple[str, ...]:
    """Name what differs; without a difference of its own, a formula changed with its operands."""
    found = tuple(
        words for name, words in _COVERED.items() if getattr(before, name) != getattr(after, name)
    )
    return found or ((_OPERANDS if after.formula else "query"),)
