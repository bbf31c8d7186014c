"""What a KPI of an objective shall reach: keys become a path in order of time."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from reports.config.locate import KeyPath
from reports.config.objective_schema import TargetKeys, WaypointKeys
from reports.config.problems import Problem, Problems, described
from reports.config.sections import read_section
from reports.values.objective import ObjectiveKpi, Target, Waypoint

# A waypoint, and the path of the key that holds its day.
Step = tuple[Waypoint, KeyPath]


def read_entry(
    table: Mapping[str, object], path: KeyPath, problems: Problems
) -> ObjectiveKpi | None:
    """Return a KPI with its target, if it has one, or None and problems."""
    keys = read_section(TargetKeys, table, path, problems)
    if keys is None:
        return None
    count = len(problems.found)
    for problem in _contradictions(keys, path):
        problems.add(problem)
    steps = _steps(keys, path, problems) if len(problems.found) == count else []
    for problem in _disorder(steps, cumulative=keys.cumulative):
        problems.add(problem)
    if len(problems.found) > count:
        return None
    points = tuple(point for point, _ in steps)
    return ObjectiveKpi(keys.kpi, Target(points, keys.cumulative) if points else None)


def _contradictions(keys: TargetKeys, path: KeyPath) -> Iterator[Problem]:
    """Yield what is given without what it needs, or beside what it excludes."""
    given = [key for key, value in _simple(keys).items() if value is not None]
    if keys.path is not None:
        if given:
            what = f"a path stands beside {' and '.join(given)}"
            yield Problem((*path, "path"), what, "either path, or target and by")
        return
    given += ["cumulative"] if keys.cumulative else []
    if given and keys.target is None:
        what = f"{given[0]} without a target"
        yield Problem((*path, given[0]), what, "target = …, by = … beside it")
    elif given and keys.by is None:
        what = "a target without the day it is to be reached by"
        yield Problem((*path, "target"), what, "by = 2026-12-31 beside it")
    elif keys.cumulative and keys.first_day is None:
        what = "a sum without the day it starts on"
        yield Problem((*path, "cumulative"), what, "from = 2026-01-01 beside it")
    elif keys.start is not None and keys.first_day is None:
        what = "a start without its day"
        yield Problem((*path, "start"), what, "from = 2026-01-01 beside it")
    elif keys.first_day is not None and keys.start is None and not keys.cumulative:
        what = "a first day without the value it starts with"
        yield Problem((*path, "from"), what, "start = … beside it, or cumulative = true")


def _simple(keys: TargetKeys) -> dict[str, object]:
    """Return the keys that a path replaces, as the file calls them."""
    return {"target": keys.target, "by": keys.by, "start": keys.start, "from": keys.first_day}


def _steps(keys: TargetKeys, path: KeyPath, problems: Problems) -> list[Step]:
    """Return the waypoints of either way to write a target."""
    if keys.path is not None:
        places = [(*path, "path", index) for index in range(len(keys.path))]
        read = [
            (read_section(WaypointKeys, entry, place, problems), place)
            for entry, place in zip(keys.path, places, strict=True)
        ]
        return [(Waypoint(k.on, k.value), (*place, "on")) for k, place in read if k is not None]
    if keys.target is None or keys.by is None:
        return []
    goal = (Waypoint(keys.by, keys.target), (*path, "by"))
    if keys.first_day is None:
        return [goal]
    return [(Waypoint(keys.first_day, keys.start or 0.0), (*path, "start")), goal]


def _disorder(steps: list[Step], *, cumulative: bool) -> Iterator[Problem]:
    """Yield waypoints that are not after the one before, and sums that begin with something."""
    for (before, _), (point, place) in pairwise(steps):
        if point.on <= before.on:
            what = "the path is not in order of time"
            yield Problem(place, what, f"a day after {before.on}", str(point.on))
    if cumulative and steps and steps[0][0].value:
        point, place = steps[0]
        where = (*place[:-1], "value") if place[-1] == "on" else place
        what = "a sum starts with nothing"
        yield Problem(where, what, "0", described(point.value))
