"""Which rules fire at a week, by what is known up to it."""

from collections.abc import Collection, Sequence

from reports.kpis.control.rules import RUN
from reports.values.signal import Rule

_ORDER: tuple[Rule, ...] = ("beyond_limit", "run_of_eight", "three_of_four", "jump")
_CLOSE = 0.5
_LEAST, _WINDOW = 3, 4


def strongest(flags: Collection[Rule]) -> Rule | None:
    """Return the rule that says most of those that fired."""
    return next((rule for rule in _ORDER if rule in flags), None)


def raise_alarms(
    scores: Sequence[float | None], joined: Sequence[bool], jump: float
) -> list[dict[Rule, int]]:
    """Return the rules that fire at each week, with the place at which the stretch of each began.

    Later weeks change nothing about earlier ones. The rules are those of `wheeler_rules` but for
    one: the way back from a week beyond its limits is no jump, as it is no news of its own.
    Shape: `joined` tells of each week whether a week that counts comes right before it.
    Units: `jump` is the limit of moving ranges in distances of the limit.
    """
    sides = [_side(score, 0.0) for score in scores]
    out = [_side(score, 1.0) for score in scores]
    close = [_side(score, _CLOSE) for score in scores]
    run_starts, out_starts = _starts(sides, joined), _starts(out, joined)
    fired: list[dict[Rule, int]] = [{} for _ in scores]
    for place, rules in enumerate(fired):
        if out[place]:
            rules["beyond_limit"] = out_starts[place]
        if sides[place] and place - run_starts[place] >= RUN - 1:
            rules["run_of_eight"] = run_starts[place]
        if close[place] and len(near := _near(close, joined, place)) >= _LEAST:
            rules["three_of_four"] = near[-1]
        if joined[place] and not out[place - 1] and _step(scores, place) > jump:
            rules["jump"] = place
    return fired


def _side(score: float | None, beyond: float) -> int:
    return 0 if score is None else (score > beyond) - (score < -beyond)


def _starts(sides: Sequence[int], joined: Sequence[bool]) -> list[int]:
    """Return for each week where the unbroken stretch of weeks on its side began."""
    starts: list[int] = []
    for place, side in enumerate(sides):
        same = joined[place] and side == sides[place - 1]
        starts.append(starts[-1] if same else place)
    return starts


def _near(close: Sequence[int], joined: Sequence[bool], place: int) -> list[int]:
    """Return which of four weeks in a row lie close to the limit that the last is close to."""
    found, last = [place], place
    while joined[last] and place - last < _WINDOW - 1:
        last -= 1
        if close[last] == close[place]:
            found.append(last)
    return found


def _step(scores: Sequence[float | None], place: int) -> float:
    now, before = scores[place], scores[place - 1]
    return 0.0 if now is None or before is None else abs(now - before)
