"""The periods a review asks for."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.spans import review_spans
from reports.values.calendar import Calendar


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(0, 6))
def test_no_period_ends_after_the_week(day: date, first_weekday: int):
    """Nothing a review asks for lies after its week."""
    calendar = Calendar(first_weekday=first_weekday)
    week = calendar.week_of(day)
    spans = review_spans(calendar, week)

    assert (26, 6, 12, 12) == (
        len(spans.history),
        len(spans.weeks_prior_year),
        len(spans.months),
        len(spans.months_prior_year),
    )
    assert max(period.end for period in spans.all) == week.end == spans.days[-1].end
    assert min(period.start for period in spans.all) == spans.days[0].start
