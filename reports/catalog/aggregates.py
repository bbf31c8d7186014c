"""Aggregates of kpis.toml, and the SELECT each one stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from reports.catalog.body import PORTABLE
from reports.catalog.fields import Fields
from reports.catalog.names import is_lower_snake
from reports.catalog.place import Place, Table
from reports.errors import DefinitionError
from reports.values.query import Kind

KIND_OF: Mapping[str, Kind] = {
    "sum": "total",
    "count": "total",
    "count_distinct": "distinct",
    "mean": "mean",
    "min": "minimum",
    "max": "maximum",
    "quantile": "quantile",
}
_SIDE_AGGREGATES = ("sum", "count", "count_distinct")
_FORBIDDEN = (
    *(exp.Query, exp.DML, exp.DDL, exp.Command, exp.AggFunc, exp.Window, exp.Table),
    *(exp.Star, exp.Alias),
)
_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ratio: an aggregate of the rows that pass its own filter."""

    aggregate: str
    column: str = ""
    condition: str = ""

    @property
    def text(self) -> str:
        """Write the aggregate as SQL."""
        if self.aggregate == "sum":
            rows = f"CASE WHEN {self.condition} THEN {self.column} ELSE 0 END"
            return f"SUM({rows if self.condition else self.column})"
        distinct = "DISTINCT " if self.aggregate == "count_distinct" else ""
        counted = self.column or "1"
        if self.condition:
            return f"COUNT({distinct}CASE WHEN {self.condition} THEN {counted} END)"
        return f"COUNT({distinct}{self.column or '*'})"


@dataclass(frozen=True, slots=True)
class Aggregation:
    """What one table of kpis.toml asks for; `sides` are numerator and denominator of a ratio."""

    kind: Kind
    relation: str
    aggregate: str = ""
    column: str = ""
    condition: str = ""
    sides: tuple[Side, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """Return the keys this aggregation needs besides the shared ones."""
        if self.sides:
            return ("relation", "numerator", "denominator")
        column = () if self.aggregate == "count" else ("column",)
        quantile = ("quantile",) if self.kind == "quantile" else ()
        return ("relation", "aggregate", *column, *quantile)

    @property
    def optional(self) -> tuple[str, ...]:
        """Return the keys this aggregation may have besides the shared ones."""
        return ("column",) if self.aggregate == "count" else ()

    @classmethod
    def of(cls, table: Table, place: Place) -> "Aggregation":
        """Read the aggregation of a table.

        Raises: DefinitionError
        """
        is_ratio = "numerator" in table or "denominator" in table
        if not is_ratio and "aggregate" not in table:
            raise place.refuse(
                "neither a formula nor an aggregate",
                expected="formula, or relation with aggregate, "
                "or relation with numerator and denominator",
                got=", ".join(table) or "no key",
            )
        fields = Fields(table, place)
        relation = _relation(fields)
        condition = read_filter(fields)
        if is_ratio:
            sides = (_side(fields, "numerator"), _side(fields, "denominator"))
            return cls("ratio", relation, condition=condition, sides=sides)
        aggregate = fields.choice("aggregate", KIND_OF)
        column = read_column(fields, needed=aggregate != "count")
        return cls(KIND_OF[aggregate], relation, aggregate, column, condition)


def select_text(asked: Aggregation) -> str:
    """Write the SELECT of an aggregation."""
    column, conditions = asked.column, [asked.condition] if asked.condition else []
    if asked.sides:
        measures = _ratio_measures(*asked.sides)
    elif asked.kind == "mean":
        measures = (
            f"SUM({column}) AS numerator, COUNT({column}) AS denominator, COUNT({column}) AS n"
        )
    elif asked.kind == "quantile":
        measures = f"log_bucket({column}) AS bucket, COUNT(*) AS n"
        conditions.append(f"{column} IS NOT NULL")
    else:
        measures = _value_measures(asked.aggregate, column)
    where = f" WHERE {' AND '.join(f'({text})' for text in conditions)}" if conditions else ""
    bucket = f", log_bucket({column})" if asked.kind == "quantile" else ""
    head = f"SELECT period, segment, {measures} FROM {asked.relation}"  # noqa: S608 - checked names
    return f"{head}{where} GROUP BY period, segment{bucket}"


def read_filter(fields: Fields) -> str:
    """Read a boolean expression and write it anew, so that nothing else can pass.

    Raises: DefinitionError
    """
    text = fields.text("filter", "")
    if not text:
        return ""
    try:
        tree = sqlglot.parse_one(text, read=PORTABLE, into=exp.Condition)
        written = tree.sql(dialect=PORTABLE, comments=False)
    except (SqlglotError, RecursionError, ValueError) as error:
        raise _wrong_filter(fields, text) from error
    if tree.find(*_FORBIDDEN) is not None:
        raise _wrong_filter(fields, text)
    return written


def read_column(fields: Fields, *, needed: bool) -> str:
    """Read the name of a column.

    Raises: DefinitionError
    """
    if not needed and "column" not in fields.table:
        return ""
    name = fields.text("column")
    if _COLUMN.fullmatch(name):
        return name
    raise fields.place.refuse(
        "wrong column", key="column", expected="the name of one column", got=name
    )


def _relation(fields: Fields) -> str:
    name = fields.text("relation")
    if is_lower_snake(name):
        return name
    raise fields.place.refuse(
        "wrong relation", key="relation", expected="the name of a relation, like events", got=name
    )


def _side(fields: Fields, key: str) -> Side:
    """Read the numerator or the denominator of a ratio."""
    place = fields.place.within(key)
    side = Fields(fields.below(key), place)
    aggregate = side.choice("aggregate", _SIDE_AGGREGATES)
    needed = aggregate != "count"
    place.check_keys(
        side.table,
        required=("aggregate", "column") if needed else ("aggregate",),
        optional=("column", "filter"),
    )
    return Side(aggregate, read_column(side, needed=needed), read_filter(side))


def _ratio_measures(numerator: Side, denominator: Side) -> str:
    """Write the measures of a ratio; n counts the rows behind the denominator."""
    rows = Side("count", condition=denominator.condition)
    return f"{numerator.text} AS numerator, {denominator.text} AS denominator, {rows.text} AS n"


def _value_measures(aggregate: str, column: str) -> str:
    """Write value and n of a total, a distinct count, a minimum or a maximum."""
    if aggregate in _SIDE_AGGREGATES:
        counted = Side("count" if aggregate == "sum" else aggregate, column)
        return f"{Side(aggregate, column).text} AS value, {counted.text} AS n"
    return f"{aggregate.upper()}({column}) AS value, COUNT({column}) AS n"


def _wrong_filter(fields: Fields, text: str) -> DefinitionError:
    return fields.place.refuse(
        "wrong filter",
        key="filter",
        expected="one condition on columns of the relation, without subqueries or aggregates",
        got=text,
        next_step="write it like name = 'purchase' AND value > 0",
    )
