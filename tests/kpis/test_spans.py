"""The periods a review asks for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.spans import Spans, review_spans
from reports.values.calendar import Calendar, Period

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
CALENDARS = st.builds(Calendar, first_weekday=st.integers(0, 6), fiscal_start=st.integers(1, 12))
WEEK = Calendar().week("2026-W46")


def spans_of(fiscal_start: int, week: str) -> Spans:
    """Return the spans of a week under the fiscal-year view."""
    calendar = Calendar(fiscal_start=fiscal_start)
    return review_spans(calendar, calendar.week(week), month_view="fiscal_year")


@given(DAYS, CALENDARS, st.sampled_from(["last_twelve", "fiscal_year"]))
def test_no_period_ends_after_the_week(day: date, calendar: Calendar, view):
    """Nothing a review asks for lies after its week, whatever the calendar and the view."""
    week = calendar.week_of(day)
    spans = review_spans(calendar, week, month_view=view)

    assert (26, 6, 12, 12, 3, 3) == (
        len(spans.history),
        len(spans.weeks_prior_year),
        len(spans.months),
        len(spans.months_prior_year),
        len(spans.to_date),
        len(spans.to_date_prior_year),
    )
    assert max(period.end for period in spans.all) == week.end == spans.days[-1].end
    assert min(period.start for period in spans.all) == spans.days[0].start
    assert len(set(spans.all)) == len(spans.all)


@given(DAYS, CALENDARS)
def test_the_weeks_of_limits_reach_back_as_far_as_the_months(day: date, calendar: Calendar):
    """Whole weeks without a gap, from the first prior-year month on, at no cost of further days."""
    week = calendar.week_of(day)
    spans = review_spans(calendar, week)
    oldest = spans.months_prior_year[0].start

    assert spans.history == spans.weeks[-26:]
    assert oldest <= spans.weeks[0].start < oldest + timedelta(days=7)
    assert {7} == {
        (b.start - a.start).days for a, b in zip(spans.weeks, spans.weeks[1:], strict=False)
    }


def test_to_date_periods_end_with_the_week_and_the_same_dates_a_year_earlier():
    """Month, fiscal quarter and fiscal year run to Sunday, a year earlier to the same date."""
    calendar = Calendar(fiscal_start=10)
    spans = review_spans(calendar, calendar.week("2026-W46"))

    assert [date(2026, 11, 1), date(2026, 10, 1), date(2026, 10, 1)] == [
        period.start for period in spans.to_date
    ]
    assert [date(2025, 11, 1), date(2025, 10, 1), date(2025, 10, 1)] == [
        period.start for period in spans.to_date_prior_year
    ]
    assert {date(2026, 11, 15)} == {period.last_day for period in spans.to_date}
    assert {date(2025, 11, 15)} == {period.last_day for period in spans.to_date_prior_year}


def test_the_fiscal_year_has_months_over_running_and_to_come():
    """Twelve months from the fiscal start: the running one to date, later ones never asked."""
    spans = spans_of(10, "2026-W46")
    grains = [month.grain for month in spans.fiscal_year]

    assert ["month", "month_to_date", *["month"] * 10] == grains
    assert date(2026, 10, 1) == spans.fiscal_year[0].start
    assert date(2027, 9, 30) == spans.fiscal_year[-1].last_day
    assert spans.fiscal_year[1] == spans.to_date[0]
    assert spans.to_date_prior_year[0] == spans.fiscal_year_prior_year[1]
    assert set(spans.fiscal_year[:2]) <= set(spans.all)
    assert set() == set(spans.fiscal_year[2:]) & set(spans.all)
    assert set(spans.fiscal_year_prior_year) <= set(spans.all)


def test_a_month_that_ends_with_the_week_is_over():
    """On 31 May 2026, a Sunday, May is a whole month and June has not begun."""
    spans = spans_of(1, "2026-W22")

    assert (date(2026, 5, 31), "month") == (
        spans.fiscal_year[4].last_day,
        spans.fiscal_year[4].grain,
    )
    assert date(2026, 5, 1) == spans.months[-1].start
    assert "month" == spans.fiscal_year[5].grain
    assert spans.fiscal_year[5] not in spans.all


def test_the_last_twelve_months_need_no_fiscal_year():
    """Without the fiscal view its months are not asked for."""
    assert ((), ()) == (
        review_spans(Calendar(), WEEK).fiscal_year,
        review_spans(Calendar(), WEEK).fiscal_year_prior_year,
    )


@pytest.fixture
def far() -> Spans:
    """Return spans with 26 weeks of a baseline years ago, and the sum of a target."""
    first = Calendar().week("2021-W10")
    block = tuple(first.shifted(7 * number) for number in range(26))
    sums = (Period(date(2026, 2, 1), WEEK.end, "year_to_date"), block[0])
    return review_spans(Calendar(), WEEK, extra=(*block, *sums))


def test_an_old_baseline_is_a_block_of_its_own(far: Spans):
    """Old weeks come first, and the years between the blocks are not read."""
    gaps = [
        (b.start - a.end).days
        for a, b in zip(far.days, far.days[1:], strict=False)
        if a.end != b.start
    ]

    assert Calendar().week("2021-W10") == far.weeks[0]
    assert 26 + len(review_spans(Calendar(), WEEK).weeks) == len(far.weeks)
    assert [(date(2024, 11, 1) - date(2021, 9, 6)).days] == gaps
    assert far.days[0].start == far.weeks[0].start


def test_the_sum_of_a_target_is_asked_but_no_week(far: Spans):
    """A sum since February belongs to what is asked, and not to the weeks."""
    since = Period(date(2026, 2, 1), WEEK.end, "year_to_date")

    assert since in far.all
    assert {"week"} == {period.grain for period in far.weeks}
    assert since not in far.shown


def test_an_old_baseline_that_touches_the_rest_is_one_block():
    """Weeks that overlap the recent ones stand once, in order, and leave no hole."""
    first = Calendar().week("2024-W40")
    block = tuple(first.shifted(7 * number) for number in range(26))
    spans = review_spans(Calendar(), WEEK, extra=block)

    assert tuple(sorted(set(spans.weeks))) == spans.weeks
    assert (WEEK.end - first.start).days == len(spans.days)
