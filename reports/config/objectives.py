"""`[[products.NAME.objectives]]` becomes objectives with their targets and guardrails."""

from collections.abc import Iterator, Mapping

from reports.config.locate import KeyPath
from reports.config.objective_schema import GuardrailKeys, ObjectiveKeys
from reports.config.problems import Problem, Problems
from reports.config.sections import read_section
from reports.config.targets import read_entry
from reports.values.objective import Guardrail, Objective, ObjectiveKpi

# A KPI, and where an objective names it.
Named = tuple[str, KeyPath]


def read_objectives(
    table: Mapping[str, object], path: KeyPath, problems: Problems
) -> tuple[Objective, ...]:
    """Return the objectives of a product's table; those with problems are left out."""
    entries = table.get("objectives")
    tables = entries if isinstance(entries, list) else []
    read = {
        (*path, "objectives", index): _objective(entry, (*path, "objectives", index), problems)
        for index, entry in enumerate(tables)
        if isinstance(entry, dict)
    }
    found = {place: objective for place, objective in read.items() if objective is not None}
    names = [(objective.name, (*place, "name")) for place, objective in found.items()]
    for name, place in _repeated(names):
        what = f"two objectives are called {name}"
        problems.add(Problem(place, what, "a name of its own for each"))
    aims = [
        (entry.kpi, (*place, "kpis", index))
        for place, objective in found.items()
        for index, entry in enumerate(objective.kpis)
    ]
    for name, place in _repeated(aims):
        what = f"{name} hangs on another objective already"
        expected = "each KPI under one objective; as a guardrail it may stand under several"
        problems.add(Problem(place, what, expected, next_step="remove it from one of them"))
    return tuple(found.values())


def _objective(table: Mapping[str, object], path: KeyPath, problems: Problems) -> Objective | None:
    """Return one objective, or None and problems."""
    keys = read_section(ObjectiveKeys, table, path, problems)
    if keys is None:
        return None
    entries = [
        read_entry(entry, (*path, "kpis", index), problems) for index, entry in enumerate(keys.kpis)
    ]
    rails = [
        _guardrail(entry, (*path, "guardrails", index), problems)
        for index, entry in enumerate(keys.guardrails)
    ]
    kpis, guardrails = [e for e in entries if e is not None], [r for r in rails if r is not None]
    if len(kpis) < len(entries) or len(guardrails) < len(rails):
        return None
    return _without_repetition(
        Objective(
            name=keys.name,
            title=keys.title,
            owner=keys.owner,
            weight=keys.weight,
            kpis=tuple(kpis),
            guardrails=tuple(guardrails),
        ),
        path,
        problems,
    )


def read_service_levels(
    table: Mapping[str, object], path: KeyPath, problems: Problems
) -> tuple[Guardrail, ...]:
    """Return the limits that are looked at every day beside those of objectives."""
    entries = table.get("service_levels")
    read = [
        _guardrail(entry, (*path, "service_levels", index), problems)
        for index, entry in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    ]
    found = [rail for rail in read if rail is not None]
    named = [(rail.kpi, (*path, "service_levels")) for rail in found]
    for name, place in _repeated(named):
        what = f"{name} stands twice in the service levels"
        problems.add(Problem(place, what, "each KPI once", next_step="remove one of them"))
    return tuple(found)


def _without_repetition(
    objective: Objective, path: KeyPath, problems: Problems
) -> Objective | None:
    """Refuse an objective that names a KPI twice, be it as a guardrail."""
    lists: tuple[tuple[str, tuple[ObjectiveKpi | Guardrail, ...]], ...] = (
        ("kpis", objective.kpis),
        ("guardrails", objective.guardrails),
    )
    named = [
        (entry.kpi, (*path, key, index))
        for key, entries in lists
        for index, entry in enumerate(entries)
    ]
    found = list(_repeated(named))
    for name, place in found:
        what = f"{name} stands twice in the objective"
        problems.add(Problem(place, what, "each KPI once", next_step="remove one of them"))
    return None if found else objective


def _guardrail(table: Mapping[str, object], path: KeyPath, problems: Problems) -> Guardrail | None:
    keys = read_section(GuardrailKeys, table, path, problems)
    if keys is None:
        return None
    given = [key for key in ("limit", "margin") if getattr(keys, key) is not None]
    if len(given) != 1:
        what = "a guardrail has either a limit or a margin"
        expected = "limit = 2500, or margin = 0.10 for a tenth"
        problems.add(Problem(path, what, expected, " and ".join(given) or "neither"))
        return None
    return Guardrail(keys.kpi, keys.limit, keys.margin)


def _repeated(names: list[Named]) -> Iterator[Named]:
    """Yield each name that was there before, with its place."""
    seen: set[str] = set()
    for name, place in names:
        if name in seen:
            yield name, place
        seen.add(name)
