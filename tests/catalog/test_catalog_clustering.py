"""Tests of the query that sums squares over users."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reports import demo
from reports.catalog import Catalog, clustered, load_catalog
from reports.errors import DefinitionError
from reports.kpis.shapes import quotient
from reports.resources import resource_folder
from reports.values.kpi import Kpi
from reports.values.query import Query, Reads
from reports.warehouse.guard import guard_query

_GROUPED = "GROUP BY period, segment"
_PER_USER = {
    "actions_per_user",
    "cost_per_active_user",
    "cost_per_successful_prediction",
    "error_share",
    "positive_feedback_share",
}
_NOT_PER_USER = {
    "feedback_rate",  # a subquery
    "funnel_conversion",  # WITH and a window
    "outcome_success_share",  # outcomes have no user
    "retention_week_1",  # WITH; people are its units already
    "retention_week_12",
    "retention_week_4",
    "stickiness",  # trailing days, and a subquery
    "top_user_share",  # a maximum, and a subquery
}


def ratio(numerator: str, denominator: str = "COUNT(*)", rest: str = f"FROM events {_GROUPED}"):
    """Return the query of a ratio."""
    measures = f"{numerator} AS numerator, {denominator} AS denominator, COUNT(*) AS n"
    return Query("share", "ratio", f"SELECT period, segment, {measures} {rest}", ("events",))


def total(value: str, relation: str = "events", where: str = "") -> Query:
    """Return the query of a total."""
    head = f"SELECT period, segment, {value} AS value, COUNT(*) AS n FROM {relation}"
    return Query("volume", "total", f"{head} {where} {_GROUPED}", (relation,))


def moments_of(kpi: Kpi, catalog: Catalog) -> Query | None:
    """Return the query over users of a ratio, or of a formula that divides two KPIs."""
    if kpi.query is not None:
        return clustered(kpi.query)
    numerator, denominator = (catalog.kpis[name].query for name in quotient(kpi) or ())
    return clustered(numerator, denominator)


def ratios(catalog: Catalog) -> dict[str, Query | None]:
    """Return the query over users of each ratio of a catalog."""
    return {
        kpi.name: moments_of(kpi, catalog)
        for kpi in catalog.kpis.values()
        if kpi.kind in {"ratio", "mean", "formula"}
    }


def test_which_shipped_ratios_have_users() -> None:
    """Ratios that are one SELECT over rows with users are eligible, and pass the guard."""
    found = ratios(load_catalog([resource_folder("sql")], None))

    assert (_PER_USER, _NOT_PER_USER) == (
        {name for name, query in found.items() if query},
        {name for name, query in found.items() if not query},
    )
    for query in filter(None, found.values()):
        assert guard_query(query)


def test_which_ratios_of_the_demo_have_users() -> None:
    """Formulas over two aggregates of kpis.toml are eligible, except over rows without users."""
    bulk = Path(demo.__file__).with_name("files") / "kpis.toml"
    shipped = ratios(load_catalog([resource_folder("sql")], None))
    found = ratios(load_catalog([resource_folder("sql")], bulk))

    assert {
        "acceptance_share": True,
        "exports_per_active_user": True,
        "tool_error_share": False,
        "value_per_active_user": True,
    } == {name: query is not None for name, query in found.items() if name not in shipped}


def test_what_the_query_carries_over() -> None:
    """Name, source, relations and parameters come from the operands; nothing is added up."""
    numerator = replace(
        total("SUM(cost_usd)", "predictions", "WHERE model = :b AND version = :a"),
        name="cost",
        source="sql/kpis/cost.sql",
        parameters=("b", "a"),
    )
    denominator = replace(
        total("COUNT(DISTINCT user_id)", where="WHERE name = :b"),
        name="people",
        kind="distinct",
        parameters=("b",),
    )
    query = clustered(numerator, denominator)

    assert query is not None
    assert (
        "cost_people_per_user",
        "moments",
        ("predictions", "events"),
        ("a", "b"),
        "sql/kpis/cost.sql",
        ("bucket", "value", "n"),
        False,
    ) == (
        query.name,
        query.kind,
        query.relations,
        query.parameters,
        query.source,
        query.measures,
        query.by_day,
    )
    assert guard_query(query)


def test_one_relation_is_read_once() -> None:
    """Operands over the same relation share one FROM, those over two have one each."""
    same = clustered(total("SUM(value)", where="WHERE name = 'a'"), total("COUNT(*)"))
    other = clustered(total("SUM(value)"), total("COUNT(*)", "predictions"))

    assert same is not None
    assert other is not None
    assert ([1, 0], [1, 1]) == (
        [same.sql.count(f"FROM {name} ") for name in ("events", "predictions")],
        [other.sql.count(f"FROM {name} ") for name in ("events", "predictions")],
    )


@pytest.mark.parametrize(
    "column",
    [
        "SUM(value)",
        "COUNT(value)",
        "COUNT(*)",
        "SUM(value) FILTER (WHERE name = 'a')",
        "COUNT(DISTINCT user_id)",
        "COUNT(DISTINCT (events.user_id))",
        "COUNT(DISTINCT CASE WHEN name = 'a' THEN user_id WHEN name = 'b' THEN NULL END)",
        "28 * COUNT(DISTINCT user_id)",
        "-(SUM(value) - COALESCE(SUM(day), 0)) * 0.5",
        "CAST(SUM(value) AS DOUBLE) + COUNT(*)",
    ],
)
def test_columns_that_add_up_over_users(column: str) -> None:
    """Sums, counts and distinct users, and what is linear in them, are sums over users."""
    query = clustered(ratio(column))

    assert query is not None
    assert guard_query(query)


@pytest.mark.parametrize(
    "column",
    [
        "MAX(value)",
        "SUM(DISTINCT value)",
        "COUNT(DISTINCT name)",
        "COUNT(DISTINCT user_id) * COUNT(*)",
        "COUNT(DISTINCT CASE WHEN name = 'a' THEN user_id ELSE 'none' END)",
        "COUNT(*) + 1",
        "ABS(SUM(value))",
        "CAST(SUM(value) AS INTEGER)",
        "COALESCE(SUM(value), 1)",
        "CASE WHEN COUNT(*) > 9 THEN SUM(value) END",
        "1",
    ],
)
def test_columns_that_do_not(column: str) -> None:
    """Anything that one user's rows do not decide on for themselves is left alone."""
    assert clustered(ratio(column)) is None
    assert clustered(ratio("COUNT(*)", column)) is None


