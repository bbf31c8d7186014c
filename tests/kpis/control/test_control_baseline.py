"""The weeks that limits are computed from."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.control.baseline import first_weeks, first_years, is_complete, size
from tests.kpis.control.series import noise, start, weeks


def test_the_first_26_complete_weeks_are_the_baseline():
    """Holes are left out, and the span reaches to the last of the weeks."""
    base = first_weeks(weeks([None, *noise(10), None, *noise(30)]))

    assert (26, start(1), start(28)) == (len(base.weeks), base.span.start, base.span.end)


@given(st.lists(st.one_of(st.none(), st.integers(-9, 9)), max_size=40))
def test_no_range_lies_across_a_hole(values):
    """There is one range per pair of neighbours that both have a value."""
    base = first_weeks(weeks(values)[:26])
    pairs = pairwise(values[:26])

    assert [abs(b - a) for a, b in pairs if a is not None and b is not None] == base.ranges(
        base.values
    )


@pytest.mark.parametrize("status", ["partial", "missing", "insufficient", "not_comparable"])
def test_only_whole_weeks_count(status: str):
    """A value that is not ok is no part of a baseline, and neither is one that is no number."""
    (week,) = weeks([5.0])

    assert (True, False) == (is_complete(week), is_complete(replace(week, status=status)))
    assert [False] * 3 == [
        is_complete(replace(week, value=value)) for value in (None, float("nan"), float("inf"))
    ]


def test_a_share_rests_on_its_denominator_else_on_n():
    """Nothing, zero and negative numbers tell no size."""
    (week,) = weeks([0.5], n=20)

    assert [20, 30, 20, 20, None] == [
        size(week),
        size(replace(week, denominator=30.0)),
        size(replace(week, denominator=0.0)),
        size(replace(week, denominator=-1.0)),
        size(replace(week, n=0)),
    ]


def test_rounding_is_no_variation():
    """Steps of the last digit are not what a KPI varies by."""
    values = [0.3, 0.1 * 3] * 10

    assert (False, True) == (
        first_weeks(weeks(values)).varies(values),
        first_weeks(weeks([*values, 0.31])).varies([*values, 0.31]),
    )


def test_a_zero_bounds_what_keeps_to_one_side_of_it():
    """A KPI with both signs has no bound."""
    assert [(0.0, None), (None, 0.0), (None, None)] == [
        first_weeks(weeks(values)).bounds for values in ([0, 1], [-1, 0], [-1, 1])
    ]


def test_autocorrelation_is_that_of_neighbours():
    """Up and down is negative, up then down positive, no variation none."""
    found = [
        first_weeks(weeks(values)).autocorrelation(values)
        for values in ([1.0, 3.0] * 4, [1.0] * 4 + [3.0] * 4, [2.0] * 8, [1.0, 3.0, 5.0])
    ]

    assert [-7 / 8, 5 / 8, None, 0.0] == found


def test_two_years_count_once_they_are_over():
    """The week after the 104th is the first that may use them."""
    values = noise(110)

    assert [None, 104, 104] == [
        base and len(base.weeks)
        for base in (first_years(weeks(values[:k])) for k in (103, 104, 110))
    ]


@pytest.mark.parametrize(
    ("holes", "weeks_used"),
    [((30,), 103), ((30, 31, 90, 91), 100), ((30, 82), None), ((1, 2, 3, 4, 5), None)],
)
def test_two_years_may_have_few_holes(holes: tuple[int, ...], weeks_used: int | None):
    """Four at most, and never the same week of both years."""
    values = [None if k in holes else value for k, value in enumerate(noise(110))]
    base = first_years(weeks(values))

    assert weeks_used == (base and len(base.weeks))
