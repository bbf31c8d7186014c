"""How dates become text."""

from datetime import UTC, date, datetime

import pytest

from reports.rendering.dates import (
    day_text,
    due_text,
    instant_text,
    medium_day_text,
    period_text,
    week_text,
)
from reports.values.calendar import Period


def plain(text):
    """Write special spaces and dashes in plain characters."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{EN DASH}", "-")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 9), date(2026, 11, 16), "9-15 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 7), "30 November - 6 December 2026"),
        (date(2026, 12, 28), date(2027, 1, 4), "28 December 2026 - 3 January 2027"),
        (date(2026, 11, 9), date(2026, 11, 10), "9 November 2026"),
    ],
)
def test_period_names_month_and_year_once(start, end, expected):
    """A period repeats only what differs between its first and its last day."""
    assert expected == plain(period_text(Period(start, end, "week")))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", "16 November 2026, 06:00 CET"),
        ("Asia/Kathmandu", "16 November 2026, 10:45 UTC+05:45"),
        ("America/Sao_Paulo", "16 November 2026, 02:00 UTC\N{MINUS SIGN}03:00"),
    ],
)
def test_instant_is_local_and_names_its_zone(zone, expected):
    """An instant is written in the product's zone."""
    assert expected == plain(instant_text(datetime(2026, 11, 16, 5, tzinfo=UTC), zone))


def test_week_and_day():
    """A week is named by its number, a day in full."""
    assert ["Week 46", "1 March 2026"] == [
        plain(week_text("2026-W46")),
        plain(day_text(date(2026, 3, 1))),
    ]


def test_due_days_name_another_year_only():
    """The year of a day on which something is due is left out where it is the reader's."""
    due = date(2026, 12, 31)
    found = [medium_day_text(due), due_text(due, date(2026, 1, 4)), due_text(due, date(2025, 7, 6))]

    assert ["31 Dec 2026", "31 Dec", "31 Dec 2026"] == [plain(text) for text in found]
