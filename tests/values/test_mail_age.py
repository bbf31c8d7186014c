"""How old a week may be and still be mailed."""

from datetime import UTC, datetime, timedelta

import pytest

from reports.values.calendar import Calendar
from reports.values.mail import may_mail, week_end


@pytest.mark.parametrize("week", ["2026-W13", "2026-W43", "2026-W53", "2026-W46"])
def test_days_are_those_of_the_clock_of_the_zone(week: str):
    """Across clock changes and the year's end two days end at midnight, not an hour off."""
    calendar = Calendar("Europe/Berlin")
    end = week_end(calendar, calendar.week(week))
    limit = datetime.combine(end.date() + timedelta(days=2), end.timetz()).astimezone(UTC)

    assert may_mail(end, limit - timedelta(seconds=1), 2)
    assert not may_mail(end, limit, 2)
