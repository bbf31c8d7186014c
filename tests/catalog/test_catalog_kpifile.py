"""Tests of KPI files: what a header may say."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.catalog import load_catalog
from reports.errors import DefinitionError
from reports.values.query import Reads


def _load(sql_folder, text):
    (sql_folder / "kpis" / "messages.sql").write_text(text, encoding="utf-8")
    return load_catalog([sql_folder], None).kpis["messages"]


def test_an_accepted_file_becomes_a_kpi(sql_folder, kpi_text):
    """A KPI file gives its name by its stem, its header and its query."""
    kpi = _load(sql_folder, kpi_text)

    assert kpi.name == "messages"
    assert kpi.source == "sql/kpis/messages.sql"
    assert kpi.query.relations == ("events",)
    assert kpi.query.sql.startswith("SELECT period")
    assert [column.meaning for column in kpi.columns] == ["messages", "the same number"]


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (("title ", "titel "), (2, 'unknown key "titel"', 'did you mean "title"?')),
        (("chapter =", "# chapter ="), (0, 'missing key "chapter"', 'add a line "chapter = …"')),
        (('= "count"', '= "counts"'), (4, 'unknown unit "counts"', 'did you mean "count"?')),
        (('= "count"', '= "usd"'), (4, 'unknown unit "usd"', 'did you mean "USD"?')),
        (('= "higher"', '= "hihger"'), (5, 'unknown better "hihger"', 'did you mean "higher"?')),
        (('"total"', '"totl"'), (7, 'unknown kind "totl"', 'did you mean "total"?')),
        (('"total"', '"total"\nreads = "lookback seven"'), (8, "wrong reads", "")),
        (('"total"', '"total"\nreads = "lookback 0 days"'), (8, "wrong reads", "")),
        (('"total"', '"total"\nminimum_n = true'), (8, "wrong minimum_n", "")),
        (('"total"', '"total"\ntolerance = "low"'), (8, "wrong tolerance", "")),
        (('"total"', '"total"\ntolerance = nan'), (8, "wrong tolerance", "")),
        (('"total"', '"total"\ndimensions = "plan"'), (8, "wrong dimensions", "")),
        (('"total"', '"total"\nchange = "bp"'), (8, 'unknown change "bp"', 'did you mean "bps"?')),
        (('"total"', '"total"\nreviewed = "soon"'), (8, "wrong reviewed", "")),
        (('"total"', '"total"\nchanges = ["new"]'), (8, "wrong changes", "")),
        (('"total"', '"total"\nquantile = 0.5'), (8, 'unknown key "quantile"', "remove it")),
        (('"total"', '"quantile"\nquantile = 1'), (8, "wrong quantile", "")),
        (('"total"', '"quantile"'), (0, 'missing key "quantile"', 'add a line "quantile = …"')),
        (('"total"', '"total"\nparameters = ["x"]'), (8, "the parameters are not those of", "")),
        (("value =", "valeu ="), (10, 'column "valeu" is not returned', 'did you mean "value"?')),
        (("n     =", "# n   ="), (9, 'missing key "n"', 'add a line "n = …"')),
        (("integer, count, m", "whole, count, m"), (10, "wrong description of column value", "")),
        (("integer, count, m", "integer, m"), (10, "wrong description of column value", "")),
        (('"Messages"', '""'), (2, "wrong title", "")),
        (('"Messages"', '"Messages'), (2, "not valid TOML", "")),
        (("kind    =", "sort ="), (0, 'missing key "kind"', 'add a line "kind = …"')),
    ],
)
def test_a_wrong_header_is_refused(refusal, kpi_text, change, refused):
    """A refusal names file, line and reason, and a near miss what was probably meant."""
    line, reason, hint = refused
    error = refusal(kpi_text.replace(*change, 1))

    assert reason in error.what
    assert "messages.sql" + (f", line {line}" if line else "") in error.where
    assert hint in error.next_step


@pytest.mark.parametrize("text", ["", "SELECT 1", "-- title\nSELECT 1", "/* title = 1"])
def test_a_file_without_a_header_is_refused(refusal, text):
    """A KPI file begins with a block comment."""
    assert refusal(text).what == "no header"


def test_units_decide_the_default_of_change(sql_folder, kpi_text):
    """A share changes in basis points, anything else in percent."""
    share = _load(sql_folder, kpi_text.replace('= "count"', '= "share"', 1))

    assert share.change == "bps"
    assert _load(sql_folder, kpi_text).change == "percent"


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("history", Reads("history")),
        ("lookahead 1 day", Reads("lookahead", 1)),
        ("trailing 28 days", Reads("trailing", 28)),
    ],
)
def test_reads_is_understood(sql_folder, kpi_text, text, reads):
    """What a query reads is told in words."""
    kpi = _load(sql_folder, kpi_text.replace("kind ", f'reads = "{text}"\nkind ', 1))

    assert kpi.query.reads == reads


def test_prose_does_not_count_in_the_hash(sql_folder, kpi_text):
    """Another title, comment or layout leaves the definition's hash, another query does not."""
    first = _load(sql_folder, kpi_text)
    prose = kpi_text.replace('"Messages"', '"All messages"').replace("FROM", "-- all\n  FROM")
    other = kpi_text.replace("GROUP", "WHERE name = 'x' GROUP")

    assert _load(sql_folder, prose).definition_hash == first.definition_hash
    assert _load(sql_folder, other).definition_hash != first.definition_hash


