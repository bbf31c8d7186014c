"""What facts amount to: exact sums, order, additivity, rows asked at two grains."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.buckets import bucket_quantile
from reports.kpis.sums import Sums, sum_up
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import Kind, Query, Reads

VALUES = st.floats(-1e12, 1e12, allow_nan=False)
BOUND = st.integers(0, 40)
OWN_DAYS, TRAILING = Reads(), Reads("trailing", 28)


def kpi(kind: Kind, reads: Reads = OWN_DAYS) -> Kpi:
    """Return a KPI of a kind over events."""
    query = Query("k", kind, "SELECT 1", ("events",), reads)
    return Kpi("k", "K", "Because.", "count", "higher", "engagement", kind, query)


def facts(rows: list[tuple[int, int, int, float | None, float | None, int]]) -> FactColumns:
    """Return facts of rows (start, end, bucket, first, second, n)."""
    columns = zip(*rows, strict=True) if rows else ((),) * 6
    start, end, bucket, first, second, n = (tuple(column) for column in columns)
    return FactColumns((), start, end, ("all",) * len(rows), bucket, first, second, n)


def day_facts(values: list[float | None]) -> FactColumns:
    """Return day facts from day 0 on, with one observation each and twice the value below it."""
    return facts(
        [
            (day, day + 1, 0, value, None if value is None else abs(value) * 2, 1)
            for day, value in enumerate(values)
        ]
    )


def summed(asked: Kpi, columns: FactColumns, *bounds: tuple[int, int]) -> list[Sums]:
    """Return the sums of some stretches of days."""
    return list(sum_up(asked, columns, "all", bounds))


@given(st.lists(VALUES, max_size=40), BOUND, BOUND)
def test_a_sum_of_days_is_exact(values: list[float], start: int, end: int):
    """However long the stretch, the sum is the true one, rounded once."""
    found = summed(kpi("total"), day_facts(values), (start, max(start, end)))[0]
    true = sum((Fraction(value) for value in values[start:end]), Fraction(0))

    assert (float(true), len(values[start:end])) == (found.value, found.n)


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=40, max_size=40),
    st.lists(BOUND, min_size=3, max_size=3).map(sorted),
)
def test_parts_add_up_to_the_whole(values: list[int], cuts: list[int]):
    """Splitting an interval and adding gives the whole, for totals and both sides of ratios."""
    columns = day_facts([float(value) for value in values])
    bounds = [(cuts[0], cuts[1]), (cuts[1], cuts[2]), (cuts[0], cuts[2])]
    totals = [(sums.value, sums.n) for sums in summed(kpi("total"), columns, *bounds)]
    ratios = [(one.numerator, one.denominator) for one in summed(kpi("ratio"), columns, *bounds)]

    for left, right, whole in (totals, ratios):
        assert whole == (left[0] + right[0], left[1] + right[1])


@given(st.lists(st.none() | VALUES, max_size=20), st.randoms())
def test_extremes_and_quantiles_do_not_depend_on_the_order_of_days(
    values: list[float | None], random: Random
):
    """The least, the greatest and the median of a stretch are those of its rows in any order."""
    shuffled = random.sample(values, len(values))
    buckets = [(day, day + 1, 100_000 + day % 7, None, None, day % 3) for day in range(len(values))]
    turned = [
        (day, day + 1, *row[2:]) for day, row in enumerate(random.sample(buckets, len(buckets)))
    ]

    for kind in ("minimum", "maximum", "total"):
        columns = [day_facts(values), day_facts(shuffled)]
        assert 1 == len({summed(kpi(kind), each, (0, 20))[0] for each in columns})
    assert summed(kpi("quantile"), facts(buckets), (0, 20)) == summed(
        kpi("quantile"), facts(turned), (0, 20)
    )


def test_a_quantile_merges_the_buckets_of_its_days():
    """Three days of buckets give the quantile of all of them."""
    rows = [
        (day, day + 1, 100_000 + bucket, None, None, 5) for day in range(3) for bucket in (day, 9)
    ]
    counts = Counter({100_000: 5, 100_001: 5, 100_002: 5, 100_009: 15})
    asked = replace(kpi("quantile"), quantile=0.4)

    assert Sums(bucket_quantile(counts, 0.4), 30) == summed(asked, facts(rows), (0, 3))[0]


@pytest.mark.parametrize("kind", ["distinct", "level"])
def test_a_period_asked_at_two_grains_counts_once(kind: Kind):
    """A month that ends with the week is also the month to date, and is not added to itself."""
    month, to_date = (0, 31, 0, 25.0, None, 25), (0, 31, 0, 26.0, None, 26)
    columns = facts([(-31, 0, 0, 20.0, None, 20), month, (-365, -334, 0, 9.0, None, 9), to_date])

    assert [Sums(26.0, 26), Sums(20.0, 20), Sums(None if kind == "level" else 0.0)] == summed(
        kpi(kind), columns, (0, 31), (-31, 0), (0, 30)
    )


def test_buckets_of_a_period_asked_at_two_grains_count_once():
    """The second set of buckets takes the place of the first."""
    first = [(0, 31, 100_000 + bucket, None, None, 10) for bucket in (1, 2, 3)]
    second = [(0, 31, 100_000 + bucket, None, None, 1) for bucket in (2, 5)]
    found = summed(kpi("quantile", TRAILING), facts(first + second), (0, 31))[0]

    assert Sums(bucket_quantile({100_002: 1, 100_005: 1}, 0.5), 2) == found


def test_days_without_a_value_leave_a_sum_short():
    """A sum lacks such days; extremes do not, as they only choose among known values."""
    values = [5.0, None, 7.0, None]

    assert [Sums(12.0, 4, voids=2, gaps=2), Sums(5.0, 4, voids=2)] == [
        summed(kpi(kind), day_facts(values), (0, 4))[0] for kind in ("total", "minimum")
    ]


def test_a_day_with_one_side_of_a_ratio_leaves_it_short():
    """A day's numerator without its denominator, or the other way round, makes no ratio."""
    rows = [(0, 1, 0, 1.0, 2.0, 1), (1, 2, 0, None, 2.0, 1), (2, 3, 0, 1.0, None, 1)]
    empty = [(3, 4, 0, None, 0.0, 0), (4, 5, 0, None, None, 0)]
    found = summed(kpi("ratio"), facts(rows + empty), (0, 5), (3, 5), (0, 1))

    assert [(4, 2), (2, 0), (0, 0)] == [(one.voids, one.gaps) for one in found]


def test_other_segments_are_left_out():
    """Only rows of the asked segment count."""
    columns = replace(day_facts([1.0, 2.0, 4.0]), segment=("all", "free", "all"))

    assert [5.0, 2.0] == [
        next(sum_up(kpi("total"), columns, segment, [(0, 3)])).value for segment in ("all", "free")
    ]
