"""What holds for every calendar and every day from 2015 to 2035."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.values.calendar import Calendar, Period, day_of, epoch_day

FIRST, LAST = date(2015, 1, 1), date(2035, 12, 31)
AWKWARD_ZONES = (
    "Pacific/Kiritimati",  # 14 hours east
    "Pacific/Pago_Pago",  # 11 hours west
    "America/St_Johns",  # half an hour off
    "Australia/Lord_Howe",  # changes by half an hour
    "Africa/Cairo",  # changes at midnight, on and off over the years
    "America/Havana",  # two midnights in autumn
    "Asia/Beirut",  # skips midnight
    "America/Santiago",  # skips midnight, southern summer
    "America/Scoresbysund",  # left its zone in 2024
    "Europe/Berlin",
)
DAYS_OF_CHANGE = {
    day
    for year in range(2015, 2036)
    for start in (date(year, 3, 1), date(year, 9, 20), date(year, 12, 20))
    for day in (start + timedelta(days=k) for k in range(28))
    if FIRST <= day <= LAST
} | {date(year, 2, 29) for year in range(2016, 2036, 4)}

days = st.dates(FIRST, LAST) | st.sampled_from(sorted(DAYS_OF_CHANGE))
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(AWKWARD_ZONES) | st.sampled_from(sorted(available_timezones())),
    first_weekday=st.integers(0, 6),
    fiscal_start=st.integers(1, 12),
)
often = settings(deadline=None, max_examples=300)


def every_week(calendar: Calendar) -> list[Period]:
    """Return the weeks from 2015 to 2035, oldest first."""
    return list(calendar.weeks_until(calendar.week_of(LAST), 1097))


def around(calendar: Calendar, day: date) -> tuple[Period, ...]:
    """Return the periods of every grain that tiles the line and contains `day`."""
    return (
        Period(day, day + timedelta(days=1), "day"),
        calendar.week_of(day),
        calendar.month_of(day),
        calendar.quarter_of(day),
        calendar.fiscal_year_of(day),
    )


@given(calendar=calendars)
@settings(deadline=None, max_examples=10)
def test_label_names_its_week_back(calendar):
    """Every week from 2015 to 2035 has a label of its own that names it back."""
    weeks = every_week(calendar)
    labels = [calendar.week_label(week) for week in weeks]

    assert weeks == [calendar.week(label) for label in labels]
    assert sorted(set(labels)) == labels
    assert weeks[0].start <= FIRST


@given(calendar=calendars)
@settings(deadline=None, max_examples=10)
def test_years_of_53_weeks_are_those_of_iso(calendar):
    """The same years have a week 53, whatever the first day of week."""
    found = {calendar.week_label(week) for week in every_week(calendar)}

    assert ["2015-W53", "2020-W53", "2026-W53", "2032-W53"] == sorted(
        label for label in found if label.endswith("W53")
    )


@given(calendar=calendars, day=days)
@often
def test_periods_tile_the_line(calendar, day):
    """A period contains its day, and the next of its kind starts where it ends."""
    for period in around(calendar, day):
        after = next(p for p in around(calendar, period.end) if p.grain == period.grain)
        before = next(p for p in around(calendar, period.start) if p.grain == period.grain)

        assert period.start <= day <= period.last_day < period.end
        assert (period, period.end) == (before, after.start)


@given(calendar=calendars, day=days)
@often
def test_lengths_are_those_of_the_calendar(calendar, day):
    """Weeks have 7 days; months, quarters and years start on the first of their month."""
    _, week, month, quarter, year = around(calendar, day)

    assert (7, calendar.first_weekday) == (week.days, week.start.weekday())
    assert (1, 1, 1) == (month.start.day, quarter.start.day, year.start.day)
    assert calendar.fiscal_start == year.start.month
    assert year.days in (365, 366)
    assert year.start <= quarter.start <= month.start < month.end <= quarter.end <= year.end


@given(calendar=calendars, day=days, count=st.integers(1, 30))
@often
def test_complete_months_are_the_last_that_are_over(calendar, day, count):
    """No month ends after the week, the next one does, and none is left out between."""
    week = calendar.week_of(day)
    months = calendar.complete_months_until(week, count)

    assert count == len(months)
    assert months[-1].end <= week.end < calendar.month_of(months[-1].end).end
    assert all(left.end == right.start for left, right in pairwise(months))


@given(calendar=calendars, day=days)
@often
def test_to_date_periods_are_nested(calendar, day):
    """Month to date lies in quarter to date, and that in year to date; all end with the day."""
    month = calendar.to_date("month_to_date", day)
    quarter = calendar.to_date("quarter_to_date", day)
    year = calendar.to_date("year_to_date", day)

    assert year.start <= quarter.start <= month.start <= day
    assert {day} == {month.last_day, quarter.last_day, year.last_day}
    assert (calendar.fiscal_year_of(day).start, calendar.quarter_of(day).start) == (
        year.start,
        quarter.start,
    )


@given(calendar=calendars, day=days, grain=st.sampled_from(["month", "quarter", "year"]))
@often
def test_year_before_keeps_dates_or_weekdays(calendar, day, grain):
    """To-date periods move to the same dates of last year, weeks by 364 days."""
    now, then = (
        calendar.to_date(f"{grain}_to_date", day),
        calendar.to_date_year_before(f"{grain}_to_date", day),
    )
    same = date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
    week = calendar.week_of(day)

    assert (same, now.start.replace(year=now.start.year - 1)) == (then.last_day, then.start)
    assert calendar.week_of(day - timedelta(days=364)) == calendar.year_before(week)


@given(calendar=calendars, day=days)
@often
def test_bounds_are_contiguous(calendar, day):
    """A period ends at the instant the next one starts, and its days fill it."""
    week = calendar.week_of(day)
    bounds = [calendar.bounds(one) for one in week.each_day()]

    assert all(left[1] == right[0] for left, right in pairwise(bounds))
    assert calendar.bounds(week) == (bounds[0][0], bounds[-1][1])
    assert calendar.bounds(week)[1] == calendar.bounds(week.shifted(7))[0]
    assert week.start == calendar.local_day(bounds[0][0])
    assert week.last_day == calendar.local_day(bounds[-1][1] - timedelta(seconds=1))


@given(calendar=calendars, day=days, share=st.floats(0, 1, exclude_max=True), pick=st.data())
@often
def test_offsets_give_the_local_date(calendar, day, share, pick):
    """Adding the offset in force gives the local date, whose bounds hold the instant."""
    period = pick.draw(st.sampled_from(around(calendar, day)))
    start, end = (int(bound.timestamp()) for bound in calendar.bounds(period))
    changes = [at_s for at_s, _ in calendar.offsets(period) if start < at_s < end]
    sharp = {start, end - 1, *changes, *(at_s - 1 for at_s in changes)}

    for at_s in sharp | {start + int(share * (end - start))}:
        offset = [value for since, value in calendar.offsets(period) if since <= at_s][-1]
        local = day_of((at_s + offset) // 86_400)
        instant = datetime.fromtimestamp(at_s, UTC)
        left, right = calendar.bounds(Period(local, local + timedelta(days=1), "day"))

        assert instant.astimezone(ZoneInfo(calendar.zone)).date() == local
        assert left <= instant < right
        assert period.start <= local <= period.last_day


@pytest.mark.parametrize("zone", AWKWARD_ZONES)
def test_every_day_starts_at_its_first_second(zone):
    """On each of 7670 days the bound is the first second of the local date."""
    calendar = Calendar(zone)
    whole = Period(FIRST, LAST + timedelta(days=1), "rolling")
    starts = [(day.start, calendar.bounds(day)[0]) for day in whole.each_day()]
    second = timedelta(seconds=1)

    assert [] == [
        day
        for day, at in starts
        if calendar.local_day(at) != day or calendar.local_day(at - second) >= day
    ]


@pytest.mark.parametrize("zone", AWKWARD_ZONES)
def test_offsets_hold_for_21_years(zone):
    """Offsets asked for all years at once agree with the zone before and at each change."""
    calendar = Calendar(zone)
    offsets = calendar.offsets(Period(FIRST, LAST, "rolling"))

    for (_, before), (at_s, after) in pairwise(offsets):
        at = datetime.fromtimestamp(at_s, ZoneInfo(zone))
        just_before = datetime.fromtimestamp(at_s - 1, ZoneInfo(zone))

        assert before != after
        assert (timedelta(seconds=before), timedelta(seconds=after)) == (
            just_before.utcoffset(),
            at.utcoffset(),
        )


@given(calendar=calendars, at=st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31)))  # noqa: DTZ001  hypothesis wants them bare
@often
def test_last_complete_week_is_over(calendar, at):
    """The last complete week is over at the instant asked, and the next one is not."""
    now = at.replace(tzinfo=UTC)
    week = calendar.last_complete_week(now)

    assert calendar.bounds(week)[1] <= now < calendar.bounds(week.shifted(7))[1]


@given(day=days)
@often
def test_epoch_day_is_undone_by_day_of(day):
    """A day number names its day back."""
    assert day == day_of(epoch_day(day))
