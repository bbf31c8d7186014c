"""The calendar of a product: weeks, months, fiscal periods and their UTC bounds."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from reports.errors import ConfigError

Grain = Literal[
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "month_to_date",
    "quarter_to_date",
    "year_to_date",
    "rolling",
]
ToDate = Literal["month_to_date", "quarter_to_date", "year_to_date"]

_WEEK = re.compile(r"(?P<year>[0-9]{4})-W(?P<week>[0-9]{2})")
_EPOCH = date(1970, 1, 1)
_WEEKDAY_ALIGNED_YEAR_DAYS = 364
# Since 1990 no zone changed its clock and took that back within ten days.
_STEP_S = 7 * 86_400


def epoch_day(day: date) -> int:
    """Return the number of days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """Return the date that lies `number` days after 1970-01-01."""
    return _EPOCH + timedelta(days=number)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open interval of local dates: `start` belongs to it, `end` does not."""

    start: date
    end: date
    grain: Grain

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """Return the last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def each_day(self) -> tuple["Period", ...]:
        """Return the day periods it consists of, oldest first."""
        return tuple(_day(self.start + timedelta(days=k)) for k in range(self.days))

    def widened(self, days: int) -> "Period":
        """Return the period with `days` more days before it."""
        return Period(self.start - timedelta(days=days), self.end, self.grain)

    def shifted(self, days: int) -> "Period":
        """Return the period moved by whole days."""
        step = timedelta(days=days)
        return Period(self.start + step, self.end + step, self.grain)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A product's time zone (IANA), first day of week (0 = Monday) and first fiscal month."""

    zone: str = "UTC"
    first_weekday: int = 0
    fiscal_start: int = 1

    def __post_init__(self) -> None:
        """Refuse what no calendar can have.

        Raises: ConfigError for an unknown zone, or a weekday or month out of range.
        """
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise ConfigError(
                f"no such time zone: {self.zone!r}", expected="an IANA name like Europe/Berlin"
            ) from error
        if self.first_weekday not in range(7):
            raise ConfigError(
                "no such first day of week", expected="0 to 6", got=str(self.first_weekday)
            )
        if self.fiscal_start not in range(1, 13):
            raise ConfigError(
                "no such first fiscal month", expected="1 to 12", got=str(self.fiscal_start)
            )

    def week(self, label: str) -> Period:
        """Return the week called `label`.

        Raises: ConfigError unless it is an ISO week like 2026-W46 that exists.
        Example: Calendar().week("2026-W46").start == date(2026, 11, 9)
        """
        found = _WEEK.fullmatch(label)
        if found is None:
            raise _no_such_week(label)
        weekday = (self.first_weekday + 3) % 7 + 1
        try:
            fourth_day = date.fromisocalendar(int(found["year"]), int(found["week"]), weekday)
            return _days(fourth_day - timedelta(days=3), 7, "week")
        except (ValueError, OverflowError) as error:
            raise _no_such_week(label) from error

    def week_of(self, day: date) -> Period:
        """Return the week that contains `day`."""
        return _days(day - timedelta(days=(day.weekday() - self.first_weekday) % 7), 7, "week")

    def week_label(self, week: Period) -> str:
        """Name a week by the ISO week that contains its fourth day.

        Example: "2026-W46"
        """
        year, number, _ = (week.start + timedelta(days=3)).isocalendar()
        return f"{year:04d}-W{number:02d}"

    def last_complete_week(self, now: datetime) -> Period:
        """Return the last week that was over at the instant `now`."""
        return self.week_of(self.local_day(now)).shifted(-7)

    def local_day(self, now: datetime) -> date:
        """Return the local date at an instant.

        Raises: ConfigError when the instant names no zone.
        """
        if now.tzinfo is None:
            raise ConfigError(
                "an instant needs a time zone",
                expected="2026-11-16T06:00:00Z",
                got=now.isoformat(),
            )
        return now.astimezone(ZoneInfo(self.zone)).date()

    def weeks_until(self, week: Period, count: int) -> tuple[Period, ...]:
        """Return `count` weeks that end with `week`, oldest first."""
        return tuple(week.shifted(-7 * back) for back in reversed(range(count)))

    def year_before(self, week: Period) -> Period:
        """Return the weekday-aligned period 52 weeks (364 days) earlier."""
        return week.shifted(-_WEEKDAY_ALIGNED_YEAR_DAYS)

    def month_of(self, day: date) -> Period:
        """Return the calendar month that contains `day`."""
        return _months(date(day.year, day.month, 1), 1, "month")

    def complete_months_until(self, week: Period, count: int) -> tuple[Period, ...]:
        """Return the last `count` months that are over when `week` is, oldest first."""
        current = self.month_of(week.last_day)
        last = 0 if current.end == week.end else -1
        firsts = (_add_months(current.start, last - back) for back in reversed(range(count)))
        return tuple(_months(first, 1, "month") for first in firsts)

    def month_year_before(self, month: Period) -> Period:
        """Return the same calendar month a year earlier."""
        return _months(_add_months(month.start, -12), 1, "month")

    def quarter_of(self, day: date) -> Period:
        """Return the fiscal quarter that contains `day`."""
        behind = (day.month - self.fiscal_start) % 3
        return _months(_add_months(date(day.year, day.month, 1), -behind), 3, "quarter")

    def fiscal_year_of(self, day: date) -> Period:
        """Return the fiscal year that contains `day`."""
        behind = (day.month - self.fiscal_start) % 12
        return _months(_add_months(date(day.year, day.month, 1), -behind), 12, "year")

    def to_date(self, grain: ToDate, last_day: date) -> Period:
        """Return the month, fiscal quarter or fiscal year up to and including `last_day`."""
        whole = {
            "month_to_date": self.month_of,
            "quarter_to_date": self.quarter_of,
            "year_to_date": self.fiscal_year_of,
        }[grain](last_day)
        return Period(whole.start, last_day + timedelta(days=1), grain)

    def to_date_year_before(self, grain: ToDate, last_day: date) -> Period:
        """Return the to-date period of the same dates a year earlier (29 February: 28)."""
        return self.to_date(grain, _year_back(last_day))

    def rolling(self, last_day: date, days: int = 28) -> Period:
        """Return the `days` days that end with `last_day`."""
        return _days(last_day - timedelta(days=days - 1), days, "rolling")

    def bounds(self, period: Period) -> tuple[datetime, datetime]:
        """Return the UTC instants [start, end) of a period.

        Example: the week of a spring clock change has 167 hours.
        """
        return self._midnight(period.start), self._midnight(period.end)

    def offsets(self, period: Period) -> tuple[tuple[int, int], ...]:
        """Return (from epoch second, offset from UTC in seconds) pairs valid over a period.

        The first pair holds from before the period's start. In between, the local date of an
        instant t is floor((t + offset) / 86400) days after 1970-01-01.
        """
        start, end = (int(bound.timestamp()) for bound in self.bounds(period))
        pairs = [(start, self._offset_s(start))]
        for left in range(start, end, _STEP_S):
            right = min(left + _STEP_S, end)
            if self._offset_s(right) != pairs[-1][1]:
                pairs.append(self._transition(left, right))
        return tuple(pairs)

    def _transition(self, left: int, right: int) -> tuple[int, int]:
        """Bisect for the first second after `left` that has the offset of `right`."""
        target = self._offset_s(right)
        while right - left > 1:
            middle = (left + right) // 2
            left, right = (left, middle) if self._offset_s(middle) == target else (middle, right)
        return right, target

    def _offset_s(self, at_s: int) -> int:
        offset = datetime.fromtimestamp(at_s, ZoneInfo(self.zone)).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)


def _no_such_week(label: str) -> ConfigError:
    return ConfigError(
        f"no such week: {label!r}",
        expected="an ISO week that exists, written like 2026-W46",
        next_step="weeks run from W01 to W52, in some years to W53",
    )


def _days(start: date, count: int, grain: Grain) -> Period:
    return Period(start, start + timedelta(days=count), grain)


def _day(day: date) -> Period:
    return _days(day, 1, "day")


def _months(first: date, count: int, grain: Grain) -> Period:
    return Period(first, _add_months(first, count), grain)


def _add_months(first: date, count: int) -> date:
    """Move the first day of a month by whole months."""
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _year_back(day: date) -> date:
    """Return the same date a year earlier, 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
