"""Readings from facts: sums, missing days, zero denominators, small samples."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.coverage import DayCounter
from reports.kpis.readings import read
from reports.values.assessment import Coverage
from reports.values.calendar import Calendar, Period, epoch_day
from reports.values.fact import FactColumns
from reports.values.kpi import Kpi
from reports.values.query import Kind, Query, Reads

WEEK = Calendar().week("2026-W46")
FIRST = epoch_day(WEEK.start)


def kpi(kind: Kind = "total", **changes: object) -> Kpi:
    """Return a KPI of a kind over events."""
    query = Query("k", kind, "SELECT 1", ("events",))
    base = Kpi("k", "K", "Because.", "count", "higher", "engagement", kind, query)
    return replace(base, **changes)


def day_facts(values: dict[int, tuple[float, float | None, int]]) -> FactColumns:
    """Return day facts of segment all from {epoch day: (first, second, n)}."""
    days = sorted(values)
    return FactColumns(
        start=tuple(days),
        end=tuple(day + 1 for day in days),
        segment=("all",) * len(days),
        bucket=(0,) * len(days),
        first=tuple(values[day][0] for day in days),
        second=tuple(values[day][1] for day in days),
        n=tuple(values[day][2] for day in days),
    )


def covered(*days: int) -> DayCounter:
    """Return a relation with rows on the given days."""
    return DayCounter.of(Coverage("events", dict.fromkeys(days, 1)))


FULL = covered(*range(FIRST, FIRST + 7))


def test_a_total_is_the_sum_of_its_days():
    """A total over a full week adds the seven days up."""
    facts = day_facts({FIRST + k: (k + 1.0, None, 2) for k in range(7)})

    reading = read(kpi(), facts, FULL, [WEEK])[0]

    assert (28.0, "ok", 14, 7, 7) == (
        reading.value,
        reading.status,
        reading.n,
        reading.days_present,
        reading.days_expected,
    )


def test_days_outside_the_period_do_not_count():
    """The day before and the day after a week are left out."""
    facts = day_facts(
        {FIRST - 1: (100.0, None, 1), FIRST: (1.0, None, 1), FIRST + 7: (50.0, None, 1)}
    )

    assert read(kpi(), facts, FULL, [WEEK])[0].value == 1.0


def test_a_missing_day_is_flagged_with_days_present_of_expected():
    """A week with six days of rows is partial and says so."""
    facts = day_facts({FIRST + k: (1.0, None, 1) for k in range(6)})

    reading = read(kpi(), facts, covered(*range(FIRST, FIRST + 6)), [WEEK])[0]

    assert (6.0, "partial", "6 of 7 days") == (reading.value, reading.status, reading.reason)


def test_a_kpi_may_declare_a_week_with_a_missing_day_missing():
    """Partial = missing turns an incomplete week into no value at all."""
    facts = day_facts({FIRST: (1.0, None, 1)})

    reading = read(kpi(partial="missing"), facts, covered(FIRST), [WEEK])[0]

    assert (None, "missing", "1 of 7 days") == (reading.value, reading.status, reading.reason)


def test_no_data_is_missing_and_never_zero():
    """Without a single day of rows there is no value."""
    reading = read(kpi(), day_facts({}), covered(FIRST - 3), [WEEK])[0]

    assert (None, "missing", f"no data since {date(2026, 11, 6)}") == (
        reading.value,
        reading.status,
        reading.reason,
    )


def test_nothing_counted_on_recorded_days_is_zero():
    """A total without matching rows is zero where the relation has rows."""
    assert read(kpi(), day_facts({}), FULL, [WEEK])[0].value == 0.0


def test_days_on_which_no_rows_are_expected_do_not_count_as_missing():
    """A product that rests on weekends is complete with five days."""
    rows = dict.fromkeys(range(FIRST, FIRST + 5), 1)
    weekdays = DayCounter.of(Coverage("events", rows, (0, 1, 2, 3, 4)))
    facts = day_facts({FIRST + k: (1.0, None, 1) for k in range(5)})

    reading = read(kpi(), facts, weekdays, [WEEK])[0]

    assert (5.0, "ok", 5, 5) == (
        reading.value,
        reading.status,
        reading.days_present,
        reading.days_expected,
    )


def test_a_ratio_is_the_ratio_of_sums():
    """Days of different size weigh by their denominators."""
    facts = day_facts({FIRST: (1.0, 2.0, 2), FIRST + 1: (1.0, 8.0, 8)})

    reading = read(kpi("ratio"), facts, FULL, [WEEK])[0]

    assert (0.2, 2.0, 10.0, 10) == (
        reading.value,
        reading.numerator,
        reading.denominator,
        reading.n,
    )


def test_a_ratio_over_nothing_is_missing():
    """0 of 0 is no rate."""
    reading = read(kpi("ratio"), day_facts({FIRST: (0.0, 0.0, 0)}), FULL, [WEEK])[0]

    assert (None, "missing", "nothing to divide by") == (
        reading.value,
        reading.status,
        reading.reason,
    )


def test_fewer_observations_than_the_kpi_asks_for_are_insufficient():
    """minimum_n hides a value that rests on too little."""
    facts = day_facts({FIRST: (1.0, 2.0, 2)})

    reading = read(kpi("ratio", minimum_n=30), facts, FULL, [WEEK])[0]

    assert (None, "insufficient", 2) == (reading.value, reading.status, reading.n)


def test_distinct_counts_are_looked_up_and_never_summed():
    """Users of a week come from the week's own row, whatever the days say."""
    facts = FactColumns(
        start=(FIRST, FIRST),
        end=(FIRST + 1, FIRST + 7),
        segment=("all", "all"),
        bucket=(0, 0),
        first=(10.0, 25.0),
        second=(None, None),
        n=(10, 25),
    )

    assert read(kpi("distinct"), facts, FULL, [WEEK])[0].value == 25.0


