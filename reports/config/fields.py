"""The types of keys in a workspace's files, and what each refuses in words."""

import re
from collections import Counter
from datetime import date
from typing import Annotated
from unicodedata import category
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from reports.config.problems import suggestion
from reports.errors import ConfigError
from reports.values.calendar import Calendar

Table = dict[str, object]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MACHINE_ZONES = ("localtime", "posixrules", "Factory", "right", "posix")
_SNAKE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_WIDEST = 2**63
# Control characters, halves of characters, and what breaks a line.
_NOT_IN_A_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Reviews look years around their week, so days must be far from where dates end.
_YEARS = range(1970, 2200)


def refused(what: str, expected: str = "", next_step: str = "") -> PydanticCustomError:
    """Return an error whose parts become those of a problem."""
    parts = {"what": what, "expected": expected, "next_step": next_step}
    return PydanticCustomError("refused", "{what}", parts)


def is_snake(text: str) -> bool:
    """Tell whether a name is lower snake case, as names in SQL are here."""
    return _SNAKE.fullmatch(text) is not None


def _line(text: str) -> str:
    if any(category(letter) in _NOT_IN_A_LINE for letter in text):
        raise refused("a line break or control character", "one line of text")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise refused("an empty text", "some text", "leave the key out where it says nothing")
    return text


def _snake(text: str) -> str:
    if not is_snake(text):
        raise refused("not a lower_snake name", "letters a to z, digits and underscores")
    return text


def _query(text: str) -> str:
    if "\0" in text:
        raise refused("a control character in a query", "a SELECT")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
        known = name.split("/", maxsplit=1)[0] not in _MACHINE_ZONES
    except (KeyError, ValueError, OSError):
        known = False
    if not known:
        hint = suggestion(name, tuple(sorted(available_timezones())))
        raise refused("no such time zone", "an IANA name like Europe/Berlin", hint)
    return name


def _weekday(name: object) -> int:
    """Return the number of a weekday's full or three-letter name (0 = Monday)."""
    # A tuple, not a set: the file may hold a list here, which cannot be hashed.
    found = [n for n, full in enumerate(_WEEKDAYS) if name in (full, full[:3])]
    if not found:
        hint = suggestion(name, _WEEKDAYS) if isinstance(name, str) else ""
        raise refused("no such weekday", "monday to sunday, or mon to sun", hint)
    return found[0]


def _unique(names: list[str]) -> list[str]:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise refused("a name stands twice in the list", "each name once", f"remove one {twice[0]}")
    return names


def _weekdays(days: list[int]) -> list[int]:
    if not days or len(set(days)) < len(days):
        raise refused("weekdays must be one or more, each once", '["mon", "tue", …]')
    return sorted(days)


def _renames(value: object) -> object:
    """Read ["a"] as { a = "a" }."""
    if not isinstance(value, list):
        return value
    if not all(isinstance(name, str) for name in value):
        raise refused("not a list of names", '["country"] or { country = "source_column" }')
    return {name: name for name in _unique(value)}


def _parameter(value: object) -> str | int | float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise refused("a parameter of a type that queries cannot take", "text or a number")
    if isinstance(value, str):
        return _query(value)
    if not -_WIDEST <= value < _WIDEST:
        raise refused("a number that databases cannot hold", "a finite number within 64 bits")
    return value


def _day(day: date) -> date:
    if day.year not in _YEARS:
        years = f"a year from {_YEARS[0]} to {_YEARS[-1]}"
        raise refused("a day that is too far away", years, "look for a wrong digit")
    return day


def _week(label: str) -> str:
    try:
        week = Calendar().week(label)
    except ConfigError as error:
        raise refused("no such week", error.expected, error.next_step) from None
    _day(week.start)
    return label


def _several(value: object) -> object:
    if isinstance(value, dict):
        raise refused(
            "one table where a list of tables belongs", "[[two brackets]] around its name"
        )
    return value


def _entry(value: object) -> object:
    """Read a bare name as a table that holds nothing else."""
    if isinstance(value, str):
        return {"kpi": value}
    if not isinstance(value, dict):
        expected = '"active_users", or { kpi = "active_users", target = …, by = … }'
        raise refused("neither the name of a KPI nor a table", expected)
    return value


Line = Annotated[str, AfterValidator(_line)]
FilledLine = Annotated[Line, AfterValidator(_filled)]
Remark = Annotated[str, Field(max_length=500), AfterValidator(_line), AfterValidator(_filled)]
Snake = Annotated[str, AfterValidator(_snake)]
NameList = Annotated[list[FilledLine], AfterValidator(_unique)]
SnakeList = Annotated[list[Snake], AfterValidator(_unique)]
Zone = Annotated[str, AfterValidator(_zone)]
Weekday = Annotated[int, BeforeValidator(_weekday)]
Weekdays = Annotated[list[Weekday], AfterValidator(_weekdays)]
Renames = Annotated[dict[Snake, FilledLine], BeforeValidator(_renames)]
Parameter = Annotated[str | int | float, BeforeValidator(_parameter)]
Query = Annotated[str, AfterValidator(_query)]
Url = Annotated[str, Field(max_length=2000)]
Seconds = Annotated[int, Field(ge=1, le=86_400)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Day = Annotated[date, AfterValidator(_day)]
Week = Annotated[str, AfterValidator(_week)]
Tables = Annotated[list[Table], BeforeValidator(_several)]
KpiEntry = Annotated[Table, BeforeValidator(_entry)]
