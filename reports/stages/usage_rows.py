"""Rows of usage tables as the pure functions of usage take them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from reports.usage.growth import Counts
from reports.usage.reach import Reached
from reports.usage.retention import Row
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactTable

_REACHED = ("users", "actions", "earlier_users", "returned_users")


def growth_counts(table: FactTable | None) -> Mapping[Period, Counts]:
    """Return new, retained, resurrected and churned people by week."""
    names = ("new_users", "retained_users", "resurrected_users", "churned_users")
    return {week: cast("Counts", row) for week, row in _by_week(table, names)}


def cohort_rows(table: FactTable | None) -> Mapping[str, Sequence[Row]]:
    """Return the cohorts' weeks by segment."""
    found = _grouped(table, ("cohort", "week", "users", "last_users"))
    return cast("Mapping[str, Sequence[Row]]", found)


def kind_rows(table: FactTable | None) -> Mapping[str, Sequence[tuple[str, int, int]]]:
    """Return kinds of feedback by segment."""
    found = _grouped(table, ("kind", "answers", "users"))
    return cast("Mapping[str, Sequence[tuple[str, int, int]]]", found)


def thumbs(table: FactTable | None) -> list[tuple[str, tuple[int, int]]]:
    """Return thumbs up and down by version."""
    found = _by_week(table, ("version", "ups", "downs"))
    return [(str(row[0]), (int(row[1]), int(row[2]))) for _, row in found]


def day_rows(table: FactTable | None) -> Mapping[Period, list[tuple[int, int, int]]]:
    """Return active days by week."""
    found: dict[Period, list[tuple[int, int, int]]] = defaultdict(list)
    for week, row in _by_week(table, ("days_28", "days_7", "users")):
        found[week].append(cast("tuple[int, int, int]", row))
    return found


def amounts(table: FactTable | None, measure: str) -> list[tuple[int, int, float]]:
    """Return log buckets with people and what they did or brought."""
    return [
        (int(row[0]), int(row[1]), float(row[2]))
        for _, row in _by_week(table, ("bucket", "users", measure))
    ]


def reached_by_name(table: FactTable | None) -> Mapping[Period, Mapping[str, Reached]]:
    """Return what each event reached, by week."""
    return _reached(table, "name")


def reached_by_segment(table: FactTable | None) -> Mapping[Period, Mapping[str, Reached]]:
    """Return what each segment reached, by week."""
    return _reached(table, "segment")


def everybody(table: FactTable | None) -> Mapping[Period, Reached]:
    """Return what all people together reached, by week."""
    return {week: found["all"] for week, found in _reached(table, "segment").items()}


def releases(table: FactTable | None) -> list[tuple[str, float]]:
    """Return the name and the instant of each release, oldest first."""
    found = [
        (str(row[0]), float(row[1]))
        for _, row in _by_week(table, ("release_id", "released_s"))
        if row[1] is not None
    ]
    return sorted(found, key=lambda one: one[1])


def _reached(table: FactTable | None, key: str) -> Mapping[Period, Mapping[str, Reached]]:
    found: dict[Period, dict[str, Reached]] = defaultdict(dict)
    for week, (name, *counts) in _by_week(table, (key, *_REACHED)):
        found[week][str(name)] = Reached(*map(int, counts))
    return found


def _grouped(table: FactTable | None, names: Sequence[str]) -> dict[str, list[tuple[int, ...]]]:
    found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for _, (segment, *row) in _by_week(table, ("segment", *names)):
        found[str(segment)].append(tuple(row))
    return found


def _by_week(
    table: FactTable | None, names: Sequence[str]
) -> Iterator[tuple[Period, tuple[int, ...]]]:
    """Give each row's period and the asked columns."""
    if table is None or not table.rows:
        return
    periods = {epoch_day(period.start): period for period in table.periods}
    places = [table.columns.index(name) for name in names]
    for row in table.rows:
        yield periods[cast("int", row[0])], cast("tuple[int, ...]", tuple(row[at] for at in places))