def test_trailing_windows_are_covered_by_their_own_days():
    """A 28-day window with 21 recorded days is partial even if the week is complete."""
    query = Query("k", "ratio", "SELECT 1", ("events",), Reads("trailing", 28))
    facts = FactColumns(
        start=(FIRST,),
        end=(FIRST + 7,),
        segment=("all",),
        bucket=(0,),
        first=(5.0,),
        second=(10.0,),
        n=(10,),
    )

    reading = read(
        kpi("ratio", query=query), facts, covered(*range(FIRST - 14, FIRST + 7)), [WEEK]
    )[0]

    assert ("partial", "21 of 28 days", 0.5) == (reading.status, reading.reason, reading.value)


def test_a_kpi_that_looks_ahead_has_no_value_before_its_time():
    """The last week of a seven-day window is not known yet, the week before it is."""
    query = Query("k", "total", "SELECT 1", ("events",), Reads("lookahead", 7))
    facts = day_facts({FIRST - 7 + k: (1.0, None, 1) for k in range(14)})
    coverage = covered(*range(FIRST - 7, FIRST + 7))

    before, last = read(kpi(query=query), facts, coverage, [WEEK.shifted(-7), WEEK])

    assert (7.0, None) == (before.value, last.value)
    assert last.reason == "known from 2026-11-23, 7 days later"


def test_quantiles_merge_the_buckets_of_all_days():
    """The median of buckets spread over days lies within one per cent of the true one."""
    facts = FactColumns(
        start=(FIRST, FIRST + 1),
        end=(FIRST + 1, FIRST + 2),
        segment=("all",) * 2,
        bucket=(100_000 + 232, 100_000 + 348),
        first=(None, None),
        second=(None, None),
        n=(3, 2),
    )

    reading = read(kpi("quantile", quantile=0.5), facts, FULL, [WEEK])[0]

    assert reading.n == 5
    assert reading.value is not None
    assert abs(reading.value / 1.02**232.5 - 1) < 0.01


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=7, max_size=7),
    st.integers(min_value=1, max_value=6),
)
def test_splitting_a_week_and_adding_gives_the_whole(values: list[float], cut: int):
    """The parts of a split week add up to the week, exactly."""
    whole_cents = [round(value * 4) / 4 for value in values]
    facts = day_facts({FIRST + k: (value, None, 1) for k, value in enumerate(whole_cents)})
    middle = epoch_day(WEEK.start) + cut
    first = Period(WEEK.start, WEEK.each_day()[cut].start, "rolling")
    second = Period(first.end, WEEK.end, "rolling")

    left, right, whole = read(kpi(), facts, FULL, [first, second, WEEK])

    assert epoch_day(first.end) == middle
    assert whole.value == (left.value or 0) + (right.value or 0)


def test_a_sum_of_unknown_values_is_unknown():
    """Rows without a value are no zero; no rows at all, on a day that was recorded, are one."""
    unknown = day_facts({FIRST: (None, None, 0)})

    readings = [read(kpi(), facts, FULL, [WEEK])[0] for facts in (unknown, day_facts({}))]

    assert [(None, "no row has a value"), (0.0, "")] == [(r.value, r.reason) for r in readings]


def daily(*days: int) -> DayCounter:
    """Return a relation whose rows carry a day, with rows on the given days."""
    return DayCounter.of(Coverage("metrics", dict.fromkeys(days, 1), daily=True))


def test_a_day_without_a_value_makes_the_sum_of_a_daily_table_missing():
    """Where a row stands for a day, a null is a missing day and never a zero."""
    facts = day_facts({FIRST + k: (None if k in {2, 5} else 100.0, None, 1) for k in range(7)})

    reading = read(kpi(), facts, daily(*range(FIRST, FIRST + 7)), [WEEK])[0]

    assert (None, "missing", "no value on 2 of 7 days", 5, 7) == (
        reading.value,
        reading.status,
        reading.reason,
        reading.days_present,
        reading.days_expected,
    )


def test_rows_without_a_value_add_nothing_among_events():
    """Where rows are events, most of them need no value: the known ones are the sum."""
    facts = day_facts({FIRST + k: (None if k in {2, 5} else 100.0, None, 1) for k in range(7)})

    reading = read(kpi(), facts, FULL, [WEEK])[0]

    assert (500.0, "ok", 7) == (reading.value, reading.status, reading.days_present)


def test_a_greatest_value_of_some_days_is_partial():
    """Extremes of a daily table are those of its known days, and say how many these are."""
    facts = day_facts({FIRST + k: (None if k == 2 else 1.0 + k, None, 1) for k in range(7)})
    reading = read(kpi("maximum"), facts, daily(*range(FIRST, FIRST + 7)), [WEEK])[0]

    assert (7.0, "partial", "6 of 7 days") == (reading.value, reading.status, reading.reason)
