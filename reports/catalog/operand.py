"""A query whose shape allows to take its aggregates for each user."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from reports.catalog.body import PORTABLE
from reports.catalog.per_user import USER
from reports.values.query import Query
from reports.values.relation import CANONICAL

_GRAIN = ("period", "segment")
_PARTS = frozenset({"expressions", "from_", "where", "group"})


@dataclass(frozen=True, slots=True)
class Operand:
    """A query that aggregates the rows of one relation; without a condition every row counts.

    Shape: `columns` by result column, without names of relations.
    """

    relation: str
    columns: Mapping[str, exp.Expr]
    condition: exp.Expr | None


def read_operand(query: Query) -> Operand | None:
    """Read a query that aggregates rows of one relation once, by period and segment.

    Returns nothing for any other: one with WITH, a subquery, a join, HAVING or a window, one that
    reads beyond its period, has a body of its own for a dialect, or whose rows have no user.
    """
    if query.reads.window != "period" or query.bodies or len(query.relations) != 1:
        return None
    tree = sqlglot.parse_one(query.sql, read=PORTABLE)
    if not isinstance(tree, exp.Select) or not _has_users(query.relations[0]):
        return None
    if not _is_plain(tree) or not _is_grouped(tree):
        return None
    for column in tree.find_all(exp.Column):
        column.set("table", None)
    where = tree.args.get("where")
    columns = {item.alias_or_name.lower(): item.unalias() for item in tree.expressions}
    return Operand(query.relations[0], columns, where.this if where else None)


def _has_users(relation: str) -> bool:
    """Tell whether rows may name a user; a relation of the workspace's own is asked for it."""
    known = CANONICAL.get(relation)
    return known is None or any(column.name == USER for column in known.columns)


def _is_plain(tree: exp.Select) -> bool:
    """Tell whether a SELECT has nothing besides FROM, WHERE and GROUP BY, and none within."""
    parts = {name for name, part in tree.args.items() if part}
    return (
        parts <= _PARTS
        and len(list(tree.find_all(exp.Query))) == 1
        and tree.find(exp.Window) is None
    )


def _is_grouped(tree: exp.Select) -> bool:
    """Tell whether rows are grouped by period and segment alone, and these are returned."""
    places = {str(place): item.unalias() for place, item in enumerate(tree.expressions, 1)}
    group = tree.args.get("group") or exp.Group()
    keys = [_column(places.get(key.name, key)) for key in group.expressions]
    named = {item.alias_or_name.lower(): _column(item.unalias()) for item in tree.expressions}
    return sorted(keys) == list(_GRAIN) and all(named.get(name) == name for name in _GRAIN)


def _column(node: exp.Expr) -> str:
    """Return the name of a plain column, or nothing."""
    return str(node.name).lower() if isinstance(node, exp.Column) else ""
