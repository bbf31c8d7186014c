"""A mapping that does not fit the warehouse: file and key, and nothing is left behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_input.answers import PARTS, Answer, visible

Rewriter = Callable[..., Path]
Previewing = Callable[..., Answer]
MAPPING = "[products.bot.relations.events]"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("table =", "tabel =", (f"review.toml:13, {MAPPING} tabel", "did you mean table?")),
        ("minimum_cell = 2", "minimum_cell = '2'", ("review.toml:3, minimum_cell", "whole number")),
        ("minimum_cell = 2", "minimum = 2", ('unknown key "minimum"', "did you mean")),
        ('zone = "Europe/Berlin"', 'zone = "Berlin"', ("[calendar] zone", "Europe/Berlin")),
    ],
)
def test_a_wrong_key_is_refused_by_file_and_line(
    rewrite: Rewriter, command: Previewing, old: str, new: str, words: tuple[str, ...]
):
    """Every command stops at the same mistake with the same exit code."""
    folder = rewrite((old, new))
    before = visible(folder)
    answers = [
        command(*call, "--workspace", folder) for call in (["check"], ["preview"], ["kpi", "list"])
    ]

    assert [2, 2, 2] == [answer.exit_code for answer in answers]
    assert [] == answers[0].lacks(*words, "expected:", "next:")
    assert 1 == len({answer.err for answer in answers})
    assert before == visible(folder)


FAULTS = {
    "missing table": ('table = "log"', 'table = "nolog"', ("nolog cannot be read", *PARTS)),
    "missing column": (
        'user_id = "who"',
        'user_id = "whom"',
        ("events.user_id: log has no column whom", "got: who, at, what, plan", "next: map it"),
    ),
    "missing dimension": (
        'dimensions = ["plan"]\n',
        'dimensions = ["plan", "tier"]\n',
        ("events.tier: log has no column tier", "next: map it"),
    ),
    "missing time of knowing": (
        'table = "log"',
        'table = "log"\nknown_at = "seen"',
        ("events.known_at: log has no column seen",),
    ),
    "no such function": (
        'table = "log"',
        "select = 'SELECT nope(who) AS who, \"at\", what, plan FROM log'",
        ("function nope is not allowed",),
    ),
    "no such column in the SELECT": (
        'table = "log"',
        "select = 'SELECT nope AS who, \"at\", what, plan FROM log'",
        ("the SELECT cannot be read", "nope", *PARTS),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_mapping_that_does_not_fit_is_refused(
    workspace_on: Rewriter, preview: Previewing, command: Previewing, fault: str
):
    """The message names the relation's table in review.toml and the engine's complaint."""
    old, new, words = FAULTS[fault]
    folder = workspace_on(mapping=(old, new))
    before = visible(folder)
    answer, checked = preview(folder), command("check", "--workspace", folder)

    assert (True, 1) == (answer.exit_code in {3, 4}, checked.exit_code)
    assert [] == answer.lacks(f"review.toml, {MAPPING}", *words)
    assert [] == checked.lacks(*words[:1])
    assert before == visible(folder)


WRONG = {"duckdb": "INTEGER", "postgres": "INTEGER", "sqlite": "TEXT"}


def test_a_time_that_is_none_is_refused(workspace_on: Rewriter, preview: Previewing, engine: str):
    """A number, or a text that is no time, is told by relation and column."""
    rows = [("ada", "yesterday" if engine == "sqlite" else 5, "message", "free")]
    answer = preview(workspace_on(f'who TEXT, "at" {WRONG[engine]}, what TEXT, plan TEXT', rows))

    assert 4 == answer.exit_code
    assert [] == answer.lacks("events.occurred_at", f"review.toml, {MAPPING}", "got:", "next:")


NAIVE = {"duckdb": "TIMESTAMP", "postgres": "TIMESTAMP", "sqlite": "TEXT"}


def test_times_without_a_zone_are_refused(
    workspace_on: Rewriter, preview: Previewing, command: Previewing, engine: str
):
    """They are never guessed at; with a zone in the mapping they are read."""
    rows = [("ada", "2026-11-10 10:00:00", "message", "free")]
    columns = f'who TEXT, "at" {NAIVE[engine]}, what TEXT, plan TEXT'
    answer = preview(workspace_on(columns, rows))
    zoned = workspace_on(columns, rows, ('table = "log"', 'table = "log"\nzone = "Asia/Tokyo"'))

    assert 4 == answer.exit_code
    assert [] == answer.lacks("events.occurred_at holds times without a zone", MAPPING)
    assert [] == answer.lacks('next: say which they are in: zone = "Europe/London" under events')
    assert [] == command("check", "--workspace", zoned).lacks("2026-11-10 01:00")


FAR = {"duckdb": "0100-01-01 (BC) 00:00:00+00", "postgres": "-infinity", "sqlite": -90_000_000_000}


def test_times_outside_all_calendars_are_told(
    workspace_on: Rewriter, command: Previewing, engine: str
):
    """An infinite or ancient instant is named by check and does not end in a traceback."""
    times = {"duckdb": "TIMESTAMPTZ", "postgres": "TIMESTAMPTZ", "sqlite": "INTEGER"}
    rows = [("ada", FAR[engine], "message", "free"), ("ben", FAR[engine], "message", "free")]
    folder = workspace_on(f'who TEXT, "at" {times[engine]}, what TEXT, plan TEXT', rows)
    answer = command("check", "--workspace", folder)

    assert 1 == answer.exit_code
    assert [] == answer.lacks("events\tproblem\t", "review.toml", "got:")


LATENCY = """
[products.bot.relations.predictions]
table = "log"
columns = { prediction_id = "who", occurred_at = "at", model = "what", latency_ms = "plan" }
"""


def test_texts_for_numbers_are_never_summed(workspace_on: Rewriter, command: Previewing):
    """An engine that would add texts as zeros is not asked."""
    folder = workspace_on()
    (folder / "review.toml").write_text((folder / "review.toml").read_text() + LATENCY)
    answer = command("kpi", "try", "latency_p95", "--workspace", folder, "--week", "2026-W46")
    checked = command("check", "--workspace", folder)

    assert 2 == answer.exit_code
    assert [] == answer.lacks("latency_p95 is not computed: predictions.latency_ms is no number")
    assert [] == checked.lacks("predictions.latency_ms is no number")
