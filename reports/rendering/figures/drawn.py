"""Pictures that are drawn once and shown in every edition of a review."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from reports.rendering.charts.picture import Picture

P = ParamSpec("P")


def drawn_once(draw: Callable[P, Picture]) -> Callable[P, Picture]:
    """Keep what a function has drawn, by the content of the values it drew from.

    What is kept lasts as long as the function that is returned: one review in one language.
    """
    kept: dict[object, Picture] = {}

    @wraps(draw)
    def drawn(*args: P.args, **named: P.kwargs) -> Picture:
        key = (args, tuple(sorted(named.items())))
        if key not in kept:
            kept[key] = draw(*args, **named)
        return kept[key]

    return drawn
