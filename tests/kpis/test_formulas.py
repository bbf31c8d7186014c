"""Formulas over readings."""

from dataclasses import replace

import pytest

from reports.kpis.formulas import evaluate
from reports.values.calendar import Calendar
from reports.values.kpi import Kpi
from reports.values.reading import Reading

WEEK = Calendar().week("2026-W46")


def formula(text: str, *operands: str) -> Kpi:
    """Return a formula KPI."""
    base = Kpi("f", "F", "Because.", "number", "higher", "value", "formula")
    return replace(base, formula=text, operands=operands)


def known(**values: float | None) -> dict[str, Reading]:
    """Return readings by name."""
    return {
        name: Reading(
            WEEK,
            value,
            "missing" if value is None else "ok",
            "no data" if value is None else "",
            n=10,
            days_present=7,
            days_expected=7,
        )
        for name, value in values.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a + b * 2", 7.0), ("(a + b) * 2", 8.0), ("-a / b", -1 / 3), ("a - b - 1", -3.0)],
)
def test_formulas_follow_the_rules_of_arithmetic(text: str, expected: float):
    """Operators bind and group as in school."""
    reading = evaluate(formula(text, "a", "b"), known(a=1.0, b=3.0), WEEK)

    assert (pytest.approx(expected), "ok", 10) == (reading.value, reading.status, reading.n)


def test_a_missing_operand_makes_the_formula_missing():
    """Missing is not zero: a sum with a missing part is missing, and says which part."""
    reading = evaluate(formula("a + b", "a", "b"), known(a=1.0, b=None), WEEK)

    assert (None, "missing", "b: no data") == (reading.value, reading.status, reading.reason)


def test_a_reason_that_all_operands_share_is_told_once():
    """Where nothing is there, the reason needs no operand's name."""
    reading = evaluate(formula("a / b", "a", "b"), known(a=None, b=None), WEEK)

    assert (None, "no data") == (reading.value, reading.reason)


def test_division_by_zero_is_missing():
    """A quotient over zero has no value."""
    reading = evaluate(formula("a / b", "a", "b"), known(a=1.0, b=0.0), WEEK)

    assert (None, "divided by zero") == (reading.value, reading.reason)


def test_a_partial_operand_makes_the_formula_partial():
    """An incomplete part shows in the whole."""
    operands = known(a=1.0, b=2.0)
    operands["b"] = replace(operands["b"], status="partial", reason="6 of 7 days", days_present=6)

    reading = evaluate(formula("a + b", "a", "b"), operands, WEEK)

    assert (3.0, "partial", "6 of 7 days", 6) == (
        reading.value,
        reading.status,
        reading.reason,
        reading.days_present,
    )


def test_a_quotient_rests_on_the_observations_of_its_divisor():
    """Three errors in a thousand calls are a share over a thousand observations."""
    operands = known(errors=3.0, calls=1000.0)
    operands["errors"] = replace(operands["errors"], n=3)
    operands["calls"] = replace(operands["calls"], n=1000)

    share = evaluate(formula("errors / calls", "errors", "calls"), operands, WEEK)
    total = evaluate(formula("2 * (errors + calls)", "errors", "calls"), operands, WEEK)

    assert (1000, 3) == (share.n, total.n)
