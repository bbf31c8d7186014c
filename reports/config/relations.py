"""How a product fills a relation: `[products.NAME.relations.RELATION]` becomes a mapping."""

from collections.abc import Mapping
from difflib import get_close_matches

from reports.config.fields import is_snake
from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, clipped, suggestion
from reports.config.schema import RelationKeys
from reports.config.sections import read_section
from reports.values.relation import CANONICAL, RelationMapping

# The warehouse adds these to every relation, so nothing of the user's may bear their names.
_BOUND = ("day", "at_s", "period", "segment", "in_period")
_DERIVED = ("first_seen",)
_ALMOST_EQUAL = 0.85


def read_relation(
    name: str, table: Mapping[str, object], path: KeyPath, problems: Problems
) -> RelationMapping | None:
    """Return the checked mapping of one relation, or None and problems."""
    found = _name_problems(name, path)
    keys = read_section(RelationKeys, table, path, problems)
    if keys is not None:
        found += [] if found else _column_problems(name, keys, path)
        found += _source_problems(keys, path)
        found += _dimension_problems(keys, path)
    for problem in found:
        problems.add(problem)
    return None if keys is None else _mapping(keys, path, problems.file)


def _mapping(keys: RelationKeys, path: KeyPath, file: str) -> RelationMapping:
    """Build the value; its source names no line, as lines move without a change of meaning."""
    return RelationMapping(
        relation=str(path[-1]),
        table=keys.table,
        select=keys.select.strip().removesuffix(";").rstrip(),
        columns=tuple(keys.columns.items()),
        dimensions=tuple(keys.dimensions.items()),
        zone=keys.zone or "",
        known_at=keys.known_at,
        weekdays=tuple(keys.weekdays),
        covered_by=keys.covered_by,
        source=f"{file}, [{'.'.join(str(step) for step in path)}]",
    )


def _name_problems(name: str, path: KeyPath) -> list[Problem]:
    """Refuse names SQL cannot use, derived relations, and misspelt canonical ones."""
    if name in CANONICAL:
        return []
    if not is_snake(name):
        expected = "letters a to z, digits and underscores"
        return [Problem(path, "not a lower_snake name", expected, clipped(name))]
    if name in _DERIVED:
        next_step = "remove it; it is there as soon as events is mapped"
        return [Problem(path, f"{name} is made from events", next_step=next_step)]
    close = get_close_matches(name, CANONICAL, n=1, cutoff=_ALMOST_EQUAL)
    if close:
        next_step = f"did you mean {close[0]}? A relation of your own needs a clearer name"
        return [Problem(path, f"{name} is almost a canonical relation", next_step=next_step)]
    return []


def _source_problems(keys: RelationKeys, path: KeyPath) -> list[Problem]:
    given = [key for key in ("table", "select") if getattr(keys, key).strip()]
    if len(given) == 1:
        return []
    return [
        Problem(
            path,
            "a relation comes either from a table or from a SELECT",
            expected='table = "…" or select = "SELECT …"',
            got=" and ".join(given) or "neither",
        )
    ]


def _column_problems(name: str, keys: RelationKeys, path: KeyPath) -> list[Problem]:
    relation = CANONICAL.get(name)
    if relation is None:
        return _own_column_problems(name, keys, path)
    known = tuple(column.name for column in relation.columns)
    return [
        Problem(
            (*path, "columns", column),
            f'{name} has no column "{clipped(column)}"',
            expected=f"one of {', '.join(known)}",
            next_step=suggestion(column, known) or "put it under dimensions, or remove it",
        )
        for column in keys.columns
        if column not in known
    ]


def _own_column_problems(name: str, keys: RelationKeys, path: KeyPath) -> list[Problem]:
    """Check a relation of the workspace's own: names fit for SQL, and a time."""
    taken = set(_BOUND) - {"day"}
    found = [
        Problem(
            (*path, "columns", column),
            "not a name a column can have here",
            expected=f"a lower_snake name other than {', '.join(sorted(taken))}",
        )
        for column in keys.columns
        if not is_snake(column) or column in taken
    ]
    if not {"occurred_at", "day"} & keys.columns.keys():
        hint = suggestion(name, tuple(CANONICAL))
        next_step = hint or 'map one: columns = { occurred_at = "created_at" }'
        what = f"{clipped(name)} is a relation of your own and has no time"
        found.append(Problem((*path, "columns"), what, "occurred_at or day", next_step=next_step))
    return found


def _dimension_problems(keys: RelationKeys, path: KeyPath) -> list[Problem]:
    """Refuse dimensions that hide a column the warehouse adds or another source column."""
    expected = f"a name other than {', '.join(_BOUND)}"
    taken = [
        Problem((*path, "dimensions", name), "a dimension has a reserved name", expected)
        for name in keys.dimensions
        if name in _BOUND
    ]
    torn = [
        Problem(
            (*path, "dimensions", name),
            "a dimension and a column share a name but not a source column",
            expected=clipped(keys.columns[name]),
            got=clipped(source),
        )
        for name, source in keys.dimensions.items()
        if keys.columns.get(name, source) != source
    ]
    return taken + torn
