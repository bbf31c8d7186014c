"""Colours of a workspace, measured: contrast, sight without some hues, print without colour."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from reports.config.locate import KeyPath
from reports.config.problems import Problem
from reports.values.eyesight import contrast, distance, lightened, lightness
from reports.values.palette import (
    DARK_COLOURS,
    DRAWN,
    MEANT,
    TOUCHING,
    WRITTEN,
    Colour,
    Palette,
)

Given = dict[Colour, str]
# A colour and the table that it stands in, or that it was derived from.
Placed = Mapping[Colour, tuple[str, KeyPath]]

_STEPS = 64
_TEXT = 4.5
_MEANINGS: tuple[Colour, ...] = ("accent", "warning")


@dataclass(frozen=True, slots=True)
class _Rule:
    """What pairs of colours must keep; `expected` and `got` are sentences around a number."""

    pairs: tuple[tuple[Colour, Colour], ...]
    measure: Callable[[str, str], float]
    least: float
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class _Failure:
    """A colour that breaks a rule against another, and by how much."""

    rule: _Rule
    name: Colour
    partner: Colour
    found: float


def dark_colours(light: Given, at_night: Given) -> Given:
    """Return all colours for dark screens: those given, and those derived from the light ones.

    Lines and text are lightened in their own hue; fills keep the house's own.
    """
    found = dict(at_night)
    for name in DRAWN:
        if name in light and name not in at_night:
            found[name] = _lifted(name, light[name], {**DARK_COLOURS, **found})
    return found


def scheme_problems(house: Palette, placed: Placed) -> Iterator[Problem]:
    """Yield for each colour the first rule it breaks, with what was measured."""
    colours = {**house, **{name: colour for name, (colour, _) in placed.items()}}
    blamed: set[Colour] = set()
    for failure in _failures(colours, tuple(placed)):
        if failure.name not in blamed:
            blamed.add(failure.name)
            yield _problem(failure, colours, placed[failure.name][1])


def _failures(colours: Palette, names: tuple[Colour, ...]) -> Iterator[_Failure]:
    """Yield what colours of these names break, be it against each other or against the rest."""
    for rule in _rules():
        for pair in rule.pairs:
            name, partner = pair if pair[0] in names else pair[::-1]
            found = rule.measure(colours[name], colours[partner])
            if name in names and found < rule.least:
                yield _Failure(rule, name, partner, found)


def _rules() -> tuple[_Rule, ...]:
    drawn: tuple[tuple[Colour, Colour], ...] = tuple((name, "paper") for name in DRAWN)
    ratio, apart = "{:.2f} to 1", "{:.2f} apart"
    return (
        _Rule(WRITTEN, contrast, _TEXT, "a contrast of at least 4.5 to 1, for text", ratio),
        _Rule(drawn, contrast, 3.0, "a contrast of at least 3 to 1, for lines", ratio),
        _Rule(MEANT, distance, 25.0, "at least 25 apart for readers with any sight", apart),
        _Rule(TOUCHING, _apart_in_grey, 7.0, "at least 7 apart in lightness, for print", apart),
    )


def _problem(failure: _Failure, colours: Palette, table: KeyPath) -> Problem:
    name, partner = failure.name, failure.partner
    derived = colours["paper"] == DARK_COLOURS["paper"] and table[-1] != "dark"
    other = "" if partner == "paper" else f", or another {partner}"
    what = f"{name} {colours[name]} is too close to {partner} {colours[partner]}"
    return Problem(
        (*table, name),
        f"{what} on dark screens, for which it was derived" if derived else what,
        failure.rule.expected,
        # Rounded down, so that what falls short never looks as if it were enough.
        failure.rule.got.format(math.floor(failure.found * 100) / 100),
        f"set {name} under [look.dark]" if derived else f"choose another {name}{other}",
    )


def _apart_in_grey(one: str, other: str) -> float:
    return abs(lightness(one) - lightness(other))


def _lifted(name: Colour, colour: str, others: Palette) -> str:
    """Return the first of ever lighter colours that breaks no rule.

    Where there is none, it is the first that stands out from the paper. Neutral colours stand out
    as much as the house's do; those with a meaning less, as lighter ones look like ink.
    """
    least = _TEXT if name in _MEANINGS else contrast(others[name], others["paper"])
    steps = (lightened(colour, step / _STEPS) for step in range(_STEPS + 1))
    lighter = [one for one in steps if contrast(one, others["paper"]) >= least]
    fitting = (one for one in lighter if not any(_failures({**others, name: one}, (name,))))
    return next(fitting, (lighter or ["#ffffff"])[0])
