"""KPIs in the order of a reader's questions: those of objectives first, the rest by chapter."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.values.assessment import Assessment
from reports.values.kpi import Kpi

# Groups in the order of a business reader's questions; others follow by name.
GROUPS = {
    "engagement": "Engagement",
    "value": "Value",
    "quality": "Answer quality",
    "model": "Service",
    "cost": "Cost",
}

# Within a group: people first, then amounts, then what is divided by them.
_KINDS = ("distinct", "total", "level", "ratio", "mean", "quantile")


@dataclass(frozen=True, slots=True)
class Group:
    """KPIs under one heading; `owner` is that of the objective, if it is one."""

    title: str
    kpis: tuple[Kpi, ...]
    owner: str = ""
    objective: bool = False


def by_chapter(assessment: Assessment, kpis: Sequence[Kpi]) -> tuple[Group, ...]:
    """Return KPIs by the chapter their definition names."""
    found: dict[str, list[Kpi]] = {}
    for kpi in sorted(kpis, key=lambda kpi: _rank(kpi, assessment.product.kpis)):
        found.setdefault(kpi.chapter, []).append(kpi)
    ranks = {name: rank for rank, name in enumerate(GROUPS)}
    ordered = sorted(found, key=lambda name: (ranks.get(name, len(ranks)), name))
    return tuple(Group(_title(name), tuple(found[name])) for name in ordered)


def by_objective(assessment: Assessment) -> tuple[Group, ...]:
    """Return the KPIs of each objective, guardrails last, then those that stand apart."""
    there = {kpi.name: kpi for kpi in assessment.kpis}
    groups: list[Group] = []
    taken: set[str] = set()
    for objective in assessment.product.objectives:
        names = [entry.kpi for entry in objective.kpis]
        names += [rail.kpi for rail in objective.guardrails]
        kept = [name for name in dict.fromkeys(names) if name in there and name not in taken]
        taken.update(kept)
        if kept:
            kpis = tuple(there[name] for name in kept)
            groups.append(Group(objective.title, kpis, objective.owner, objective=True))
    apart = [kpi for kpi in assessment.kpis if kpi.name not in taken]
    return (*groups, *by_chapter(assessment, apart))


def _rank(kpi: Kpi, asked: Sequence[str]) -> tuple[int, int, bool, str]:
    """Keep the order a product asks in; else a file of its own stands before bulk definitions."""
    place = asked.index(kpi.name) if kpi.name in asked else len(asked)
    kind = _KINDS.index(kpi.kind) if kpi.kind in _KINDS else len(_KINDS)
    return (place, kind, not kpi.source.endswith(".sql"), kpi.name)


def _title(name: str) -> str:
    return GROUPS.get(name, name.replace("_", " ").capitalize())
