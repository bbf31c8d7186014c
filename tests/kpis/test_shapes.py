"""What a formula is made of."""

from dataclasses import replace

import pytest

from reports.kpis.shapes import factors, quotient
from tests.assessments import USERS


def formula(text: str):
    """Return a formula KPI."""
    return replace(USERS, query=None, kind="formula", formula=text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a / b", ("a", "b")),
        ("a / b / c", None),
        ("a / 7", None),
        ("a * b", None),
        ("(a + b) / c", None),
    ],
)
def test_only_a_plain_quotient_has_two_sides(text: str, expected: tuple[str, str] | None):
    """Anything more than one KPI over another is no quotient."""
    assert expected == quotient(formula(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a * b", ("a", "b")),
        ("a * b * c", ("a", "b", "c")),
        ("a * (b * c)", ("a", "b", "c")),
        ("a * a", ()),
        ("a * 2", ()),
        ("a / b", ()),
        ("a", ()),
    ],
)
def test_only_a_plain_product_has_factors(text: str, expected: tuple[str, ...]):
    """Numbers and repeated names make no factors."""
    assert expected == factors(formula(text))


def test_a_kpi_with_a_query_is_no_formula():
    """A query has neither sides nor factors."""
    assert (None, ()) == (quotient(USERS), factors(USERS))
