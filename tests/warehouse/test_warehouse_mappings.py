"""Mappings: what a workspace renames, shapes, or lacks."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import databases
import pytest

from reports.errors import ContractError
from reports.values.calendar import Calendar
from reports.values.query import Query, Reads
from reports.values.relation import RelationMapping
from reports.warehouse import Warehouse

Opener = Callable[..., Warehouse]
WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 2)


def counting(relation: str, reads: Reads | None = None, value: str = "COUNT(*)") -> Query:
    """Return a query that counts rows, or something else, of one relation."""
    sql = (
        f"SELECT period, segment, {value} AS value, COUNT(*) AS n FROM {relation} "
        "GROUP BY period, segment"
    )
    return Query("sample", "total", sql, (relation,), reads or Reads())


def test_what_is_not_mapped_is_named(opener: Opener) -> None:
    """A query that cannot be computed says which relation, column, parameter or cut is missing."""
    rows = [{"prediction_id": "p", "occurred_at": "2026-11-10T10:00:00Z", "model": "m"}]
    warehouse = opener({"predictions": rows})
    cost = counting("predictions", value="SUM(cost_usd)")
    with_parameter = replace(counting("predictions"), parameters=("limit_ms",))
    plain = counting("predictions")
    reasons = [
        warehouse.can_answer(cost),
        warehouse.can_answer(counting("events")),
        warehouse.can_answer(counting("first_seen", Reads("history"))),
        warehouse.can_answer(with_parameter),
        warehouse.can_answer(plain, dimension="country"),
    ]

    assert [
        "predictions.cost_usd is not mapped",
        "events is not mapped",
        "first_seen is not mapped",
        "parameter limit_ms is not set",
        "predictions has no dimension country",
    ] == [reason.what for reason in reasons if reason]
    assert warehouse.can_answer(plain, dimension="model") is None
    with pytest.raises(ContractError, match="cost_usd"):
        warehouse.extract(cost, WEEKS)


def test_mapping_renames_columns_of_a_select(engine: str, engine_url: str, tmp_path: Path) -> None:
    """A SELECT, renames and a dimension give the same numbers as a table of ours."""
    source = databases.load(
        engine,
        {"log": [{"who": "a", "when_at": "2026-11-10T10:00:00Z", "what": "x", "land": "DE"}]},
        folder=tmp_path,
        postgres_url=engine_url,
    )
    columns = (("user_id", "who"), ("occurred_at", "when_at"), ("name", "what"))
    mapping = RelationMapping(
        "events",
        select="SELECT * FROM log WHERE what <> 'noise' /* kept */",
        columns=columns,
        dimensions=(("country", "land"),),
    )
    product = databases.with_mapping(databases.product_of({}), mapping)
    with Warehouse(source, product) as warehouse:
        facts = warehouse.extract(counting("events"), WEEKS, dimension="country")

    assert (WEEKS, ("DE",), (1,)) == (facts.periods, facts.segment, facts.first)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (RelationMapping("events", table="nowhere"), "nowhere"),
        (RelationMapping("events", table="log", columns=(("user_id", "whom"),)), "no column whom"),
        (RelationMapping("events", table="log"), "events.user_id"),
    ],
)
def test_a_wrong_mapping_names_relation_and_column(
    engine: str, engine_url: str, tmp_path: Path, mapping: RelationMapping, message: str
) -> None:
    """A missing table or column is a message, not a traceback."""
    log = {"log": [{"who": "a", "when_at": "2026-11-10T10:00:00Z"}]}
    source = databases.load(engine, log, folder=tmp_path, postgres_url=engine_url)
    product = databases.with_mapping(databases.product_of({}), mapping)
    with Warehouse(source, product) as warehouse, pytest.raises(ContractError, match=message):
        warehouse.extract(counting("events"), WEEKS)
