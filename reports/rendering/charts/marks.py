"""Marks of signals: a shape for each rule, a colour for good and bad."""

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from reports.rendering.charts.svg import Point, drawing, polygon, polyline
from reports.rendering.charts.theme import MARK_SIZE, Colour
from reports.rendering.judgements import signal_tone
from reports.rendering.language import gettext
from reports.values.signal import Rule, Signal

_UP: tuple[Point, ...] = ((0.6, 9.0), (5.0, 1.0), (9.4, 9.0))
_HOLLOW_UP: tuple[Point, ...] = ((1.2, 8.6), (5.0, 1.7), (8.8, 8.6))
_DIAMOND: tuple[Point, ...] = ((0.9, 5.0), (5.0, 0.9), (9.1, 5.0), (5.0, 9.1))
_STEP_UP: tuple[Point, ...] = ((0.8, 8.2), (5.0, 8.2), (5.0, 1.8), (9.2, 1.8))


def signal_mark(signal: Signal) -> Markup:
    """Draw a signal's mark.

    Beyond a limit it is a triangle, near one a hollow triangle, a run is a diamond, a jump a step.
    """
    shape = _SHAPES[signal.rule](signal_tone(signal), signal.direction == "up")
    told = {
        None: gettext("signal"),
        True: gettext("favourable signal"),
        False: gettext("adverse signal"),
    }
    return drawing((MARK_SIZE, MARK_SIZE), told[signal.favourable], "", [shape])


def key_mark(signal: Signal) -> Markup:
    """Draw the mark of a signal's rule for the key: in ink, upright."""
    return signal_mark(replace(signal, favourable=None, direction="up"))


def _beyond(colour: Colour, up: bool) -> str:  # noqa: FBT001 - one of four drawings with one form
    return polygon(_turned(_UP, up=up), colour)


def _near(colour: Colour, up: bool) -> str:  # noqa: FBT001 - one of four drawings with one form
    return polygon(_turned(_HOLLOW_UP, up=up), "paper", colour)


def _run(colour: Colour, _up: bool) -> str:  # noqa: FBT001 - one of four drawings with one form
    return polygon(_DIAMOND, "paper", colour)


def _jump(colour: Colour, up: bool) -> str:  # noqa: FBT001 - one of four drawings with one form
    return polyline(_turned(_STEP_UP, up=up), colour, 1.8)


_SHAPES: dict[Rule, Callable[[Colour, bool], str]] = {
    "beyond_limit": _beyond,
    "three_of_four": _near,
    "run_of_eight": _run,
    "jump": _jump,
}


def _turned(points: tuple[Point, ...], *, up: bool) -> tuple[Point, ...]:
    """Return a shape as it is, or upside down."""
    return points if up else tuple((x, MARK_SIZE - y) for x, y in points)
