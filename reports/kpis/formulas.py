"""Evaluate formulas over readings of other KPIs; missing operands make the result missing."""

import ast
import operator
from collections.abc import Callable, Mapping
from math import isfinite

from reports.values.calendar import Period
from reports.values.kpi import Kpi
from reports.values.reading import Reading, Status

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(kpi: Kpi, operands: Mapping[str, Reading], period: Period) -> Reading:
    """Return the reading of a formula KPI from its operands' readings in the same period."""
    used = [operands[name] for name in kpi.operands]
    tree = ast.parse(kpi.formula, mode="eval").body
    n = _observations(tree, {name: operands[name].n for name in kpi.operands}) or 0
    present = min((reading.days_present for reading in used), default=period.days)
    expected = max((reading.days_expected for reading in used), default=period.days)
    partial = next((reading for reading in used if reading.status == "partial"), None)

    def result(value: float | None, reason: str) -> Reading:
        status: Status = "missing" if value is None else "partial" if partial else "ok"
        return Reading(
            period, value, status, reason, n=n, days_present=present, days_expected=expected
        )

    absent = [name for name in kpi.operands if operands[name].value is None]
    if absent:
        reasons = {operands[name].reason for name in absent}
        whose = "" if len(absent) == len(used) and len(reasons) == 1 else f"{absent[0]}: "
        return result(None, f"{whose}{operands[absent[0]].reason}")
    values = {name: operands[name].value or 0.0 for name in kpi.operands}
    try:
        value = _compute(tree, values)
    except (ZeroDivisionError, OverflowError):
        return result(None, "divided by zero")
    if not isfinite(value):
        return result(None, "too large to compute")
    return result(value, partial.reason if partial else "")


def _observations(node: ast.expr, counts: Mapping[str, int]) -> int | None:
    """Return what a result rests on: a quotient on its divisor, all else on its weakest part."""
    match node:
        case ast.BinOp(left, ast.Div(), right):
            found = _observations(right, counts)
            return _observations(left, counts) if found is None else found
        case ast.BinOp(left, _, right):
            parts = (_observations(left, counts), _observations(right, counts))
            return min((part for part in parts if part is not None), default=None)
        case ast.UnaryOp(_, operand):
            return _observations(operand, counts)
        case ast.Name(name):
            return counts[name]
    return None


def _compute(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.BinOp(left, operation, right):
            return _OPERATORS[type(operation)](_compute(left, values), _compute(right, values))
        case ast.UnaryOp(ast.USub(), operand):
            return -_compute(operand, values)
        case ast.Constant(int() | float() as number):
            return float(number)
        case ast.Name(name):
            return values[name]
    raise TypeError(f"not part of a formula: {ast.dump(node)}")