def test_a_dialect_body_is_kept(sql_folder, kpi_text):
    """A body for one dialect travels with the query."""
    (sql_folder / "kpis" / "sqlite").mkdir()
    body = kpi_text.split("*/")[1].replace("COUNT(*) AS value", "COUNT(name) AS value")
    (sql_folder / "kpis" / "sqlite" / "messages.sql").write_text(body, encoding="utf-8")

    assert "COUNT(name)" in _load(sql_folder, kpi_text).query.bodies["sqlite"]


def test_a_dialect_body_with_other_columns_is_refused(sql_folder, refusal, kpi_text):
    """A body for one dialect returns what the KPI file returns."""
    (sql_folder / "kpis" / "sqlite").mkdir()
    body = "SELECT period, segment, COUNT(*) AS n FROM events GROUP BY period, segment"
    (sql_folder / "kpis" / "sqlite" / "messages.sql").write_text(body, encoding="utf-8")
    error = refusal(kpi_text)

    assert error.what == "this body has other columns than the KPI file"
    assert error.where.endswith("sqlite/messages.sql")


def test_a_formula_file_has_no_query(refusal, kpi_text):
    """A formula with a query below is refused."""
    head = kpi_text.split("\n[columns]")[0].replace('"total"', '"formula"\nformula = "a / b"')

    assert refusal(head + "*/\nSELECT 1").what == "a formula has no query"


_VALUES = st.one_of(
    st.text(string.printable, max_size=12).map(lambda text: f"'{text}'"),
    st.sampled_from(["1", "-1", "nan", "true", "[]", "[[]]", "{}", "{ n = 1 }", "2026-11-09"]),
)
_KEYS = st.sampled_from(
    ("title", "unit", "kind", "reads", "columns", "example", "formula", "quantile", "changes", "x")
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(st.tuples(_KEYS, _VALUES), max_size=4), cut=st.integers(0, 640))
def test_no_header_makes_a_traceback(sql_folder, kpi_text, lines, cut):
    """Whatever a header says, it is read or refused, never anything else."""
    head = "\n".join(f"{key} = {value}" for key, value in lines)
    kept = "\n".join(
        line for line in kpi_text.splitlines() if line.split(" ")[0] not in dict(lines)
    )
    mangled = kept.replace("/*\n", f"/*\n{head}\n", 1)
    for text in (mangled, mangled[:cut] + mangled[cut + 7 :]):
        (sql_folder / "kpis" / "messages.sql").write_text(text, encoding="utf-8")
        catalog = load_catalog([sql_folder], None, strict=False)

        assert len(catalog.kpis) + len(catalog.broken) == 1
        assert all(isinstance(error, DefinitionError) for error in catalog.broken.values())
