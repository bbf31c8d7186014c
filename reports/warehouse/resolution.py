"""Columns of a query traced to its relations, to tell what a workspace does not map."""

from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from reports.errors import ContractError
from reports.values.relation import CANONICAL

Columns = Callable[[str], frozenset[str]]
_FROM_ANCHOR = frozenset({"period", "day", "at_s", "in_period"})


def check_columns(tree: exp.Query, columns: Columns, where: str) -> None:
    """Refuse a query that names a column which its relations do not have here.

    Raises: ContractError such as "predictions.cost_usd is not mapped".
    """
    for scope in traverse_scope(tree):
        for column in scope.columns:
            if not any(_has(level, column, columns) for level in _levels(scope)):
                raise _missing(scope, column, where)


def check_numbers(
    tree: exp.Query, columns: Columns, mistyped: Mapping[str, Mapping[str, str]], where: str
) -> None:
    """Refuse a query that names a column which should hold numbers and does not.

    Raises: ContractError such as "events.value is no number".
    """
    for relation, wrong in mistyped.items():
        for name, got in wrong.items():
            if _names(tree, columns, relation, name):
                raise ContractError(
                    f"{relation}.{name} is no number",
                    where=where,
                    expected="numbers",
                    got=got,
                    next_step=f"map {relation} with a SELECT that casts it, or map another column",
                )


def _names(tree: exp.Query, columns: Columns, relation: str, name: str) -> bool:
    """Tell whether a query rests on a column: without it, it could not be answered."""

    def without(other: str) -> frozenset[str]:
        return columns(other) - ({name} if other == relation else set())

    try:
        check_columns(tree, without, "")
    except ContractError:
        return True
    return False


def _levels(scope: Scope) -> Iterator[Scope]:
    level: Scope | None = scope
    while level is not None:
        yield level
        level = level.parent


def _has(scope: Scope, column: exp.Column, columns: Columns) -> bool:
    if column.table:
        source = scope.sources.get(column.table)
        return source is not None and _offers(source, column.name, columns)
    return _in_select(scope, column) or any(
        _offers(source, column.name, columns) for source in scope.sources.values()
    )


def _in_select(scope: Scope, column: exp.Column) -> bool:
    """Tell whether a column behind the SELECT list names one of its aliases."""
    later = column.find_ancestor(exp.Group, exp.Order, exp.Having, exp.Select)
    tree = scope.expression
    return (
        not isinstance(later, exp.Select)
        and isinstance(tree, exp.Query)
        and column.name in tree.named_selects
    )


def _offers(source: object, name: str, columns: Columns) -> bool:
    if not isinstance(source, Scope):
        return isinstance(source, exp.Table) and name.lower() in columns(source.name)
    query = source.expression
    if not isinstance(query, exp.Query):
        return False
    first = query
    while isinstance(first, exp.SetOperation):
        first = first.left
    if name in first.named_selects:
        return True
    inner = next((scope for scope in source.traverse() if scope.expression is first), source)
    stars = [item for item in first.selects if item.is_star]
    return bool(stars) and any(_offers(each, name, columns) for each in inner.sources.values())


def _missing(scope: Scope, column: exp.Column, where: str) -> ContractError:
    tables = {
        name: source for name, source in scope.sources.items() if isinstance(source, exp.Table)
    }
    if column.table in tables:
        relation = tables[column.table].name
    else:
        names = [table.name for table in tables.values()]
        owners = [name for name in names if column.name in _canonical(name)]
        relation = (owners or names or [column.table])[0]
    own = CANONICAL.get(relation)
    anchor = own.anchor if own else "occurred_at"
    name = anchor if column.name in _FROM_ANCHOR and relation != anchor else column.name
    label = f"{relation}.{name}" if relation else name
    return ContractError(
        f"{label} is not mapped",
        where=where,
        next_step=f"map it in review.toml: {name} under relation {relation}" if relation else "",
    )


def _canonical(relation: str) -> frozenset[str]:
    own = CANONICAL.get(relation)
    return frozenset(column.name for column in own.columns) if own else frozenset()
