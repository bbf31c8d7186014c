"""Tests of formulas: grammar, order and cycles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.catalog import load_catalog
from reports.catalog.formula import parse_formula
from reports.catalog.place import Place
from reports.errors import DefinitionError

_HEAD = """
[defaults]
unit = "number"
better = "none"
chapter = "x"
"""
_BASE = '[base]\ntitle = "x"\nwhy = "y"\nrelation = "events"\naggregate = "count"\n'


def _bulk(tmp_path, **formulas):
    tables = [f'[{n}]\ntitle = "x"\nwhy = "y"\nformula = "{f}"\n' for n, f in formulas.items()]
    path = tmp_path / "kpis.toml"
    path.write_text(_HEAD + "".join([*tables, _BASE]), encoding="utf-8")
    return path


def test_operands_come_in_order_of_appearance():
    """A formula is spaced canonically and names each operand once."""
    parsed = parse_formula("-(b+ a)/2.5*b", Place("x"))

    assert parsed == ("- ( b + a ) / 2.5 * b", ("b", "a"))


@pytest.mark.parametrize(
    "text",
    [
        *("a ** b", "a // b", "a % b", "a if b else a", "f(a)", "a.b", "a[0]", "'a'", "a < b"),
        *("a and b", "lambda: a", "a +", "(a", "1 + 2", "a, b", "a := b", "+a", "1a", "1e5 * a"),
        *("True + a", "not a", "a b", "-" * 500 + "a", "(" * 250 + "a" + ")" * 250, "in / a", "()"),
    ],
)
def test_anything_but_arithmetic_is_refused(text):
    """Only names, numbers, four operators and parentheses make a formula."""
    with pytest.raises(DefinitionError) as caught:
        parse_formula(text, Place("x.sql"))

    assert "formula" in caught.value.where


@settings(max_examples=300, deadline=None)
@given(st.text("ab12.+-*/() \n_if", max_size=40))
def test_no_formula_makes_a_traceback(text):
    """Whatever a formula says, it is read or refused."""
    assert _outcome(text)


def _outcome(text):
    try:
        return parse_formula(text, Place("x"))[1]
    except DefinitionError as error:
        return error.expected


def test_formulas_may_stand_in_any_order(tmp_path):
    """Operands come before the formulas over them, wherever they are defined."""
    path = _bulk(tmp_path, alpha="beta * 2", beta="gamma + base", gamma="base - 1")

    assert list(load_catalog([], path).kpis) == ["base", "gamma", "beta", "alpha"]


def test_a_cycle_is_named(tmp_path):
    """Every formula on a cycle is refused with the whole cycle; what rests on it, too."""
    path = _bulk(tmp_path, a="b + 1", b="c + base", c="a * 2", d="a / 2")
    catalog = load_catalog([], path, strict=False)

    assert list(catalog.kpis) == ["base"]
    for name in "abc":
        assert catalog.broken[name].what.endswith("in a circle: a → b → c → a")
    assert "its operand a is refused" in catalog.broken["d"].what


def test_a_formula_over_itself_is_a_cycle(tmp_path):
    """The shortest cycle is named as well."""
    with pytest.raises(DefinitionError, match="in a circle: a → a"):
        load_catalog([], _bulk(tmp_path, a="a + 1"))


def test_an_unknown_operand_is_refused_with_a_suggestion(tmp_path):
    """A misspelt operand is named, and what was probably meant."""
    with pytest.raises(DefinitionError) as caught:
        load_catalog([], _bulk(tmp_path, a="bsae / 2"))

    assert "no such KPI" in caught.value.what
    assert caught.value.next_step == 'did you mean "base"?'


def test_a_formula_changes_with_its_operands(tmp_path):
    """The hash of a formula covers the definitions it rests on."""
    before = load_catalog([], _bulk(tmp_path, a="b * 2", b="base + 1")).kpis["a"]
    after = load_catalog([], _bulk(tmp_path, a="b * 2", b="base + 2")).kpis["a"]

    assert before.formula == after.formula
    assert before.definition_hash != after.definition_hash
