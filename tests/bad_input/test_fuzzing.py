"""Whatever stands in a workspace's files, commands answer in words and in time."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from reports.cli import checks
from reports.cli.app import app
from reports.errors import ReportError
from tests.bad_input.test_bad_kpis import GROUPED, HEADER
from tests.small import KPIS_TOML, REVIEW_TOML, make_small

pytestmark = pytest.mark.slow

FACTOR = int(os.environ.get("FUZZ_FACTOR", "1"))
KPI_FILE = f"{HEADER}SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n {GROUPED}\n"
BULK = (
    KPIS_TOML
    + """
[p90]
title = "Ninety"
why = "Because."
unit = "ms"
better = "lower"
chapter = "model"
relation = "predictions"
aggregate = "quantile"
column = "latency_ms"
quantile = 0.9
reads = "trailing 28 days"
[share]
title = "Share"
why = "Because."
unit = "share"
better = "lower"
chapter = "model"
relation = "events"
numerator = { aggregate = "count", filter = "name = 'a' AND value > 0" }
denominator = { aggregate = "count_distinct", column = "user_id" }
"""
)
PIECES = st.sampled_from(
    [
        *(
            "",
            "\n",
            " ",
            '"',
            "'",
            '"""',
            "'''",
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            "=",
            ".",
            ",",
            "#",
        ),
        *(
            "/*",
            "*/",
            "--",
            ";",
            "(",
            ")",
            ":",
            "?",
            "|",
            "\\",
            "\\u0000",
            "\\x",
            "\x00",
            "\x1b[31m",
        ),
        *("\r", "\ufeff", "\u202e", "\u0435", "\U0001f600", "é", "0x" + "f" * 4500, "9" * 5000),
        *("1e999", "-1", "nan", "inf", "0.95", "true", "2026-11-09", "2026-11-09T10:00:00Z", "[]"),
        *("{}", "events", "predictions", "SELECT 1", "/", "*", "-", "1 / 0", "(" * 300, "[" * 300),
        *("formula = ", "a.b", "period", "segment", "duckdb:///:memory:", "${", "${HOME}", "%s"),
        *("history", "lookahead 9999 days", "lookback 7 days", "quantile", "level", "distinct"),
        *("log_bucket(value)", "UNION ALL", "WITH x AS (", "CASE WHEN", "NULL", "active_users"),
    ]
)


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """Return a text with a few pieces cut out, put in, doubled or swapped."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 3, 10, 60])))
        piece = draw(PIECES | st.text(max_size=6) | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


@st.composite
def with_other_value(draw: st.DrawFn, text: str) -> str:
    """Return a text in which one line `key = value` has another value or key."""
    lines = text.splitlines()
    places = [number for number, line in enumerate(lines) if "=" in line]
    place = draw(st.sampled_from(places))
    key, _, value = lines[place].partition("=")
    key = draw(st.just(key) | st.sampled_from(["title", "kind", "unit", "filter", "reads", "zone"]))
    value = draw(PIECES | st.just(value) | PIECES.map(lambda word: f'"{word}"'))
    lines[place] = f"{key}= {value}"
    return "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a workspace to be spoilt; fonts are not looked for each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "check_fonts_and_pango", lambda: None)
        yield make_small(tmp_path_factory.mktemp("fuzzing"), days=30)


def assert_answers(folder: Path, file: str, text: str) -> None:
    """Check that commands on a workspace with this file end in words or a known error."""
    path = folder / file
    before = path.read_text() if path.is_file() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        found = [
            CliRunner().invoke(app, [*words, "--workspace", str(folder)]).exception
            for words in (["check", "--json"], ["kpi", "list"])
        ]
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before)

    assert [] == [
        repr(error) for error in found if not isinstance(error, ReportError | SystemExit | None)
    ]


def thoroughly(count: int) -> settings:
    """Return settings under which the same cases are tried each time, unless more are wanted."""
    return settings(
        max_examples=count * FACTOR,
        deadline=10_000,
        derandomize=FACTOR == 1,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


@thoroughly(50)
@given(text=changed(REVIEW_TOML) | with_other_value(REVIEW_TOML))
def test_any_review_toml_is_answered(folder: Path, text: str):
    """A spoilt review.toml is a workspace or a ConfigError."""
    assert_answers(folder, "review.toml", text)


@thoroughly(24)
@given(text=changed(BULK) | with_other_value(BULK))
def test_any_kpis_toml_is_answered(folder: Path, text: str):
    """A spoilt kpis.toml costs definitions and nothing else."""
    assert_answers(folder, "kpis.toml", text)


@thoroughly(24)
@given(text=changed(KPI_FILE) | with_other_value(KPI_FILE))
def test_any_kpi_file_is_answered(folder: Path, text: str):
    """A spoilt header or query is refused, or accepted as what it says."""
    assert_answers(folder, "sql/kpis/odd_one.sql", text)


@thoroughly(40)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_are_answered(content: bytes):
    """Files that are no text at all are told apart from definitions."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "review.toml").write_text(REVIEW_TOML)
        (folder / "kpis.toml").write_bytes(content)
        (folder / "sql" / "kpis").mkdir(parents=True)
        (folder / "sql" / "kpis" / "odd.sql").write_bytes(content)
        result = CliRunner().invoke(app, ["kpi", "list", "--workspace", name])

    assert isinstance(result.exception, ReportError | SystemExit | None)
    assert 3 == result.exit_code
