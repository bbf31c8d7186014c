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
    """Put an integer bucket in place of `log_bucket(x)`: null for null, 0 for 0, mirrored below.

    Source: the spacing of DDSketch (Masson, Rim and Lee, VLDB 2019) with gamma 1.02.
    """
    calls = [node for node in tree.find_all(exp.Anonymous) if is_log_bucket(node)]
    template = parse_one(_LOG_BUCKET, dialect="duckdb") if calls else tree
    for call in reversed(calls):
        if len(call.expressions) != 1:
            raise DefinitionError("log_bucket takes one argument", got=call.sql())
        call.replace(exp.paren(_with_value(template, call.expressions[0]), copy=False))
    return tree


def is_log_bucket(node: exp.Expr) -> bool:
    """Tell whether a node calls the macro."""
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == "log_bucket"


def _with_value(template: exp.Expr, value: exp.Expr) -> exp.Expr:
    filled = template.copy()
    inner = value if isinstance(value, exp.Column) else exp.paren(value)
    for place in list(filled.find_all(exp.Column)):
        place.replace(inner.copy())
    return filled
