"""Arms of an experiment: made from a KPI's queries, the one that sums what exposed users did."""

from sqlglot import exp, parse_one

from reports.catalog.body import PORTABLE
from reports.catalog.operand import Operand, read_operand
from reports.catalog.per_user import as_double, user_sum
from reports.values.query import PAIR_KINDS, Query, Reads, TableField

BEFORE_DAYS = 28
_SINCE = "in_period = 1 AND at_s >= first_s"
_BEFORE = "in_period = 0"
_SUMS = {
    "done": "num",
    "done_squares": "num * num",
    "base": "den",
    "base_squares": "den * den",
    "done_base": "num * den",
    "earlier": "old",
    "earlier_squares": "old * old",
    "earlier_done": "old * num",
}
FIELDS = (
    TableField("variant", "text", key=True),
    TableField("users", "integer"),
    *(TableField(name, "number") for name in _SUMS),
)
# Who saw two variants is in neither; what was done before the first sight is no part of the effect.
_TEXT = """
WITH exposed AS (
  SELECT period, segment, CAST(user_id AS TEXT) AS who, MIN(variant) AS variant,
    MIN(at_s) AS first_s
  FROM exposures
  WHERE experiment = :experiment AND user_id IS NOT NULL AND in_period = 1
  GROUP BY period, segment, CAST(user_id AS TEXT)
  HAVING COUNT(DISTINCT variant) = 1
), acts AS (
  SELECT e.period, x.who, {num} AS num, {den} AS den, {old} AS old
  FROM {relation} AS e
  JOIN exposed AS x ON x.period = e.period AND x.who = CAST(e.user_id AS TEXT)
  GROUP BY e.period, x.who
), everybody AS (
  SELECT x.period, x.segment, x.variant, COALESCE(a.num, 0.0e0) AS num,
    COALESCE(a.den, 0.0e0) AS den, COALESCE(a.old, 0.0e0) AS old
  FROM exposed AS x
  LEFT JOIN acts AS a ON a.period = x.period AND a.who = x.who
)
SELECT period, segment, variant, COUNT(*) AS users, {sums}
FROM everybody
GROUP BY period, segment, variant
"""


def arms(numerator: Query, denominator: Query | None, experiment: str) -> Query | None:
    """Return the query of an experiment's sums over its exposed users, by variant.

    Shape: `done` is what the numerator counts since a user was exposed, `base` what the
    denominator counts (zero without one), `earlier` what the numerator counted in the 28 days
    before the period; each with its squares and products.
    Returns nothing where users do not add up to the KPI, or its parts are of several relations.
    """
    pair = _sides(numerator, denominator)
    if pair is None:
        return None
    operand, top, bottom = pair
    columns = {
        "num": _per_user(top, _SINCE),
        "den": _per_user(bottom, _SINCE),
        "old": _per_user(top, _BEFORE),
    }
    if None in columns.values():
        return None
    sums = ", ".join(f"SUM({text}) AS {column}" for column, text in _SUMS.items())
    return Query(
        name=f"{numerator.name}_by_arm",
        kind="table",
        sql=_TEXT.format(relation=operand.relation, sums=sums, **columns).strip(),
        relations=("exposures", operand.relation),
        reads=Reads("lookback", BEFORE_DAYS),
        parameters=tuple(sorted({*numerator.parameters, *_parameters(denominator), "experiment"})),
        source=numerator.source,
        additive=False,
        fields=FIELDS,
        arguments={**numerator.arguments, "experiment": experiment},
    )


def _parameters(query: Query | None) -> tuple[str, ...]:
    return query.parameters if query is not None else ()


def _sides(
    numerator: Query, denominator: Query | None
) -> tuple[Operand, tuple[exp.Expr, exp.Expr | None], tuple[exp.Expr, exp.Expr | None]] | None:
    """Return the relation with what is summed on either side, each with its condition."""
    first = read_operand(numerator)
    if first is None:
        return None
    nothing = (exp.Sum(this=exp.Literal.number(0)), None)
    if denominator is not None:
        second = read_operand(denominator)
        if second is None or second.relation != first.relation:
            return None
        return (
            first,
            (first.columns["value"], first.condition),
            (second.columns["value"], second.condition),
        )
    if numerator.kind in PAIR_KINDS:
        top, bottom = (first.columns[name] for name in ("numerator", "denominator"))
        return first, (top, first.condition), (bottom, first.condition)
    if numerator.kind != "total":
        return None
    return first, (first.columns["value"], first.condition), nothing


def _per_user(side: tuple[exp.Expr, exp.Expr | None], when: str) -> str | None:
    """Write what one side counts of a user's rows in a stretch of time."""
    column, condition = side
    tests = [parse_one(when, dialect=PORTABLE)] + ([condition.copy()] if condition else [])
    found = user_sum(column, exp.and_(*tests))
    return None if found is None else as_double(found).sql(PORTABLE)
