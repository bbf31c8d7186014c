"""Tests of worked examples."""

import pytest

from reports.catalog import load_catalog
from reports.catalog.example import parse_cell


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("", None), ("-", None), ("true", True), ("false", False), ("0", 0), ("-3", -3)),
        *(("0.5", 0.5), ("1e3", 1000.0), ("'7'", "7"), ("nan", "nan"), ("u1", "u1")),
        ("2026-11-09T10:00:00Z", "2026-11-09T10:00:00Z"),
    ],
)
def test_cells_become_values(text, value):
    """A cell is null, a boolean, a number or a text; quotes force text."""
    parsed = parse_cell(text)

    assert parsed == value
    assert type(parsed) is type(value)


def test_tables_become_rows(sql_folder, kpi_text):
    """An example holds rows of relations, periods and expected readings."""
    (sql_folder / "kpis" / "messages.sql").write_text(kpi_text, encoding="utf-8")
    example = load_catalog([sql_folder], None).kpis["messages"].example

    assert example.rows == {
        "events": (
            {"user_id": "u1", "occurred_at": "2026-11-09T00:00:00Z", "name": "message_sent"},
        )
    }
    assert example.periods == (("2026-11-09", "2026-11-16"),)
    assert example.expected == ({"period": 0, "segment": "all", "value": 1, "n": 1},)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("events =", "users =", "the example has no rows of events"),
        ("| name\n", "| title\n", "wrong events"),
        ("| name\n", "|\n", "wrong events"),
        ("u1      |", "u1 | u2 |", "wrong events"),
        ('"2026-11-16"]', '"2026-11-09"]', "wrong periods"),
        ('"2026-11-16"]', '"2026-11-31"]', "wrong periods"),
        ('[["2026-11-09", "2026-11-16"]]', "[]", "wrong periods"),
        ("0      | all", "1      | all", "wrong expected"),
        ("| value | n", "| total | n", "wrong expected"),
        ("expected =", "expcted =", "wrong expcted"),
        ("periods =", 'dimension = ""\nperiods =', "wrong dimension"),
        ("periods =", "parameters = { x = 1 }\nperiods =", "wrong parameters"),
    ],
)
def test_a_wrong_example_is_refused(refusal, kpi_text, old, new, reason):
    """A refusal names what is wrong in the example."""
    error = refusal(kpi_text.replace(old, new, 1))

    assert reason in error.what or error.what == 'missing key "expected"'
    assert "messages.sql, line" in error.where