@pytest.mark.parametrize(
    "query",
    [
        ratio("SUM(value)", rest="FROM events GROUP BY 1, 2"),
        ratio("SUM(e.value)", rest="FROM events AS e WHERE e.name = 'a' GROUP BY segment, period"),
        replace(ratio("SUM(value)"), kind="mean"),
        replace(ratio("SUM(value)", rest=f"FROM seats {_GROUPED}"), relations=("seats",)),
    ],
)
def test_queries_of_one_level_are_eligible(query: Query) -> None:
    """An alias, groups by place and a relation of the workspace's own make no difference."""
    found = clustered(query)

    assert found is not None
    assert guard_query(found)


@pytest.mark.parametrize(
    "query",
    [
        ratio("COUNT(*)", rest=f"FROM events JOIN users USING (user_id) {_GROUPED}"),
        ratio("COUNT(*)", rest=f"FROM events {_GROUPED} HAVING COUNT(*) > 1"),
        ratio("COUNT(*)", rest=f"FROM (SELECT * FROM events) AS e {_GROUPED}"),
        ratio("COUNT(*)", rest=f"FROM events WHERE name IN (SELECT name FROM events) {_GROUPED}"),
        ratio("COUNT(*)", rest="FROM events GROUP BY period, segment, name"),
        ratio("COUNT(*)", rest="FROM events GROUP BY segment"),
        ratio("SUM(COUNT(*)) OVER ()"),
        replace(ratio("COUNT(*)"), sql=f"WITH e AS (SELECT 1) {ratio('COUNT(*)').sql}"),
        replace(ratio("COUNT(*)"), sql=f"{ratio('COUNT(*)').sql} UNION ALL SELECT 0, '', 1, 1, 1"),
        replace(ratio("COUNT(*)"), reads=Reads("lookback", 7)),
        replace(ratio("COUNT(*)"), bodies={"sqlite": ratio("COUNT(*)").sql}),
        replace(ratio("COUNT(*)"), relations=("events", "users")),
        replace(ratio("COUNT(*)", rest=f"FROM outcomes {_GROUPED}"), relations=("outcomes",)),
        total("SUM(value)"),
    ],
)
def test_queries_of_other_shapes_are_not(query: Query) -> None:
    """What reads or computes more than one level, or has no users, is left alone."""
    assert clustered(query) is None


def test_both_operands_must_add_up() -> None:
    """A formula needs two totals or numbers of users, each over rows with users."""
    fine = total("SUM(value)")
    people = replace(total("COUNT(DISTINCT user_id)"), kind="distinct")
    models = replace(total("COUNT(DISTINCT name)"), kind="distinct")
    level = replace(total("MAX(value)"), kind="maximum")
    calls = total("COUNT(*)", "tool_calls")

    assert [True, True, False, False, False, False] == [
        clustered(*pair) is not None
        for pair in (
            (fine, people),
            (people, fine),
            (fine, models),
            (level, fine),
            (fine, calls),
            (fine, ratio("SUM(value)")),
        )
    ]


def test_no_definition_may_ask_for_it(
    kpi_text: str, refusal: Callable[[str], DefinitionError]
) -> None:
    """The kind of these queries is unknown to KPI files."""
    error = refusal(kpi_text.replace('kind    = "total"', 'kind    = "moments"'))

    assert 'unknown kind "moments"' == error.what
