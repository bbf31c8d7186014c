"""One table for each relation, chosen over all relations at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reports.proposal.columns import ENTITY_IDS, Ties
from reports.proposal.hubs import find_hubs
from reports.proposal.kinds import NUMBERS
from reports.proposal.scoring import HIGH, Candidate, candidate
from reports.values.relation import CANONICAL
from reports.values.schema import Schema, TableInfo

_CLOSE, _TIES = 0.12, 0.5
# What the warehouse takes for the name of a table or column.
_NAME = re.compile(r"[^\W\d][\w $-]*")
_NAMELESS = frozenset({"id", "nr", "key"})


def select(schema: Schema) -> Mapping[str, Candidate]:
    """Return the best candidate of each relation that has one.

    A table serves a second relation only where it fits that very well and nothing else does.
    """
    tables = [_written(table) for table in schema.tables if _writable(table.name)]
    hubs = find_hubs(tables)
    ties = _ties(_candidates(tables, Ties(hubs=hubs)), hubs)
    ranked = sorted(_candidates(tables, ties), key=_rank)
    chosen: dict[str, Candidate] = {}
    for again in (False, True):
        for one in ranked:
            used = {each.table.name for each in chosen.values()}
            free = one.table.name not in used or (again and one.score >= HIGH)
            if free and one.relation not in chosen:
                chosen[one.relation] = _doubted(one, ranked, shared=one.table.name in used)
    return {name: _with_ids(chosen[name], chosen) for name in CANONICAL if name in chosen}


def _written(table: TableInfo) -> TableInfo:
    """Return a table without the columns that a mapping cannot name."""
    columns = tuple(column for column in table.columns if _NAME.fullmatch(column.name))
    return replace(table, columns=columns)


def _writable(table: str) -> bool:
    parts = table.split(".")
    return len(parts) <= 2 and all(map(_NAME.fullmatch, parts))


def _candidates(tables: Iterable[TableInfo], ties: Ties) -> list[Candidate]:
    found = (candidate(relation, table, ties) for table in tables for relation in CANONICAL)
    return [one for one in found if one is not None]


def _rank(one: Candidate) -> tuple[object, ...]:
    """Return what sorts the best first: sure, filled, a table rather than a view, large."""
    table = one.table
    sure = -round(one.score, 3)
    return (bool(one.constants), table.rows == 0, sure, table.is_view, -(table.rows or 0),
            table.name, one.relation)  # fmt: skip


def _ties(found: Sequence[Candidate], hubs: Mapping[tuple[str, str], int]) -> Ties:
    """Return how columns point at the best tables of users, predictions and releases."""
    names: dict[str, frozenset[str]] = {}
    targets: dict[str, frozenset[str]] = {}
    for relation, canonical in ENTITY_IDS.items():
        best = min((one for one in found if one.relation == relation), key=_rank, default=None)
        if best is None or best.score < _TIES:
            continue
        own = best.source(canonical)
        bare = best.table.name.rsplit(".", maxsplit=1)[-1]
        names[canonical] = frozenset({own} if own.lower() not in _NAMELESS else ())
        targets[canonical] = frozenset({f"{bare}.{own}"})
    return Ties(names, targets, hubs)


def _doubted(one: Candidate, ranked: Sequence[Candidate], *, shared: bool) -> Candidate:
    rivals = [
        other.table.name
        for other in ranked
        if other.relation == one.relation
        and other.table.name != one.table.name
        and other.score >= one.score - _CLOSE
        and not other.constants
    ]
    doubts = [f"could also be {', '.join(rivals[:3])}"] if rivals else []
    doubts += ["the table is used for another relation, too"] if shared else []
    return replace(one, doubts=(*one.doubts, *doubts))


def _with_ids(one: Candidate, chosen: Mapping[str, Candidate]) -> Candidate:
    """Doubt ids that cannot be those of the table they point at."""
    doubts = []
    for relation, canonical in ENTITY_IDS.items():
        home = chosen.get(relation)
        here = [each.column for each in one.choices if each.canonical.name == canonical]
        there = (
            [each.column for each in home.choices if each.canonical.name == canonical]
            if home
            else []
        )
        if home and here and there and home is not one:
            kinds = [column.kind in NUMBERS for column in (here[0], there[0])]
            if kinds[0] != kinds[1]:
                doubts.append(
                    f"{here[0].name} and {home.table.name}.{there[0].name} differ in type: "
                    "do they hold the same ids?"
                )
    return replace(one, doubts=(*one.doubts, *doubts))
