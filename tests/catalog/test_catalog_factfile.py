"""Fact files: a header, a query, a worked example."""

from pathlib import Path

import pytest

from reports.catalog import load_fact_queries
from reports.errors import DefinitionError
from reports.values.query import Reads, TableField

HEADER = '''/*
title = "Names"
why = "What is used."
reads = "trailing 28 days"
[columns]
name = "key text, name, the event"
n = "integer, count, its rows"
[example]
periods = [["2026-11-09", "2026-11-16"]]
events = """
user_id | occurred_at | name
u1 | 2026-11-09T10:00:00Z | opened
"""
expected = """
period | segment | name | n
0 | all | opened | 1
"""
*/
'''
BODY = "SELECT period, segment, name, COUNT(*) AS n FROM events GROUP BY period, segment, name"


def _write(folder: Path, text: str) -> Path:
    path = folder / "facts" / "names.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return folder


def test_a_fact_file_becomes_a_table_query(tmp_path: Path) -> None:
    """Fields keep their order, their types and which of them are keys."""
    found = load_fact_queries([_write(tmp_path, HEADER + BODY)])["names"]

    assert (TableField("name", "text", key=True), TableField("n", "integer")) == found.query.fields
    assert (Reads("trailing", 28), ("events",)) == (found.query.reads, found.query.relations)
    assert ("Names", 1) == (found.title, len(found.example.expected))


def test_the_last_folder_wins(tmp_path: Path) -> None:
    """A workspace overrides a shipped fact file by the same path."""
    ours = _write(tmp_path / "ours", HEADER + BODY)
    own = _write(tmp_path / "own", HEADER.replace("Names", "Own names") + BODY)

    assert "Own names" == load_fact_queries([ours, own])["names"].title


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"key text, name, the event"', '"key words, name, the event"', "column name"),
        ('"integer, count, its rows"', '"integer, counts, its rows"', "column n"),
        ("COUNT(*) AS n", "COUNT(*) AS m", "other columns"),
        ("COUNT(*) AS n FROM", "COUNT(:x) AS n FROM", "other parameters"),
        ('why = "What is used."\n', "", "missing key"),
        ("/*", "", "no header"),
    ],
)
def test_a_wrong_fact_file_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """The message says what is wrong, and in which file."""
    with pytest.raises(DefinitionError, match=told) as caught:
        load_fact_queries([_write(tmp_path, (HEADER + BODY).replace(old, new, 1))])

    assert "names.sql" in str(caught.value)
