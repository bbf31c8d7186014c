"""The tables of `review.toml` and the keys each may hold, as pydantic models."""

import re
from collections import Counter
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from reports.config.problems import suggestion

Table = dict[str, object]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MACHINE_ZONES = ("localtime", "posixrules", "Factory", "right", "posix")
_SNAKE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_WIDEST = 2**63


def refused(what: str, expected: str = "", next_step: str = "") -> PydanticCustomError:
    """Return an error whose parts become those of a problem."""
    parts = {"what": what, "expected": expected, "next_step": next_step}
    return PydanticCustomError("refused", "{what}", parts)


def is_snake(text: str) -> bool:
    """Tell whether a name is lower snake case, as names in SQL are here."""
    return _SNAKE.fullmatch(text) is not None


def _line(text: str) -> str:
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
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


Line = Annotated[str, AfterValidator(_line)]
FilledLine = Annotated[Line, AfterValidator(_filled)]
Snake = Annotated[str, AfterValidator(_snake)]
SnakeList = Annotated[list[Snake], AfterValidator(_unique)]
Zone = Annotated[str, AfterValidator(_zone)]
Weekday = Annotated[int, BeforeValidator(_weekday)]
Weekdays = Annotated[list[Weekday], AfterValidator(_weekdays)]
Renames = Annotated[dict[Snake, FilledLine], BeforeValidator(_renames)]
Parameter = Annotated[str | int | float, BeforeValidator(_parameter)]
Query = Annotated[str, AfterValidator(_query)]
Url = Annotated[str, Field(max_length=2000)]
Seconds = Annotated[int, Field(ge=1, le=86_400)]


class Keys(BaseModel):
    """The keys of one table; nothing else may stand there."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class TopKeys(Keys):
    """The keys before the first table, and the tables themselves."""

    title: FilledLine = Field(examples=['title = "Acme AI"'])
    minimum_cell: Annotated[int, Field(ge=1, le=1_000_000)] = 5
    restate_weeks: Annotated[int, Field(ge=0, le=520)] = 6
    page_size: Literal["A4", "Letter"] = "A4"
    archive: FilledLine = "archive"
    warehouse: Table = Field(examples=["a table [warehouse] with the url of the warehouse"])
    ledger: Table = Field(default_factory=dict)
    calendar: Table = Field(default_factory=dict)
    products: dict[str, Table] = Field(
        min_length=1, examples=["a table [products.NAME] for each product"]
    )


class WarehouseKeys(Keys):
    """[warehouse]."""

    url: Url = ""
    files: dict[Snake, FilledLine] = Field(default_factory=dict)
    statement_timeout_s: Seconds = 300
    connect_timeout_s: Seconds = 10


class LedgerKeys(Keys):
    """[ledger]."""

    url: Url = "sqlite:///.product-review/ledger.sqlite"


class CalendarKeys(Keys):
    """[calendar] and [products.NAME.calendar]; what is not said is inherited."""

    zone: Zone | None = None
    first_weekday: Weekday | None = None
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] | None = None


class FunnelKeys(Keys):
    """[[products.NAME.funnels]]."""

    name: Snake = Field(examples=['name = "activation"'])
    steps: list[FilledLine] = Field(
        min_length=2, examples=['steps = ["session_started", "answer_accepted"]']
    )
    window_days: Annotated[int, Field(ge=1, le=366)] = 7


class ProductKeys(Keys):
    """[products.NAME]."""

    title: Line = ""
    owner: Line = ""
    cover: Line = ""
    dimensions: SnakeList = Field(default_factory=list)
    kpis: SnakeList = Field(default_factory=list)
    calendar: Table = Field(default_factory=dict)
    parameters: dict[Snake, Parameter] = Field(default_factory=dict)
    funnels: list[Table] = Field(default_factory=list)
    relations: dict[str, Table] = Field(
        min_length=1, examples=["a table [products.NAME.relations.RELATION] for each relation"]
    )


class RelationKeys(Keys):
    """[products.NAME.relations.RELATION]."""

    table: Line = ""
    select: Query = ""
    columns: dict[str, FilledLine] = Field(default_factory=dict)
    dimensions: Renames = Field(default_factory=dict)
    zone: Zone | None = None
    known_at: Line = ""
    weekdays: Weekdays = Field(default_factory=lambda: list(range(7)))
    covered_by: Line = ""
