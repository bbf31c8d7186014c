"""Ratios per user: made from a KPI's queries, the one that sums squares over users."""

from collections.abc import Sequence

from sqlglot import exp

from reports.catalog.body import PORTABLE
from reports.catalog.operand import Operand, read_operand
from reports.catalog.per_user import USER, as_double, user_sum
from reports.values.query import PAIR_KINDS, Query

# The join lays five sums of one row out as five rows, so that the data are read only once.
_FIVE_ROWS = """
SELECT sums.period, sums.segment, parts.bucket,
  CASE parts.bucket
    WHEN 0 THEN sums.num_sq WHEN 1 THEN sums.den_sq WHEN 2 THEN sums.num_den
    WHEN 3 THEN sums.num_sum ELSE sums.den_sum
  END AS value,
  sums.users AS n
FROM (
  SELECT period, segment, SUM(num * num) AS num_sq, SUM(den * den) AS den_sq,
    SUM(num * den) AS num_den, SUM(num) AS num_sum, SUM(den) AS den_sum, COUNT(*) AS users
  FROM ({per_user}) AS per_user
  GROUP BY period, segment
) AS sums
CROSS JOIN (
  SELECT 0 AS bucket UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
) AS parts
"""
_BOTH_SIDES = """
SELECT period, segment, who, SUM(num) AS num, SUM(den) AS den
FROM ({rows}) AS sides
GROUP BY period, segment, who
"""


def clustered(numerator: Query, denominator: Query | None = None) -> Query | None:
    """Return the query of a ratio's sums over users: of its own query, or of its two operands.

    Shape: of each period and segment five rows, whose value by bucket is the sum over users of
    0 numerator², 1 denominator², 2 numerator x denominator, 3 numerator, 4 denominator; n counts
    the users that have rows. Rows without a user are left out.
    Returns nothing where users do not add up to the ratio, or a query is more than one SELECT of
    sums, counts and distinct users over one relation.
    """
    queries = (numerator,) if denominator is None else (numerator, denominator)
    operands = [operand for operand in map(read_operand, queries) if operand is not None]
    if not _is_ratio(queries) or len(operands) < len(queries):
        return None
    per_user = _of_pair(operands[0]) if denominator is None else _of_two(*operands)
    if per_user is None:
        return None
    return Query(
        name="_".join([*(query.name for query in queries), "per_user"]),
        kind="moments",
        sql=_FIVE_ROWS.format(per_user=per_user).strip(),
        relations=tuple(dict.fromkeys(operand.relation for operand in operands)),
        parameters=tuple(sorted({name for query in queries for name in query.parameters})),
        source=numerator.source,
        additive=False,
    )


def _is_ratio(queries: tuple[Query, ...]) -> bool:
    """Tell whether one query gives a pair, or each of two a total or a number of users."""
    kinds = {query.kind for query in queries}
    return kinds <= (PAIR_KINDS if len(queries) == 1 else {"total", "distinct"})


def _of_pair(operand: Operand) -> str | None:
    """Write numerator and denominator of one query for each user."""
    sides = [user_sum(operand.columns[name]) for name in ("numerator", "denominator")]
    return _grouped(operand.relation, operand.condition, sides)


def _of_two(numerator: Operand, denominator: Operand) -> str | None:
    """Write the values of two queries for each user; rows of one relation are read only once."""
    operands = (numerator, denominator)
    if numerator.relation != denominator.relation:
        return _of_relations(operands)
    either = _either(numerator.condition, denominator.condition)
    sides = [
        user_sum(operand.columns["value"], _beyond(operand.condition, either))
        for operand in operands
    ]
    return _grouped(numerator.relation, either, sides)


def _of_relations(operands: tuple[Operand, Operand]) -> str | None:
    """Write the values of queries over two relations: each alone, then both for each user."""
    nothing = as_double(exp.Literal.number(0))
    values = [user_sum(operand.columns["value"]) for operand in operands]
    pairs = ([values[0], nothing], [nothing, values[1]])
    texts = [
        _grouped(operand.relation, operand.condition, pair)
        for operand, pair in zip(operands, pairs, strict=True)
    ]
    if None in texts:
        return None
    return _BOTH_SIDES.format(rows=" UNION ALL ".join(map(str, texts))).strip()


def _either(one: exp.Expr | None, other: exp.Expr | None) -> exp.Expr | None:
    """Return the condition of rows that count on one side at least; null lets all rows pass."""
    if one is None or other is None:
        return None
    return one if one == other else exp.or_(one, other)


def _beyond(condition: exp.Expr | None, known: exp.Expr | None) -> exp.Expr | None:
    """Return what is left to test of rows that have passed a condition."""
    return None if condition == known else condition


def _grouped(
    relation: str, condition: exp.Expr | None, sides: Sequence[exp.Expr | None]
) -> str | None:
    """Write the SELECT of two sums for each user, whose name is the same text in all relations."""
    numerator, denominator = sides
    if numerator is None or denominator is None:
        return None
    named = exp.column(USER).is_(exp.null()).not_()
    tests = [named] if condition is None else [named, condition]
    tree = (
        exp.select("period", "segment", f"CAST({USER} AS TEXT) AS who")
        .select(exp.alias_(numerator, "num"), exp.alias_(denominator, "den"))
        .from_(relation)
        .where(*tests)
        .group_by("period", "segment", USER)
    )
    return tree.sql(PORTABLE)
