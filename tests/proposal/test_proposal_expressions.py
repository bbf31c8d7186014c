"""Other units and words turned into those that queries expect."""

import pytest

from reports.proposal.columns import Choice
from reports.proposal.expressions import express
from reports.values.relation import CANONICAL
from reports.values.schema import ColumnInfo


def made(relation, canonical, column, engine="postgres"):
    """Return the expression for a column."""
    (wanted,) = (one for one in CANONICAL[relation].columns if one.name == canonical)
    return express(Choice(wanted, column, 1.0, "named"), engine)


def texts(name, *values):
    """Return a column of words."""
    return ColumnInfo(name, "TEXT", "text", 100, len(values), values)


def number(name, typical, kind="number"):
    """Return a column of numbers."""
    return ColumnInfo(name, "DOUBLE", kind, 100, 90, typical=typical)


@pytest.mark.parametrize(
    ("name", "typical", "sql", "sure"),
    [
        ("latency_ms", 800, "", True),
        ("took_seconds", 2.5, '"took_seconds" * 1000', True),
        ("elapsed_us", 9e5, '"elapsed_us" / 1000.0', True),
        ("dauer", 700, "", True),
        ("dauer", 1.4, '"dauer" * 1000', False),
    ],
)
def test_durations_become_milliseconds(name, typical, sql, sure):
    """The unit is taken from the name; small numbers without one are asked about."""
    found = made("predictions", "latency_ms", number(name, typical))

    assert (sql, sure) == (found.sql, found.sure)


@pytest.mark.parametrize(
    ("engine", "typical", "sql"),
    [
        ("postgres", 1.76e9, 'TO_TIMESTAMP("t")'),
        ("duckdb", 1.76e12, 'TO_TIMESTAMP("t" / 1000.0)'),
        ("sqlite", 1.76e9, ""),
        ("sqlite", 1.76e12, '"t" / 1000.0'),
    ],
)
def test_epochs_become_instants(engine, typical, sql):
    """Seconds and milliseconds since 1970 are told apart by their size."""
    assert sql == made("events", "occurred_at", number("t", typical, "integer"), engine).sql


@pytest.mark.parametrize(
    ("column", "sql", "sure"),
    [
        (texts("s", "ok", "error"), "", True),
        (
            texts("s", "OK", "Failed"),
            "CASE WHEN \"s\" IN ('OK') THEN 'ok' ELSE \"s\" END",
            True,
        ),
        (
            ColumnInfo("failed", "BOOLEAN", "boolean", 9, 2, ("False", "True")),
            "CASE WHEN \"failed\" THEN 'error' WHEN NOT \"failed\" THEN 'ok' END",
            True,
        ),
        (
            ColumnInfo("s", "INTEGER", "integer", 9, 2, ("200", "429"), 200.0),
            'CASE WHEN "s" BETWEEN 200 AND 299 THEN \'ok\' ELSE CAST("s" AS TEXT) END',
            True,
        ),
        (texts("s", "A", "B"), "", False),
    ],
    ids=["ok", "other word", "truth", "http", "unknown"],
)
def test_status_says_ok(column, sql, sure):
    """Success is written as ok, and asked about where no word is known."""
    found = made("predictions", "status", column)

    assert (sql, sure) == (found.sql, found.sure)


@pytest.mark.parametrize(
    ("column", "sql"),
    [
        (texts("k", "up", "down", "comment"), ""),
        (
            texts("k", "👍", "👎"),
            "CASE WHEN \"k\" IN ('👍') THEN 'up' WHEN \"k\" IN ('👎') THEN 'down' ELSE \"k\" END",
        ),
        (
            texts("k", "+1", "-1"),
            "CASE WHEN \"k\" IN ('+1') THEN 'up' WHEN \"k\" IN ('-1') THEN 'down' ELSE \"k\" END",
        ),
        (ColumnInfo("stars", "INTEGER", "integer", 9, 3, ("5", "4", "1"), 4.0), "'rating'"),
    ],
)
def test_thumbs_are_up_or_down(column, sql):
    """Signs and words become up and down; stars are a rating of their own."""
    assert sql == made("feedback", "kind", column).sql


def test_a_quote_in_a_value_stays_inside_its_text():
    """A value cannot end the text it stands in."""
    found = made("predictions", "status", texts("s", "ok'", "no"))

    assert "CASE WHEN \"s\" IN ('ok''') THEN 'ok' ELSE \"s\" END" == found.sql


def test_most_users_are_not_internal():
    """A mark that most users have is not taken for being internal."""
    often = ColumnInfo("intern", "BOOLEAN", "boolean", 9, 2, ("True", "False"))
    seldom = ColumnInfo("intern", "BOOLEAN", "boolean", 9, 2, ("False", "True"))

    assert not made("users", "is_internal", often).sure
    assert made("users", "is_internal", seldom).sure
