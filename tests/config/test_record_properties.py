"""Whatever stands in iterations.toml or comments.toml, the answer is records or a ConfigError."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.config import load_workspace
from reports.errors import ConfigError
from reports.values.workspace import Workspace
from tests.small import REVIEW_TOML

FILES = ("iterations.toml", "comments.toml")
TEXT = """\
[[iterations]]
name = "14"
first_day = 2026-10-19
last_day = 2026-11-01
goal = "x"
products = ["bot"]
[[annotations]]
text = "x"
on = 2026-09-21
kpis = ["messages"]
[[incidents]]
text = "x"
first_day = 2026-10-17
[[rebases]]
first_day = 2026-09-21
cause = "x"
by = "lead"
"""
COMMENT = """\
[[comments]]
product = "bot"
week = "2026-W37"
kpi = "messages"
state = "known"
says = "x"
by = "lead"
on = 2026-09-14
"""
OBJECTIVE = """\
[[products.bot.objectives]]
name = "useful"
title = "x"
weight = 2
kpis = [
  "a",
  { kpi = "b", target = 0.55, by = 2026-12-31, start = 0.5, from = 2026-07-01 },
  { kpi = "c", target = 9, by = 2026-12-31, from = 2026-01-01, cumulative = true },
  { kpi = "d", path = [{ on = 2026-07-01, value = 3 }, { on = 2026-12-31, value = 5 }] },
]
guardrails = [{ kpi = "e", limit = 2500 }, { kpi = "f", margin = 0.1 }]
"""
PIECES = st.sampled_from(
    [
        *("", "\n", " ", '"', "'", '"""', "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#"),
        *("\\", "\\u0000", "\x00", "\x1b", "\r", "\ufeff", "\u2028", "é", "0x" + "f" * 4500),
        *("9" * 5000, "1e999", "-1", "0", "nan", "inf", "true", "[]", "{}", "[" * 300),
        *("2026-11-09", "0001-01-01", "9999-12-31", "2026-11-09T10:00:00Z", "10:00:00"),
        *("2026-W54", "9999-W53", "on = 2026-01-01", "from = 2026-01-01", "path = 1", "bot"),
        *("kpi", "[[bets]]\n", "cumulative = true", "comments = []\n", "iterations = {}\n"),
    ]
)


@st.composite
def changed(draw, text):
    """Return a text with a few pieces cut out, put in or doubled."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 3, 10, 60])))
        piece = draw(PIECES | st.text(max_size=6) | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


def outcome(name, content):
    """Load a workspace with such a file and return it or the ConfigError."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "review.toml").write_text(REVIEW_TOML)
        (Path(folder) / name).write_bytes(content)
        try:
            return load_workspace(Path(folder), {})
        except ConfigError as error:
            return error


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=2000)
@given(content=st.binary(max_size=120) | st.text(max_size=120).map(lambda text: text.encode()))
def test_any_bytes_beside_are_answered(name, content):
    """Bytes that may be no text at all never raise anything else."""
    found = outcome(name, content)

    assert isinstance(found, Workspace | ConfigError)
    assert isinstance(found, Workspace) or name in str(found)


@settings(max_examples=200, deadline=2000)
@given(changed(TEXT))
def test_any_iterations_toml_is_answered(text):
    """A spoilt iterations.toml is records, or told by its name."""
    found = outcome(FILES[0], text.encode("utf-8", "replace"))

    assert isinstance(found, Workspace) or FILES[0] in str(found)


@settings(max_examples=200, deadline=2000)
@given(changed(COMMENT * 2))
def test_any_comments_toml_is_answered(text):
    """A spoilt comments.toml is comments, or told by its name."""
    found = outcome(FILES[1], text.encode("utf-8", "replace"))

    assert isinstance(found, Workspace) or FILES[1] in str(found)


@settings(max_examples=200, deadline=2000)
@given(changed(OBJECTIVE))
def test_any_objective_is_answered(text):
    """A spoilt objective is one that holds, or told with the file's name."""
    found = outcome("review.toml", (REVIEW_TOML + text).encode("utf-8", "replace"))

    assert isinstance(found, Workspace) or "review.toml" in str(found)
    for product in found.products if isinstance(found, Workspace) else ():
        for objective in product.objectives:
            paths = [entry.target.path for entry in objective.kpis if entry.target]
            assert all([*path] == sorted(path, key=lambda point: point.on) for path in paths)
