"""Results are checked against what the query promised."""

from datetime import date
from decimal import Decimal

import pytest

from reports.errors import ContractError
from reports.values.calendar import Period
from reports.values.fact import FactColumns
from reports.values.query import Query
from reports.warehouse.conform import conform, rounded
from reports.warehouse.engine import Rows

WEEKS = (
    Period(date(2026, 11, 2), date(2026, 11, 9), "week"),
    Period(date(2026, 11, 9), date(2026, 11, 16), "week"),
)
TOTAL = Query("volume", "total", "", ("events",))
NAMES = ("period", "segment", "value", "n")


def read(*rows: tuple[object, ...], names: tuple[str, ...] = NAMES) -> FactColumns:
    """Conform rows of a total."""
    return conform(TOTAL, WEEKS, Rows(names, (), rows))


def test_rows_are_sorted_and_decimals_become_numbers() -> None:
    """Facts come in the order of period and segment, whatever the engine's order."""
    facts = read((1, "b", Decimal("2.50"), 3), (1, "a", 7, Decimal(2)), (0, "all", 0.1 + 0.2, 1))

    assert ((20759, 20766, 20766), ("all", "a", "b"), (0.3, 7, 2.5), (1, 2, 3)) == (
        facts.start,
        facts.segment,
        facts.first,
        facts.n,
    )


def test_null_is_kept_apart_from_zero() -> None:
    """A sum over nothing stays unknown."""
    assert (None,) == read((0, "all", None, 4)).first


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ([(None, "all", 1, 1)], "period"),
        ([(2, "all", 1, 1)], "period"),
        ([(-1, "all", 1, 1)], "period"),
        ([(0.5, "all", 1, 1)], "period"),
        ([(0, None, 1, 1)], "segment"),
        ([(0, 7, 1, 1)], "segment"),
        ([(0, "all", "many", 1)], "value"),
        ([(0, "all", float("nan"), 1)], "value"),
        ([(0, "all", float("inf"), 1)], "value"),
        ([(0, "all", True, 1)], "value"),
        ([(0, "all", 1, None)], "n"),
        ([(0, "all", 1, -1)], "n"),
        ([(0, "all", 1, 1), (0, "all", 2, 1)], "twice"),
    ],
)
def test_a_broken_promise_names_query_and_column(
    rows: list[tuple[object, ...]], column: str
) -> None:
    """Nulls, wrong types and double rows are refused."""
    with pytest.raises(ContractError, match=f"volume.*\n?.*{column}"):
        read(*rows)


def test_other_columns_are_refused() -> None:
    """The result has exactly the promised columns."""
    with pytest.raises(ContractError, match="period, segment, value, n"):
        read((0, "all", 1, 1), names=("period", "segment", "total", "n"))


def test_rounding_keeps_twelve_digits() -> None:
    """Numbers that differ in their last bits become equal; minus zero is zero."""
    assert ("123456789012.0", "0.3", "0.0", "-2.5e-09") == tuple(
        str(rounded(value)) for value in (123456789012.3, 0.1 + 0.2, -0.0, -2.5e-9)
    )
