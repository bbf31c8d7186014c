"""The calendar against known dates, one by one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reports.errors import ConfigError
from reports.values.calendar import Calendar, Period, day_of, epoch_day

BERLIN = Calendar("Europe/Berlin")


def hours(calendar: Calendar, period: Period) -> float:
    """Return how many hours lie between the bounds of a period."""
    start, end = calendar.bounds(period)
    return (end - start) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("label", "first_weekday", "start"),
    [
        ("2026-W46", 0, date(2026, 11, 9)),
        ("2026-W46", 6, date(2026, 11, 8)),
        ("2026-W46", 5, date(2026, 11, 7)),
        ("2026-W46", 3, date(2026, 11, 12)),
        ("2020-W53", 0, date(2020, 12, 28)),
        ("2015-W53", 0, date(2015, 12, 28)),
        ("2021-W01", 0, date(2021, 1, 4)),
        ("2026-W01", 0, date(2025, 12, 29)),
        ("2026-W01", 6, date(2025, 12, 28)),
    ],
)
def test_label_names_a_week(label, first_weekday, start):
    """A label is the week whose fourth day lies in that ISO week, whatever its first day."""
    calendar = Calendar(first_weekday=first_weekday)

    assert Period(start, start + timedelta(days=7), "week") == calendar.week(label)
    assert label == calendar.week_label(calendar.week(label))


@pytest.mark.parametrize(
    "label",
    [
        "2021-W53",
        "2026-W54",
        "2026-W00",
        "0000-W01",
        "",
        "2026W46",
        "2026-w46",
        "2026-W4",
        "2026-W461",
        " 2026-W46",
        "2026-W46\n",
        "٢٠٢٦-W46",
        "26-W46",
        "last week",
    ],
)
def test_week_that_does_not_exist_is_refused(label):
    """A label that names no week is a configuration error that says what a week looks like."""
    with pytest.raises(ConfigError, match="no such week") as refused:
        Calendar(first_weekday=4).week(label)

    assert "2026-W46" in refused.value.expected


@pytest.mark.parametrize(("label", "first_weekday"), [("0001-W01", 4), ("9999-W52", 0)])
def test_week_beyond_the_known_dates_is_refused(label, first_weekday):
    """A week that would start before the first date or end after the last does not exist."""
    with pytest.raises(ConfigError, match="no such week"):
        Calendar(first_weekday=first_weekday).week(label)


@pytest.mark.parametrize(
    ("zone", "label", "expected"),
    [
        ("Europe/Berlin", "2026-W13", 167),
        ("Europe/Berlin", "2026-W43", 169),
        ("Europe/Berlin", "2026-W46", 168),
        ("America/Havana", "2026-W10", 167),
        ("Africa/Cairo", "2026-W17", 167),
        ("Australia/Lord_Howe", "2026-W14", 168.5),
        ("Australia/Lord_Howe", "2026-W40", 167.5),
        ("UTC", "2026-W13", 168),
    ],
)
def test_week_has_the_hours_its_clocks_show(zone, label, expected):
    """A week of a clock change is shorter or longer than 168 hours."""
    calendar = Calendar(zone)

    assert expected == hours(calendar, calendar.week(label))


def test_day_starts_after_a_midnight_that_was_skipped():
    """Where clocks jump from 00:00 to 01:00 the day starts with the jump."""
    santiago = Calendar("America/Santiago")
    day = Period(date(2026, 9, 6), date(2026, 9, 7), "day")

    assert datetime(2026, 9, 6, 4, tzinfo=UTC) == santiago.bounds(day)[0]
    assert 23 == hours(santiago, day)


def test_day_starts_at_the_first_of_two_midnights():
    """Where clocks go back from 01:00 to 00:00 the day starts at the first midnight."""
    havana = Calendar("America/Havana")
    day = Period(date(2026, 11, 1), date(2026, 11, 2), "day")

    assert datetime(2026, 11, 1, 4, tzinfo=UTC) == havana.bounds(day)[0]
    assert 25 == hours(havana, day)


def test_offsets_name_the_second_of_the_clock_change():
    """Offsets change at the very second the clocks do."""
    start = int(datetime(2026, 3, 22, 23, tzinfo=UTC).timestamp())
    change = int(datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp())

    assert ((start, 3600), (change, 7200)) == BERLIN.offsets(BERLIN.week("2026-W13"))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Pacific/Kiritimati", "2026-W46"),
        ("UTC", "2026-W45"),
        ("Pacific/Pago_Pago", "2026-W45"),
    ],
)
def test_last_complete_week_ends_at_local_midnight(zone, expected):
    """At Sunday noon UTC the week is over on Kiritimati and not in Pago Pago."""
    calendar = Calendar(zone)
    noon = datetime(2026, 11, 15, 12, tzinfo=UTC)

    assert expected == calendar.week_label(calendar.last_complete_week(noon))


def test_instant_without_a_zone_is_refused():
    """A time that names no zone is no instant."""
    with pytest.raises(ConfigError, match="needs a time zone"):
        BERLIN.local_day(datetime(2026, 11, 15, 12))  # noqa: DTZ001  the point of the test


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Europe/Berlyn"},
        {"zone": "../zone"},
        {"zone": ""},
        {"first_weekday": 7},
        {"first_weekday": -1},
        {"fiscal_start": 0},
        {"fiscal_start": 13},
    ],
)
def test_impossible_calendar_is_refused(wrong):
    """A calendar that cannot be is a configuration error."""
    with pytest.raises(ConfigError, match="no such"):
        Calendar(**wrong)


def test_quarter_and_year_follow_the_fiscal_start():
    """With a fiscal year from April, February belongs to the fourth quarter of last year."""
    calendar = Calendar(fiscal_start=4)
    day = date(2024, 2, 29)

    assert Period(date(2024, 1, 1), date(2024, 4, 1), "quarter") == calendar.quarter_of(day)
    assert Period(date(2023, 4, 1), date(2024, 4, 1), "year") == calendar.fiscal_year_of(day)


def test_quarter_may_span_the_new_year():
    """With a fiscal year from February, the last quarter is November to January."""
    calendar = Calendar(fiscal_start=2)

    assert Period(date(2025, 11, 1), date(2026, 2, 1), "quarter") == calendar.quarter_of(
        date(2026, 1, 15)
    )


@pytest.mark.parametrize(
    ("last_day", "start", "end"),
    [
        (date(2024, 2, 29), date(2023, 1, 1), date(2023, 3, 1)),
        (date(2025, 2, 28), date(2024, 1, 1), date(2024, 2, 29)),
        (date(2026, 11, 15), date(2025, 1, 1), date(2025, 11, 16)),
    ],
)
def test_year_to_date_compares_the_same_dates(last_day, start, end):
    """A year to date is compared with the same dates a year earlier, 29 February with 28."""
    assert Period(start, end, "year_to_date") == BERLIN.to_date_year_before(
        "year_to_date", last_day
    )


def test_week_compares_with_the_same_weekdays():
    """A week against last year is the one 364 days before, also after 53 weeks."""
    assert BERLIN.week("2020-W01") == BERLIN.year_before(BERLIN.week("2020-W53"))
    assert BERLIN.week("2020-W53") == BERLIN.year_before(BERLIN.week("2021-W52"))


def test_month_that_ends_with_the_week_is_complete():
    """A month counts as complete in the very week it ends with."""
    may = Period(date(2026, 5, 1), date(2026, 6, 1), "month")
    june = Period(date(2026, 6, 1), date(2026, 7, 1), "month")

    assert may == BERLIN.complete_months_until(BERLIN.week("2026-W22"), 1)[-1]
    assert may == BERLIN.complete_months_until(BERLIN.week("2026-W26"), 1)[-1]
    assert june == BERLIN.complete_months_until(BERLIN.week("2026-W27"), 1)[-1]


def test_month_is_compared_with_the_same_month():
    """February of a leap year is compared with the February before."""
    february = BERLIN.month_of(date(2024, 2, 29))

    assert BERLIN.month_of(date(2023, 2, 1)) == BERLIN.month_year_before(february)


def test_rolling_days_end_with_the_last_day():
    """Rolling 28 days are the last day and the 27 before it."""
    rolling = BERLIN.rolling(date(2026, 11, 15))

    assert (28, date(2026, 10, 19), date(2026, 11, 15)) == (
        rolling.days,
        rolling.start,
        rolling.last_day,
    )


def test_epoch_day_counts_from_1970():
    """Days are counted from 1970-01-01, before it negatively."""
    assert (-1, 0, 20_772) == tuple(
        epoch_day(day) for day in (date(1969, 12, 31), date(1970, 1, 1), date(2026, 11, 15))
    )
    assert date(2026, 11, 15) == day_of(20_772)
