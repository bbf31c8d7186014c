"""`[products.NAME]` becomes a product with its calendar, objectives and relations."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.config.locate import KeyPath
from reports.config.objectives import read_objectives, read_service_levels
from reports.config.problems import Problem, Problems, clipped, suggestion
from reports.config.publishing import read_publishing
from reports.config.relations import read_relation
from reports.config.roadmap import read_market
from reports.config.schema import CalendarKeys, FunnelKeys, ProductKeys
from reports.config.sections import read_section, subtable
from reports.values.calendar import Calendar
from reports.values.relation import RelationMapping
from reports.values.workspace import Funnel, MonthView, Product

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,62}")

Mappings = Mapping[str, RelationMapping]


@dataclass(frozen=True, slots=True)
class Time:
    """A table [calendar]: the calendar, and which twelve months a review shows."""

    calendar: Calendar = field(default_factory=Calendar)
    month_view: MonthView = "last_twelve"


def read_product(
    name: str, table: Mapping[str, object], inherited: Time, problems: Problems
) -> Product | None:
    """Return one product, or None and problems; what its calendar does not say is inherited."""
    path: KeyPath = ("products", name)
    if not _SLUG.fullmatch(name):
        expected = "letters a to z, digits and hyphens, a letter first"
        problems.add(Problem(path, "not a name for a product", expected, clipped(name)))
    keys = read_section(ProductKeys, table, path, problems)
    own = read_time(subtable(table, "calendar"), (*path, "calendar"), inherited, problems)
    funnels = _funnels(table, path, problems)
    objectives = read_objectives(table, path, problems)
    market = read_market(table, path, problems)
    publishing = read_publishing(table, path, problems)
    levels = read_service_levels(table, path, problems)
    relations = _relations(table, path, problems)
    if keys is not None and relations is not None:
        found = _dimension_problems(keys, relations, path) + _cover_problems(relations, path)
        for problem in found:
            problems.add(problem)
    if keys is None or funnels is None or relations is None:
        return None
    return Product(
        name=name,
        title=keys.title or name.replace("-", " ").capitalize(),
        calendar=own.calendar,
        relations=relations,
        dimensions=tuple(keys.dimensions),
        funnels=funnels,
        parameters=query_parameters(keys.parameters, funnels),
        kpis=tuple(keys.kpis),
        owner=keys.owner,
        cover=keys.cover,
        objectives=objectives,
        month_view=own.month_view,
        market=market,
        publishing=publishing,
        service_levels=levels,
        owner_mail=keys.owner_mail or "",
    )


def query_parameters(
    given: Mapping[str, str | int | float], funnels: tuple[Funnel, ...]
) -> Mapping[str, object]:
    """Return the named values of a product's queries.

    The first funnel gives `funnel_start` and `funnel_end`, its first and last step, unless
    the product states them itself.
    """
    ends: dict[str, object] = {}
    if funnels:
        ends = {"funnel_start": funnels[0].steps[0], "funnel_end": funnels[0].steps[-1]}
    return {**ends, **given}


def read_time(
    table: Mapping[str, object], path: KeyPath, inherited: Time, problems: Problems
) -> Time:
    """Return what a table says of time; what it does not say stays as inherited."""
    keys = read_section(CalendarKeys, table, path, problems) or CalendarKeys()
    known = inherited.calendar
    first = known.first_weekday if keys.first_weekday is None else keys.first_weekday
    calendar = Calendar(
        zone=keys.zone or known.zone,
        first_weekday=first,
        fiscal_start=keys.fiscal_year_start or known.fiscal_start,
    )
    return Time(calendar, keys.months or inherited.month_view)


def _funnels(
    table: Mapping[str, object], path: KeyPath, problems: Problems
) -> tuple[Funnel, ...] | None:
    entries = table.get("funnels", [])
    tables = entries if isinstance(entries, list) else []
    read = [
        read_section(FunnelKeys, entry, (*path, "funnels", index), problems)
        for index, entry in enumerate(tables)
        if isinstance(entry, dict)
    ]
    found = [keys for keys in read if keys is not None]
    names = [keys.name for keys in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        what = f"two funnels are called {name}"
        problems.add(Problem((*path, "funnels"), what, "a name of its own for each"))
    if len(found) < len(tables):
        return None
    return tuple(Funnel(keys.name, tuple(keys.steps), keys.window_days) for keys in found)


def _relations(table: Mapping[str, object], path: KeyPath, problems: Problems) -> Mappings | None:
    tables = {
        name: entry
        for name, entry in subtable(table, "relations").items()
        if isinstance(entry, dict)
    }
    read = {
        name: read_relation(name, entry, (*path, "relations", name), problems)
        for name, entry in tables.items()
    }
    mappings = {name: mapping for name, mapping in read.items() if mapping is not None}
    return mappings if len(mappings) == len(read) else None


def _dimension_problems(keys: ProductKeys, relations: Mappings, path: KeyPath) -> list[Problem]:
    known = tuple(
        dict.fromkeys(name for mapping in relations.values() for name, _ in mapping.dimensions)
    )
    return [
        Problem(
            (*path, "dimensions", index),
            f"no relation of the product has the dimension {clipped(name)}",
            expected=f"one of {', '.join(known)}" if known else "dimensions under a relation",
            next_step=suggestion(name, known) or "list it under dimensions of a relation",
        )
        for index, name in enumerate(keys.dimensions)
        if name not in known
    ]


def _cover_problems(relations: Mappings, path: KeyPath) -> list[Problem]:
    """Refuse a covered_by that leads to no relation, or from one to the next."""
    able = tuple(name for name, mapping in relations.items() if not mapping.covered_by)
    return [
        Problem(
            (*path, "relations", name, "covered_by"),
            f"{clipped(mapping.covered_by)} cannot tell on which days {name} was recorded",
            expected=f"one of {', '.join(able)}" if able else "a relation without covered_by",
            next_step=suggestion(mapping.covered_by, able) or "leave it out",
        )
        for name, mapping in relations.items()
        if mapping.covered_by and mapping.covered_by not in able
    ]
