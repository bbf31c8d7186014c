"""Macros of the query language, expanded in the same way for every engine."""

from collections.abc import Callable, Mapping
from math import log

from sqlglot import exp, parse_one

from reports.errors import DefinitionError
from reports.values.score_grid import bin_rule, score_grid
from reports.warehouse.grammar import MACROS

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
    """Put integers in place of `log_bucket(x)` and `score_bin(x)`.

    A log bucket is null for null, 0 for 0 and mirrored below; a score's bin is that of the grid
    without thresholds.
    Source: the spacing of DDSketch (Masson, Rim and Lee, VLDB 2019) with gamma 1.02.
    """
    calls = [node for node in tree.find_all(exp.Anonymous) if _name(node) in MACROS]
    templates = {
        name: parse_one(_TEXTS[name](), dialect="duckdb") for name in set(map(_name, calls))
    }
    for call in reversed(calls):
        name = _name(call)
        if len(call.expressions) != 1:
            raise DefinitionError(f"{name} takes one argument", got=call.sql())
        filled = _with_value(templates[name], call.expressions[0])
        call.replace(exp.paren(filled, copy=False))
    return tree


def _name(call: exp.Anonymous) -> str:
    return str(call.this).lower()


def _score_bin() -> str:
    return bin_rule("x", score_grid())


_TEXTS: Mapping[str, Callable[[], str]] = {
    "log_bucket": lambda: _LOG_BUCKET,
    "score_bin": _score_bin,
}


def _with_value(template: exp.Expr, value: exp.Expr) -> exp.Expr:
    filled = template.copy()
    inner = value if isinstance(value, exp.Column) else exp.paren(value)
    for place in list(filled.find_all(exp.Column)):
        place.replace(inner.copy())
    return filled
