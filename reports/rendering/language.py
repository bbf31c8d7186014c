"""The language of a page: symbols and patterns of its locale, and the texts of its catalog.

One template environment speaks one language. Its filters run with that language in force, the
way the decimal module has a context in force, so that a number deep inside a drawing is written
as the page around it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

SPACE = "\N{NO-BREAK SPACE}"

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers, dates and the fixed texts of pages; the default is English.

    Shape: `scales` are what follows thousands, millions, billions and trillions; an empty one
    means that such numbers are written in full. `money` and the patterns of days are format
    strings. `texts` and `plurals` are by the English text; `phrases` are those of a review's
    sentences, `rows` and `titles` name rows and tables beside what
    the workspace calls them; `dimensions` are those that most workspaces have.
    """

    code: str = "en"
    decimal: str = "."
    group: str = ","
    scales: tuple[str, ...] = ("k", "M", "B", "T")
    money: str = "{symbol}{number}"
    money_code: str = f"{{symbol}}{SPACE}{{number}}"
    percent: str = f"{{number}}{SPACE}%"
    months: tuple[str, ...] = (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )
    short_months: tuple[str, ...] = (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    )
    axis_months: tuple[str, ...] = (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    )
    day: str = f"{{day}}{SPACE}{{month}} {{year}}"
    day_of_year: str = f"{{day}}{SPACE}{{month}}"
    day_of_month: str = "{day}"
    short_day: str = f"{{day}}{SPACE}{{month}}"
    medium_day: str = f"{{day}}{SPACE}{{month}}{SPACE}{{year}}"
    month: str = "{month} {year}"
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    phrases: Mapping[str, str] = field(default_factory=dict, repr=False)
    rows: Mapping[str, str] = field(default_factory=dict, repr=False)
    titles: Mapping[str, str] = field(default_factory=dict, repr=False)
    dimensions: Mapping[str, str] = field(default_factory=dict, repr=False)

    def digits(self, plain: str) -> str:
        """Put the separators of the language into a number written with "," and "."."""
        return plain.translate({ord(","): self.group, ord("."): self.decimal})

    def text(self, english: str) -> str:
        """Return a fixed text."""
        return self.texts.get(english, english)

    def plural(self, one: str, several: str, count: float) -> str:
        """Return the text for one or for several."""
        return self.plurals.get(one, (one, several))[count != 1]


ENGLISH = Language()
_IN_FORCE: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def in_force() -> Language:
    """Return the language that is spoken."""
    return _IN_FORCE.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Let a language be in force for a while, in this thread or task only."""
    before = _IN_FORCE.set(language)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def spoken_in(language: Language, function: Callable[P, R]) -> Callable[P, R]:
    """Bind a function to a language, whatever is in force around its calls."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        with speaking(language):
            return function(*args, **kwargs)

    return call


def gettext(english: str) -> str:
    """Return a fixed text in the language that is spoken."""
    return in_force().text(english)


def ngettext(one: str, several: str, count: float) -> str:
    """Return a fixed text for one or for several in the language that is spoken."""
    return in_force().plural(one, several, count)


def marked(english: str) -> str:
    """Mark a text of a constant as one of the catalog; it is translated where it is used."""
    return english
