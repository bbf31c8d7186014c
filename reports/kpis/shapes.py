"""What a KPI's number is made of: one query, a quotient of two KPIs, or a product of several."""

import ast

from reports.values.kpi import Kpi


def quotient(kpi: Kpi) -> tuple[str, str] | None:
    """Return the two KPIs a formula divides, if it does just that.

    Example: "refunds / active_users" gives ("refunds", "active_users").
    """
    match _tree(kpi):
        case ast.BinOp(ast.Name(numerator), ast.Div(), ast.Name(denominator)):
            return numerator, denominator
    return None


def factors(kpi: Kpi) -> tuple[str, ...]:
    """Return the KPIs a formula multiplies, if it does just that; each may stand once."""
    names = _factors(_tree(kpi))
    return names if len(names) > 1 and len(set(names)) == len(names) else ()


def _tree(kpi: Kpi) -> ast.expr | None:
    return ast.parse(kpi.formula, mode="eval").body if kpi.formula else None


def _factors(node: ast.expr | None) -> tuple[str, ...]:
    match node:
        case ast.Name(name):
            return (name,)
        case ast.BinOp(left, ast.Mult(), right):
            parts = (_factors(left), _factors(right))
            return parts[0] + parts[1] if all(parts) else ()
    return ()
