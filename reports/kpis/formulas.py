"""Evaluate formulas over readings of other KPIs; missing operands make the result missing."""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Self

from reports.values.calendar import Period
from reports.values.kpi import Kpi
from reports.values.reading import Reading, Status

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

Value = Callable[[Mapping[str, float]], float]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula KPI, read once for all periods."""

    operands: tuple[str, ...]
    tree: ast.expr
    value: Value

    @classmethod
    def of(cls, kpi: Kpi) -> Self:
        """Read the formula of a KPI."""
        tree = ast.parse(kpi.formula, mode="eval").body
        return cls(kpi.operands, tree, _compiled(tree))

    def evaluate(self, operands: Mapping[str, Reading], period: Period) -> Reading:
        """Return the reading of a formula from its operands' readings in the same period."""
        used = [operands[name] for name in self.operands]
        n = _observations(self.tree, {name: operands[name].n for name in self.operands}) or 0
        present = min((reading.days_present for reading in used), default=period.days)
        expected = max((reading.days_expected for reading in used), default=period.days)
        value, reason = self._value(operands)
        if value is None:
            return Reading(period, None, "missing", reason, None, None, n, present, expected)
        partial = next((reading for reading in used if reading.status == "partial"), None)
        status: Status = "partial" if partial else "ok"
        reason = partial.reason if partial else ""
        return Reading(period, value, status, reason, None, None, n, present, expected)

    def _value(self, operands: Mapping[str, Reading]) -> tuple[float | None, str]:
        """Return the value, or nothing and why."""
        values: dict[str, float] = {}
        for name in self.operands:
            value = operands[name].value
            if value is None:
                return None, self._absence(operands)
            values[name] = value
        try:
            result = self.value(values)
        except (ZeroDivisionError, OverflowError):
            return None, "divided by zero"
        return (result, "") if isfinite(result) else (None, "too large to compute")

    def _absence(self, operands: Mapping[str, Reading]) -> str:
        """Say which operand is missing and why; what all share is told once."""
        absent = [name for name in self.operands if operands[name].value is None]
        reasons = {operands[name].reason for name in absent}
        shared = len(absent) == len(self.operands) and len(reasons) == 1
        return ("" if shared else f"{absent[0]}: ") + operands[absent[0]].reason


def evaluate(kpi: Kpi, operands: Mapping[str, Reading], period: Period) -> Reading:
    """Return the reading of a formula KPI from its operands' readings in the same period."""
    return Formula.of(kpi).evaluate(operands, period)


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


def _compiled(node: ast.expr) -> Value:
    """Return what computes an expression from the values of its names."""
    match node:
        case ast.BinOp(left, operation, right):
            apply, first, second = _OPERATORS[type(operation)], _compiled(left), _compiled(right)
            return lambda values: apply(first(values), second(values))
        case ast.UnaryOp(ast.USub(), operand):
            inner = _compiled(operand)
            return lambda values: -inner(values)
        case ast.Constant(int() | float() as number):
            constant = float(number)
            return lambda _: constant
        case ast.Name(name):
            return operator.itemgetter(name)
    raise TypeError(f"not part of a formula: {ast.dump(node)}")
