"""Rules that tell a signal from noise, on values or on their distance in limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.kpis.control.limits import Limits

RUN = 8


@dataclass(frozen=True, slots=True)
class Wheeler:
    """The places at which each of Wheeler's rules fires, from 0."""

    beyond: tuple[int, ...]
    jumps: tuple[int, ...]
    runs: tuple[int, ...]
    close: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Western:
    """The places at which each of the Western Electric rules fires, from 0."""

    beyond_3: tuple[int, ...]
    two_of_three: tuple[int, ...]
    four_of_five: tuple[int, ...]
    runs: tuple[int, ...]


def wheeler_rules(values: Sequence[float], limits: Limits) -> Wheeler:
    """Return where Wheeler's three rules fire.

    Beyond a limit, or a step beyond the range limit (at the later value); eight or more in a row
    strictly on one side, where a value on the centre ends the run; three of four strictly nearer
    a limit than the centre on the same side, flagging those that are.
    Source: Wheeler (2000), Understanding Variation.
    """
    steps = range(1, len(values))
    return Wheeler(
        beyond=_places(values, lambda x: x > limits.upper or x < limits.lower),
        jumps=tuple(k for k in steps if abs(values[k] - values[k - 1]) > limits.range_limit),
        runs=runs_on_one_side(values, limits.centre),
        close=_several(
            [x > limits.upper_mid for x in values], [x < limits.lower_mid for x in values], (3, 4)
        ),
    )


def western_electric_rules(values: Sequence[float], centre: float, sigma: float) -> Western:
    """Return where the four Western Electric rules fire.

    Zones lie at one and two thirds of the distance to the three-sigma limit; rules of m in n need
    the same side and flag the values beyond the zone.
    Source: Western Electric (1956), Statistical Quality Control Handbook.
    """
    above = [(x - centre) / sigma for x in values]

    def several(zone: float, counts: tuple[int, int]) -> tuple[int, ...]:
        return _several([z > zone for z in above], [z < -zone for z in above], counts)

    return Western(
        beyond_3=_places(above, lambda z: abs(z) > 3),
        two_of_three=several(2, (2, 3)),
        four_of_five=several(1, (4, 5)),
        runs=runs_on_one_side(values, centre),
    )


def runs_on_one_side(values: Sequence[float], centre: float) -> tuple[int, ...]:
    """Return the places of all runs of eight or more strictly on one side of the centre."""
    found: list[int] = []
    start = 0
    sides = [(x > centre) - (x < centre) for x in values]
    for place in range(len(values) + 1):
        if place == len(values) or sides[place] != sides[start] or sides[place] == 0:
            if place - start >= RUN and sides[start] != 0:
                found += range(start, place)
            start = place
    return tuple(found)


def _places(values: Sequence[float], fires: Callable[[float], bool]) -> tuple[int, ...]:
    return tuple(place for place, value in enumerate(values) if fires(value))


def _several(
    above: Sequence[bool], below: Sequence[bool], counts: tuple[int, int]
) -> tuple[int, ...]:
    """Return the places that belong to at least m of n in a row on the same side."""
    least, window = counts
    found: set[int] = set()
    for side in (above, below):
        for start in range(len(side) - window + 1):
            inside = [place for place in range(start, start + window) if side[place]]
            found.update(inside if len(inside) >= least else ())
    return tuple(sorted(found))
