"""Aggregates taken for each user, such that they add up to the aggregate over all users."""

from collections.abc import Sequence

from sqlglot import exp

USER = "user_id"
_FRACTIONS = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT, exp.DataType.Type.DECIMAL)


def user_sum(node: exp.Expr, condition: exp.Expr | None = None) -> exp.Expr | None:
    """Return a result column as the sum over one user's rows, zero where nothing is added.

    `condition` says which of the rows count. Sums are doubles, so that squares of money do not
    overflow. Returns nothing for a column that users do not add up to.
    Example: COUNT(DISTINCT user_id) gives 1 for each user who has such a row.
    """
    if _is_transparent(node):
        return user_sum(node.this, condition)
    match node:
        case exp.Neg():
            inner = user_sum(node.this, condition)
            return None if inner is None else exp.Neg(this=inner)
        case exp.Add() | exp.Sub():
            return _both(node, condition)
        case exp.Mul():
            return _scaled(node, condition)
    return _aggregate(node, condition)


def _is_transparent(node: exp.Expr) -> bool:
    """Tell whether a node leaves a sum as it is: parentheses, zero for null, a type of fractions.

    A type of whole numbers would cut fractions off for each user.
    """
    if isinstance(node, exp.Coalesce):
        return [item.sql() for item in node.expressions] == ["0"]
    return isinstance(node, exp.Paren) or (type(node) is exp.Cast and node.to.this in _FRACTIONS)


def _both(node: exp.Add | exp.Sub, condition: exp.Expr | None) -> exp.Expr | None:
    left, right = user_sum(node.left, condition), user_sum(node.right, condition)
    if left is None or right is None:
        return None
    return exp.Paren(this=type(node)(this=left, expression=right))


def _scaled(node: exp.Mul, condition: exp.Expr | None) -> exp.Expr | None:
    """Return a sum times something that is the same for all rows."""
    for constant, rest in ((node.left, node.right), (node.right, node.left)):
        inner = user_sum(rest, condition)
        if inner is not None and constant.find(exp.Column, exp.AggFunc) is None:
            return exp.Mul(this=constant.copy(), expression=inner)
    return None


def _aggregate(node: exp.Expr, condition: exp.Expr | None) -> exp.Expr | None:
    """Return SUM or COUNT over one user's rows; of different users there is one or none."""
    tests = [] if condition is None else [condition]
    if isinstance(node, exp.Filter):
        tests, node = [*tests, node.expression.this], node.this
    if not isinstance(node, exp.Sum | exp.Count) or node.expressions:
        return None
    if not isinstance(node.this, exp.Distinct):
        total = as_double(_filtered(node, tests))
        return total if isinstance(node, exp.Count) else exp.func("COALESCE", total, "0")
    users = node.this.expressions
    if isinstance(node, exp.Sum) or len(users) != 1 or not _is_user(users[0]):
        return None
    some = _filtered(exp.Count(this=users[0].copy()), tests) > 0
    return as_double(exp.case().when(some, "1").else_("0"))


def as_double(node: exp.Expr) -> exp.Expr:
    """Return an expression as a double."""
    return exp.Cast(this=node, to=exp.DataType.build("double"))


def _filtered(node: exp.Expr, tests: Sequence[exp.Expr]) -> exp.Expr:
    """Return an aggregate over the rows that pass all tests."""
    if not tests:
        return node.copy()
    return exp.Filter(this=node.copy(), expression=exp.Where(this=exp.and_(*tests)))


def _is_user(node: exp.Expr | None) -> bool:
    """Tell whether an expression gives the row's user or nothing."""
    match node:
        case exp.Paren():
            return _is_user(node.this)
        case exp.Column():
            return str(node.name).lower() == USER
        case exp.Case():
            results = [branch.args["true"] for branch in node.args["ifs"]]
            others = [*results, node.args.get("default") or exp.Null()]
            return all(isinstance(item, exp.Null) or _is_user(item) for item in others)
    return False
