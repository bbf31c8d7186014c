"""Tests of the SELECT of a definition."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.catalog.body import parse_body
from reports.catalog.place import Place
from reports.errors import DefinitionError

_PLACE = Place("x.sql", first_line=10)
_WORDS = ["SELECT", "FROM", "WITH", "a", "AS", "(", ")", ",", "events", ":x", "'", "/", "*", ";"]


@pytest.mark.parametrize(
    ("sql", "reason", "line"),
    [
        ("SELECT 1 AS n FROM events;\nDROP TABLE events", "a second statement", 11),
        ("DROP TABLE events", "not a SELECT", 10),
        ("\n\nINSERT INTO events VALUES (1)", "not a SELECT", 12),
        ("PRAGMA writable_schema = 1", "not a SELECT", 10),
        ("WITH x AS (\nDELETE FROM events RETURNING *) SELECT 1 FROM x", "only reads", 11),
        ("WITH x AS (INSERT INTO y SELECT 1 RETURNING a) SELECT 1 FROM x", "only reads", 10),
        ("SELECT * FROM events FOR UPDATE", "only reads", 10),
        ("SELECT a INTO b FROM events", "only reads", 10),
        ("SELECT a\n/ b AS value FROM events", "never divides", 10),
        ("SELECT AVG(value) AS value FROM events", "never divides", 10),
        ("SELECT a FROM events ORDER BY a", "never ranks", 10),
        ("SELECT a FROM events LIMIT 3", "never ranks", 10),
        ("SELECT 1 AS n", "reads no relation", 10),
        ("SELECT a FROM main.events", "reads relations only", 10),
        ("SELECT a FROM read_csv('/etc/passwd')", "reads relations only", 10),
        ("SELECT a FROM 'events.parquet'", "reads relations only", 10),
        ("SELECT a FROM events WHERE name = ?", "a parameter without a name", 10),
        ("WITH events AS (SELECT 1 AS a FROM events) SELECT a FROM events", "hides", 10),
        ("SELECT a\nFROM events WHERE (", "cannot be read", 11),
        ("SELECT 'abc FROM events", "cannot be read", 10),
        ("-- nothing\n;", "no query", 10),
        ("SELECT " + "(" * 4000 + "a" + ")" * 4000 + " AS n FROM events", "cannot be read", 10),
    ],
)
def test_what_is_no_plain_select_is_refused(sql, reason, line):
    """A refusal says what is wrong and on which line of the file."""
    with pytest.raises(DefinitionError) as caught:
        parse_body(sql, _PLACE)

    assert reason in caught.value.what
    assert caught.value.where.startswith("x.sql")
    assert line == 10 or f"line {line}" in caught.value.where


@pytest.mark.parametrize(
    ("sql", "relations"),
    [
        ("SELECT 1 AS n FROM events AS e JOIN users ON e.user_id = users.user_id", "events users"),
        ("WITH a AS (SELECT 1 FROM b), c AS (SELECT 1 FROM d) SELECT 1 FROM c, a", "d b"),
        ("SELECT CASE WHEN EXISTS (SELECT 1 FROM a) THEN 1 END FROM b", "b a"),
        ("SELECT 1 FROM (SELECT 1 FROM a UNION ALL SELECT 1 FROM b) AS c", "a b"),
    ],
)
def test_relations_start_with_the_main_one(sql, relations):
    """The outermost FROM leads to the main relation; names of WITH do not count."""
    assert parse_body(sql, _PLACE).relations == tuple(relations.split())


def test_parameters_are_found_once_each():
    """A parameter used twice is one parameter."""
    sql = "SELECT 1 AS n FROM events WHERE name IN (:b, :a) OR name = :b"

    assert parse_body(sql, _PLACE).parameters == ("a", "b")


@pytest.mark.parametrize(
    ("sql", "additive"),
    [
        ("SELECT period, COUNT(*) FROM a GROUP BY period", True),
        ("SELECT period, COUNT(*) FROM a WHERE x IN (SELECT x FROM b) GROUP BY period", True),
        ("SELECT p, SUM(x) FROM (SELECT p, x FROM a UNION ALL SELECT p, x FROM b) AS c", True),
        ("SELECT period, COUNT(DISTINCT user_id) FROM a GROUP BY period", False),
        ("SELECT p, COUNT(*) FROM (SELECT DISTINCT p, u FROM a) AS b GROUP BY p", False),
        ("SELECT p, COUNT(*) FROM (SELECT p, u FROM a GROUP BY p, u) AS b GROUP BY p", False),
        ("SELECT p, SUM(x) FROM (SELECT p, MAX(x) AS x FROM a) AS b GROUP BY p", False),
        ("SELECT p, SUM(x) FROM (SELECT p, x FROM a UNION SELECT p, x FROM b) AS c", False),
        ("SELECT period, COUNT(*) FROM a GROUP BY period HAVING COUNT(*) > 5", False),
        ("WITH b AS (SELECT p, LAG(x) OVER (ORDER BY t) AS x FROM a) SELECT SUM(x) FROM b", False),
    ],
)
def test_only_rows_aggregated_once_add_up_by_day(sql, additive):
    """Distinct counts, nested aggregates and windows forbid adding up days."""
    assert parse_body(sql, _PLACE).additive is additive


def test_the_text_is_cut_at_its_first_and_last_word():
    """Comments and semicolons around the query go, whatever signs they hold."""
    sql = "-- é 日本 😀\nSELECT 'é😀' AS n FROM events -- ü\n;\n"

    assert parse_body(sql, _PLACE).sql == "SELECT 'é😀' AS n FROM events"


def test_layout_does_not_change_the_canonical_text():
    """Comments, case of keywords and line breaks do not count."""
    plain = parse_body("SELECT a FROM events WHERE a > 1", _PLACE)
    other = parse_body("select a -- all\nfrom events\n where /* x */ a>1;\n", _PLACE)

    assert other.canonical == plain.canonical


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_WORDS)))
def test_no_text_makes_a_traceback(words):
    """Whatever the SQL, it is read or refused."""
    assert _outcome("SELECT " + " ".join(words))


def _outcome(sql):
    try:
        return parse_body(sql, _PLACE).relations
    except DefinitionError as error:
        return error.what
