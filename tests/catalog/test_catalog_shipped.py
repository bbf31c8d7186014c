"""Tests of the shipped KPI files."""

import pytest

from reports.catalog import load_catalog
from reports.resources import resource_folder

_GROUPS = {"engagement", "value", "model", "quality", "cost"}
_NOT_BY_DAY = {
    "active_users",
    "actions_per_user",
    "funnel_conversion",
    "retention_week_1",
    "retention_week_12",
    "retention_week_4",
    "stickiness",
    "top_user_share",
}


@pytest.fixture(scope="module")
def kpis():
    """Load the shipped KPI files."""
    return load_catalog([resource_folder("sql")], None).kpis


def test_all_shipped_files_are_accepted(kpis):
    """Every shipped KPI loads and belongs to a known group."""
    assert len(kpis) >= 14
    assert {kpi.chapter for kpi in kpis.values()} == _GROUPS


def test_every_shipped_query_has_an_example_at_a_boundary(kpis):
    """Every example holds more rows than it counts."""
    for kpi in kpis.values():
        if kpi.query is not None:
            rows = sum(len(lines) for lines in kpi.example.rows.values())

            assert rows > sum(row["n"] for row in kpi.example.expected), kpi.name


def test_distinct_users_are_not_added_up(kpis):
    """Queries that count different users are asked per period."""
    asked = {kpi.name for kpi in kpis.values() if kpi.query and not kpi.query.by_day}

    assert asked == _NOT_BY_DAY


def test_latency_quantiles_share_their_facts(kpis):
    """Both quantiles come from one text, so one extraction serves them."""
    assert kpis["latency_p50"].query.sql == kpis["latency_p95"].query.sql


def test_operands_stand_before_formulas(kpis):
    """The order of the catalog is the order of evaluation."""
    names = list(kpis)
    for kpi in kpis.values():
        assert all(names.index(operand) < names.index(kpi.name) for operand in kpi.operands)


def test_why_is_one_sentence(kpis):
    """Business readers get one plain sentence for each KPI."""
    for kpi in kpis.values():
        assert kpi.why.endswith("."), kpi.name
        assert kpi.why.count(". ") == 0, kpi.name
