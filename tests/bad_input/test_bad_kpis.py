"""KPIs that are wrong cost themselves, never the review, and say why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reports import pipeline
from tests.bad_input.answers import Answer, job_of, publish

Previewing = Callable[..., Answer]

HEADER = '''/*
title = "Odd one"
why = "Because."
unit = "count"
better = "none"
chapter = "engagement"
kind = "total"

[columns]
value = "number, count, something"
n = "integer, count, rows"

[example]
periods = [["2026-11-09", "2026-11-16"]]
events = """
user_id | occurred_at          | name
u1      | 2026-11-09T00:00:00Z | message
"""
expected = """
period | segment | value | n
0      | all     | 1     | 1
"""
*/
'''
HEAD = '[odd]\ntitle = "t"\nwhy = "w"\nunit = "count"\nbetter = "none"\nchapter = "c"\n'
GROUPED = "FROM events GROUP BY period, segment"

# The text of the query, and what the review says of it.
WRONG = {
    "unknown column": (
        f"SELECT period, segment, SUM(nonsense) AS value, COUNT(*) AS n {GROUPED}",
        "events.nonsense is not mapped",
    ),
    "unknown relation": (
        "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM orders GROUP BY 1, 2",
        "the example has no rows of orders",
    ),
    "refused function": (
        f"SELECT period, segment, MAX(random()) AS value, COUNT(*) AS n {GROUPED}",
        "function RAND is not allowed",
    ),
    "unknown function": (
        f"SELECT period, segment, MAX(nope(name)) AS value, COUNT(*) AS n {GROUPED}",
        "function nope is not allowed",
    ),
    "no grouping": (
        f"SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n {GROUPED}, name, user_id",
        "returned a period and segment twice",
    ),
    "wrong type": (
        f"SELECT period, segment, MAX(name) AS value, COUNT(*) AS n {GROUPED}",
        "returned a wrong value: 'message' (str)",
    ),
    "what only the engine refuses": (
        f"SELECT period, segment, SUM(COUNT(*)) AS value, COUNT(*) AS n {GROUPED}",
        "misuse of aggregate function COUNT()",
    ),
    "broken text": ("SELECT FROM WHERE", "cannot be read"),
    "a write": ("DELETE FROM events", "not a SELECT"),
    "other columns": (f"SELECT period, segment, 1 AS one {GROUPED}", "does not return value, n"),
    "nothing": ("", "no query"),
}


def test_wrong_queries_cost_their_kpis_only(small: Path):
    """The review is published with the other numbers, and says why each is not computed."""
    folder = small / "sql" / "kpis"
    folder.mkdir(parents=True)
    names = {f"odd_{number}": words for number, (_, words) in enumerate(WRONG.values())}
    for name, (body, _) in zip(names, WRONG.values(), strict=True):
        (folder / f"{name}.sql").write_text(HEADER + body)
    job = job_of(small)
    extraction = pipeline.read_facts(job)
    omitted = {item.kpi: item.reason for item in extraction.not_computed}
    kept = {kpi.name for kpi in extraction.kpis}

    assert [] == [(n, words) for n, words in names.items() if words not in omitted.get(n, "")]
    assert {"messages", "active_users", "messages_per_user"} <= kept
    assert "published" == publish(job).state


def test_the_review_and_the_commands_tell_the_same_reason(
    small: Path, preview: Previewing, command: Previewing
):
    """The page has the KPI under "not computed, because"; check exits with 1 and names it."""
    (small / "sql" / "kpis").mkdir(parents=True)
    (small / "sql" / "kpis" / "odd_one.sql").write_text(HEADER + WRONG["refused function"][0])
    (small / "review.toml").write_text(
        (small / "review.toml")
        .read_text()
        .replace('owner = "product manager"', 'kpis = ["messages", "odd_one"]')
    )
    previewed = preview(small)
    page = (small / ".product-review/preview/bot-2026-W46/review.html").read_text()
    checked = command("check", "--workspace", small)
    tried = command("kpi", "try", "odd_one", "--workspace", small, "--week", "2026-W46")

    assert (0, 1, 2) == (previewed.exit_code, checked.exit_code, tried.exit_code)
    assert [True, True, True] == [
        words in page for words in ("Not computed, because", "Odd one", "RAND is not allowed")
    ]
    assert [] == checked.lacks("odd_one\tproblem\tfunction RAND is not allowed", "messages\tok")
    assert [] == tried.lacks("odd_one.sql: odd_one is not computed: function RAND is not allowed")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[odd\n", ("kpis.toml, line 1", "not valid TOML", "expected:")),
        ('[odd]\ntitel = "x"\n', ("kpis.toml", "[odd]", "expected:")),
        ("odd = 5\n", ("kpis.toml", "odd", "expected: a table [odd]", "got: 5")),
        (f"[odd]\nminimum_n = 0x{'f' * 5000}\n", ("kpis.toml", "[odd]")),
        (
            f'{HEAD}relation = "events"\naggregate = "count"\nminimum_n = 0x{"f" * 5000}\n',
            ("line 9, [odd] minimum_n", "got: a very large number"),
        ),
    ],
)
def test_a_wrong_kpis_toml_is_told_by_file_and_key(
    small: Path, command: Previewing, text: str, words: tuple[str, ...]
):
    """`kpi list` shows what is right, says what is refused and exits with 3."""
    (small / "kpis.toml").write_text(text)
    answer = command("kpi", "list", "--workspace", small)

    assert 3 == answer.exit_code
    assert [] == answer.lacks(*words, "active_users", "refused:")
