"""Dates and instants as text."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.rendering.language import SPACE, gettext, in_force
from reports.values.calendar import Period

_DASH = "\N{EN DASH}"


def day_text(day: date) -> str:
    """Write a date in full.

    Example: "9 November 2026"
    """
    language = in_force()
    month = language.months[day.month - 1]
    return language.day.format(day=day.day, month=month, year=day.year)


def short_day_text(day: date) -> str:
    """Write a date for an axis.

    Example: "9 Nov"
    """
    language = in_force()
    return language.short_day.format(day=day.day, month=language.short_months[day.month - 1])


def medium_day_text(day: date) -> str:
    """Write a date with a short month.

    Example: "31 Dec 2026"
    """
    language = in_force()
    month = language.short_months[day.month - 1]
    return language.medium_day.format(day=day.day, month=month, year=day.year)


def due_text(day: date, seen_from: date) -> str:
    """Write a day on which something is due; its year only where it is not the reader's.

    Example: due_text(date(2026, 12, 31), date(2026, 11, 15)) == "31 Dec"
    """
    return short_day_text(day) if day.year == seen_from.year else medium_day_text(day)


def month_text(day: date) -> str:
    """Write a month for an axis.

    Example: "Nov 2026"
    """
    language = in_force()
    return language.month.format(month=language.axis_months[day.month - 1], year=day.year)


def period_text(period: Period) -> str:
    """Write the days of a period, naming month and year once where they agree.

    Example: 9 to 15 November 2026, with an en dash for "to" and no spaces around it
    """
    first, last = period.start, period.last_day
    if first == last:
        return day_text(first)
    if first.year != last.year:
        return f"{day_text(first)} {_DASH} {day_text(last)}"
    if first.month != last.month:
        return f"{_day_of_year(first)} {_DASH} {day_text(last)}"
    return f"{in_force().day_of_month.format(day=first.day)}{_DASH}{day_text(last)}"


def instant_text(instant: datetime, zone: str) -> str:
    """Write an instant as local time with its zone.

    Example: "16 November 2026, 06:00 UTC"
    """
    local = instant.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    name = name if name.isalpha() else _offset_text(local)
    return f"{day_text(local.date())}, {local:%H:%M}{SPACE}{name}"


def week_text(label: str) -> str:
    """Write an ISO week label for a heading.

    Example: week_text("2026-W46") == "Week 46"
    """
    return gettext("Week") + f"{SPACE}{int(label.rpartition('W')[2])}"


def _day_of_year(day: date) -> str:
    language = in_force()
    return language.day_of_year.format(day=day.day, month=language.months[day.month - 1])


def _offset_text(local: datetime) -> str:
    """Write the offset of a zone that has no letters for itself, as "UTC+05:30"."""
    digits = f"{local:%z}"
    sign = "\N{MINUS SIGN}" if digits.startswith("-") else "+"
    return f"UTC{sign}{digits[1:3]}:{digits[3:5]}"
