"""Tests of kpis.toml."""

import pytest

from reports.catalog import load_catalog

_HEAD = """
[defaults]
unit = "number"
better = "none"
chapter = "sales"
owner = "finance"

[orders]
title = "Orders"
why = "How many orders came in."
"""


def _load(tmp_path, lines):
    path = tmp_path / "kpis.toml"
    path.write_text(_HEAD + lines, encoding="utf-8")
    return load_catalog([], path).kpis["orders"]


@pytest.mark.parametrize(
    ("lines", "kind", "measures", "additive"),
    [
        ('aggregate = "count"', "total", "COUNT(*) AS value, COUNT(*) AS n", True),
        (
            'aggregate = "sum"\ncolumn = "value"',
            "total",
            "SUM(value) AS value, COUNT(value) AS n",
            True,
        ),
        (
            'aggregate = "count_distinct"\ncolumn = "user_id"',
            "distinct",
            "COUNT(DISTINCT user_id) AS value, COUNT(DISTINCT user_id) AS n",
            False,
        ),
        (
            'aggregate = "mean"\ncolumn = "value"',
            "mean",
            "SUM(value) AS numerator, COUNT(value) AS denominator, COUNT(value) AS n",
            True,
        ),
        (
            'aggregate = "max"\ncolumn = "value"',
            "maximum",
            "MAX(value) AS value, COUNT(value) AS n",
            True,
        ),
        (
            (
                'numerator = { aggregate = "sum", column = "value", filter = "value > 0" }\n'
                'denominator = { aggregate = "count" }'
            ),
            "ratio",
            (
                "SUM(CASE WHEN value > 0 THEN value ELSE 0 END) AS numerator, "
                "COUNT(*) AS denominator, COUNT(*) AS n"
            ),
            True,
        ),
        (
            (
                'numerator = { aggregate = "count" }\n'
                'denominator = { aggregate = "count_distinct", column = "user_id", '
                'filter = "a = 1" }'
            ),
            "ratio",
            (
                "COUNT(*) AS numerator, COUNT(DISTINCT CASE WHEN a = 1 THEN user_id END) "
                "AS denominator, COUNT(CASE WHEN a = 1 THEN 1 END) AS n"
            ),
            False,
        ),
    ],
)
def test_an_aggregate_becomes_a_query(tmp_path, lines, kind, measures, additive):
    """An aggregate of a column stands for a SELECT with the measures of its kind."""
    kpi = _load(tmp_path, 'relation = "events"\n' + lines)

    expected = f"SELECT period, segment, {measures} FROM events GROUP BY period, segment"
    assert expected == kpi.query.sql
    assert kpi.kind == kpi.query.kind == kind
    assert kpi.query.by_day is additive
    assert (kpi.unit, kpi.owner, kpi.source) == ("number", "finance", "kpis.toml")


def test_a_quantile_counts_buckets_of_known_values(tmp_path):
    """A quantile groups by bucket and leaves unknown values out."""
    lines = 'relation = "events"\naggregate = "quantile"\ncolumn = "value"\nquantile = 0.9\n'
    kpi = _load(tmp_path, lines + "filter = \"name = 'a' OR name = 'b'\"")

    assert kpi.quantile == 0.9
    assert kpi.query.sql == (
        "SELECT period, segment, log_bucket(value) AS bucket, COUNT(*) AS n FROM events "
        "WHERE (name = 'a' OR name = 'b') AND (value IS NOT NULL) "
        "GROUP BY period, segment, log_bucket(value)"
    )


def test_a_filter_may_hold_parameters(tmp_path):
    """A parameter of a filter becomes a parameter of the query."""
    lines = 'relation = "events"\naggregate = "count"\nfilter = "name = :step"'

    assert _load(tmp_path, lines).query.parameters == ("step",)


@pytest.mark.parametrize(
    "condition",
    [
        *("name = 'x'; DROP TABLE events", "1 = 1) OR (1 = 1", "user_id IN (SELECT 1)", "*"),
        *("SELECT 1", "EXISTS (SELECT 1 FROM users)", "COUNT(*) > 1", "name = 'x' ORDER BY 1"),
        *("name =", "name = 'x", "DELETE FROM events", "SUM(value) OVER () > 1", "a AS b"),
    ],
)
def test_a_filter_is_one_condition(bulk_refusal, condition):
    """A filter with a statement, a subquery or an aggregate is refused."""
    lines = f'relation = "events"\naggregate = "count"\nfilter = "{condition}"'
    error = bulk_refusal(_HEAD + lines)

    assert error.what == "wrong filter"
    assert "kpis.toml, line 13, [orders] filter" in error.where


@pytest.mark.parametrize(
    ("lines", "reason", "hint"),
    [
        ('agregate = "sum"', "neither a formula nor an aggregate", ""),
        ('aggregate = "sums"', 'unknown aggregate "sums"', 'did you mean "sum"?'),
        ('aggregate = "sum"', "wrong column", ""),
        ('aggregate = "sum"\ncolumn = "a; b"', "wrong column", ""),
        ('aggregate = "count"\nfilter = "value / 2 > 1"', "a query never divides", ""),
        ('aggregate = "count"\nkind = "total"', 'unknown key "kind"', ""),
        ('aggregate = "quantile"\ncolumn = "value"', 'missing key "quantile"', ""),
        ('aggregate = "count"\nown = "me"', 'unknown key "own"', 'did you mean "owner"?'),
        ('numerator = { aggregate = "count" }', "wrong denominator", ""),
        ('formula = "a"', 'unknown key "relation"', ""),
    ],
)
def test_a_wrong_table_is_refused(bulk_refusal, lines, reason, hint):
    """A refusal names the table, the reason and what was probably meant."""
    error = bulk_refusal(_HEAD + 'relation = "events"\n' + lines)

    assert reason in error.what
    assert "[orders]" in error.where
    assert hint in error.next_step


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[orders", "not valid TOML"),
        ("orders = 1", "not a KPI"),
        ("[Orders]", "not a name of a KPI"),
        ("[defaults]\ntitle = 'x'", 'unknown key "title"'),
        ("defaults = 3", "wrong defaults"),
        ("[orders]\naggregate = 'count'", "wrong relation"),
        ("[orders]\nrelation = 'main.events'\naggregate = 'count'", "wrong relation"),
        ("[orders]\nrelation = 'events'\naggregate = 'count'", 'missing key "title", "why"'),
    ],
)
def test_a_wrong_file_is_refused(bulk_refusal, text, reason):
    """What is no table of a KPI is refused with the file's name."""
    error = bulk_refusal(text)

    assert reason in error.what
    assert "kpis.toml" in error.where


def test_a_wrong_default_is_not_blamed_on_another_table(bulk_refusal):
    """The line of a refusal lies in the table that is refused."""
    text = _HEAD.replace('"number"', '"numbr"') + '[later]\nunit = "count"\n'
    lines = 'relation = "events"\naggregate = "count"\n'
    error = bulk_refusal(text.replace("[later]", lines + "[later]"))

    assert error.where.endswith("kpis.toml, line 8, [orders] unit")


def test_two_hundred_kpis_stay_short(tmp_path):
    """Defaults spare every KPI four lines, and all are read."""
    lines = '[k{0}]\ntitle = "T"\nwhy = "W."\nrelation = "events"\naggregate = "count"\n'
    path = tmp_path / "kpis.toml"
    head = _HEAD.split("[orders]", maxsplit=1)[0]
    path.write_text(head + "".join(lines.format(k) for k in range(200)), encoding="utf-8")

    assert len(load_catalog([], path).kpis) == 200
