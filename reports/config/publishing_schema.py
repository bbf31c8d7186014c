"""The tables `[schedule]` and `[products.NAME.gate]`, and the moments they name."""

import re
from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field

from reports.config.fields import Weekday, Zone, refused
from reports.config.schema import Keys
from reports.values.publishing import Incomplete, Moment

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_EARLIEST, _LATEST = time(4), time(22)


def read_clock(value: object) -> time:
    """Return the time of day written as HH:MM."""
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise refused("no time of day", 'hours and minutes, such as "07:00"')
    return time(int(found["hour"]), int(found["minute"]))


def read_moment(value: object) -> Moment:
    """Return a weekday and a time of day.

    Example: read_moment("tuesday 12:00") == Moment(1, time(12))
    """
    day, _, clock = value.strip().partition(" ") if isinstance(value, str) else ("", "", "")
    places = [place for place, name in enumerate(_DAYS) if day in (name, name[:3])]
    if not places:
        raise refused("no moment of the week", 'a weekday and a time, such as "tuesday 12:00"')
    return Moment(places[0], read_clock(clock.strip()))


def _by_day(value: object) -> time:
    """Return a time that every day has exactly once, whatever clocks do at night."""
    clock = read_clock(value)
    if not _EARLIEST <= clock <= _LATEST:
        expected = "a time from 04:00 to 22:00, which no clock change skips or repeats"
        raise refused("a time at which a schedule is not safe", expected)
    return clock


DayTime = Annotated[time, BeforeValidator(_by_day)]
WeekMoment = Annotated[Moment, BeforeValidator(read_moment)]


class ScheduleKeys(Keys):
    """[schedule]."""

    weekday: Weekday = 0
    time: DayTime = Field(default_factory=lambda: time(7))
    watch_at: DayTime = Field(default_factory=lambda: time(6, 30))
    zone: Zone | None = None
    grace_hours: Annotated[int, Field(ge=1, le=144)] = 6


class GateKeys(Keys):
    """[products.NAME.gate]."""

    incomplete: Incomplete = "banner"
    deadline: WeekMoment = Field(default_factory=lambda: Moment(1, time(12)))
    fresh_within_hours: Annotated[int, Field(ge=1, le=168)] = 24
