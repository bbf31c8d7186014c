"""How a target paces: what the path asks for by now, what is still needed, and the odds."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from math import fsum, isclose
from statistics import NormalDist

from reports.values.objective import Target, Waypoint

RUN_WEEKS = 4
ROUNDING = 1e-9


def expected_by(target: Target, day: date) -> float | None:
    """Return what the path asks for at the end of a day, linear between its waypoints.

    There is nothing to ask for without a start, or before it. The start's own day already
    counts towards a cumulative target, so there the path starts with the evening before.
    """
    start = target.path[0]
    if target.cumulative:
        start = Waypoint(start.on - timedelta(days=1), start.value)
    path = (start, *target.path[1:])
    if len(path) < 2 or day < start.on:
        return None
    place = bisect_right([point.on for point in path], day)
    if place == len(path):
        return path[-1].value
    left, right = path[place - 1], path[place]
    return left.value + (right.value - left.value) * ((day - left.on) / (right.on - left.on))


def pace_ratio(level: float, expected: float, start: float = 0.0) -> float | None:
    """Return what was gained since the start, by what should have been by now."""
    return (level - start) / (expected - start) if expected != start else None


def required_per_week(goal: float, achieved: float, weeks_left: float) -> float | None:
    """Return what each week that is left needs to bring, nothing being the least."""
    return max(0.0, (goal - achieved) / weeks_left) if weeks_left > 0 else None


def best_run_rate(values: Sequence[float | None], *, at_least: bool) -> float | None:
    """Return the best mean of four weeks in a row that all have a value."""
    runs = (values[end - RUN_WEEKS : end] for end in range(RUN_WEEKS, len(values) + 1))
    known = [[value for value in run if value is not None] for run in runs]
    means = [fsum(run) / RUN_WEEKS for run in known if len(run) == RUN_WEEKS]
    return (max if at_least else min)(means, default=None)


def meets(value: float, goal: float, *, at_least: bool) -> bool:
    """Tell whether a value meets a goal; what rounding leaves between them does not count."""
    return (value >= goal if at_least else value <= goal) or isclose(value, goal, rel_tol=ROUNDING)


def chance(mean: float, deviation: float, goal: float, *, at_least: bool) -> float:
    """Return the probability that a normal value will meet a goal."""
    if deviation <= ROUNDING * max(abs(mean), abs(goal)):
        return 1.0 if meets(mean, goal, at_least=at_least) else 0.0
    ahead = mean - goal if at_least else goal - mean
    return NormalDist().cdf(ahead / deviation)
