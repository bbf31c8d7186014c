"""Macros of the query language, expanded in the same way for every engine."""

from math import log

from sqlglot import exp, parse_one

from reports.errors import DefinitionError

_GROWTH = 1.02
_ORIGIN = 100_000
# The last bits of LN differ between engines. A value within a billionth of a bucket's edge
# counts as on it, so that exact powers fall into the same bucket everywhere.
_EDGE = "0.000000001"
_LARGEST = "1e300"


def _half(sign: str) -> str:
    logarithm = f"LN({sign}CAST(x AS DOUBLE)) * {1 / log(_GROWTH)!r}"
    return f"{sign}({_ORIGIN} + CAST(FLOOR({logarithm} + {_EDGE}) AS INT))"


_LOG_BUCKET = (
    f"CASE WHEN x > 0 AND x < {_LARGEST} THEN {_half('')} "
    f"WHEN x < 0 AND x > -{_LARGEST} THEN {_half('-')} WHEN x = 0 THEN 0 END"
)


def expand_macros(tree: exp.Expr) -> exp.Expr:
    """Replace `log_bucket(x)` by an integer bucket: null for null, 0 for 0, mirrored below.

    Source: the spacing of DDSketch (Masson, Rim and Lee, VLDB 2019) with gamma 1.02.
    """
    if not any(map(is_log_bucket, tree.find_all(exp.Anonymous))):
        return tree
    template = parse_one(_LOG_BUCKET, dialect="duckdb")

    def expanded(node: exp.Expr) -> exp.Expr:
        if not is_log_bucket(node):
            return node
        if len(node.expressions) != 1:
            raise DefinitionError("log_bucket takes one argument", got=node.sql())
        return exp.paren(_with_value(template, node.expressions[0]))

    return tree.transform(expanded)


def is_log_bucket(node: exp.Expr) -> bool:
    """Tell whether a node calls the macro."""
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == "log_bucket"


def _with_value(template: exp.Expr, value: exp.Expr) -> exp.Expr:
    inner = exp.paren(value)

    def put(node: exp.Expr) -> exp.Expr:
        return inner.copy() if isinstance(node, exp.Column) and node.name == "x" else node

    return template.transform(put)
